"""The yardstick: a Textual app with one label, or with an input as well (`hello.py input`)."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input, Label


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Label("Hello")
        if "input" in sys.argv:
            yield Input()


if __name__ == "__main__":
    Hello().run()
