"""What is said to people: a key and its parameters in, a sentence in the current language out."""

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    zh = "zh"
    en = "en"


Catalogue = Mapping[str, tuple[str, str]]
"""Key → (Chinese, English): side by side, so that neither can be forgotten."""


class Words:
    """The words of one run of the program; `language` may change while it runs."""

    def __init__(self, catalogue: Catalogue, language: Language = Language.zh) -> None:
        self._catalogue = catalogue
        self.language = language

    def say(self, key: str, **params: object) -> str:
        """The sentence for `key`. Parameters are put in as they are and never read as a template."""
        chinese, english = self._catalogue[key]
        text = chinese if self.language is Language.zh else english
        return text.format_map({name: str(value) for name, value in params.items()}) if params else text

    def knows(self, key: str) -> bool:
        return key in self._catalogue
