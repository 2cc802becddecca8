"""The four themes (looks.md): a calm blue on light, dark, high contrast, and the terminal's own sixteen colours."""

from textual.theme import Theme

LIGHT = Theme(
    name="etax-light",
    dark=False,
    primary="#1f5fa8",
    secondary="#3a6ea5",
    accent="#1f5fa8",
    foreground="#1c2733",
    background="#f6f8fa",
    surface="#ffffff",
    panel="#e8eef4",
    success="#1a6b3a",
    warning="#8a5a00",
    error="#b3261e",
    variables={
        "quiet": "#56636f",
        "focus-ground": "#dbe8f6",
        "bar": "#1f5fa8",
        "bar-text": "#ffffff",
        "field-ground": "#e9eef3",
        "line": "#b4c0cc",
        "button": "#d3deea",
    },
)

DARK = Theme(
    name="etax-dark",
    dark=True,
    primary="#6ea8e6",
    secondary="#7fa9d0",
    accent="#6ea8e6",
    foreground="#dfe6ee",
    background="#12181f",
    surface="#1a222b",
    panel="#232d38",
    success="#7cc992",
    warning="#e0b15a",
    error="#f2877d",
    variables={
        "quiet": "#93a1af",
        "focus-ground": "#26405c",
        "bar": "#1d3a5a",
        "bar-text": "#e8f0f8",
        "field-ground": "#222c37",
        "line": "#45535f",
        "button": "#31404f",
    },
)

CONTRAST = Theme(
    name="etax-contrast",
    dark=True,
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#00ff00",
    warning="#ffd700",
    error="#ff8080",
    variables={
        "quiet": "#d0d0d0",
        "focus-ground": "#003a8c",
        "bar": "#2a2a2a",
        "bar-text": "#ffff00",
        "field-ground": "#262626",
        "line": "#a0a0a0",
        "button": "#383838",
    },
)

ANSI = Theme(
    name="etax-ansi",
    dark=True,
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_cyan",
    accent="ansi_bright_blue",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        "quiet": "ansi_default",
        "focus-ground": "ansi_blue",
        "bar": "ansi_blue",
        "bar-text": "ansi_white",
        "field-ground": "ansi_bright_black",
        "line": "ansi_default",
        "button": "ansi_default",
        # Textual's own style sheets ask for these as soon as a theme is `ansi`.
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
    },
)

THEMES = (LIGHT, DARK, CONTRAST, ANSI)
