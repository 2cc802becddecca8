"""A terminal client that mirrors China's withholding client; the defaults that Textual reads when it is imported are set here."""

import os

__version__ = "0.1.0"

# Textual's "report all keys" mode loses Chinese text committed by an IME in iTerm2, xterm.js and WezTerm (docs: terminal facts).
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
