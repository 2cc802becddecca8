"""What is said to people: a key and its parameters in, a sentence in the current language out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    zh = "zh"
    en = "en"


Catalogue = Mapping[str, tuple[str, str]]
"""Key → (Chinese, English): side by side, so that neither can be forgotten."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something to say, in no language yet: it is put into words when it is shown, and again when the language changes."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


class Words:
    """The words of one run of the program; `language` may change while it runs."""

    def __init__(self, catalogue: Catalogue, language: Language = Language.zh) -> None:
        self._catalogue = catalogue
        self.language = language

    def say(self, key: str, **params: object) -> str:
        """The sentence for `key`. Parameters are put in as they are and never read as a template; phrases are put into words first."""
        chinese, english = self._catalogue[key]
        text = chinese if self.language is Language.zh else english
        if not params:
            return text
        return text.format_map({name: self.tell(value) if isinstance(value, Phrase) else str(value) for name, value in params.items()})

    def tell(self, phrase: Phrase) -> str:
        """The sentence for a phrase."""
        return self.say(phrase.key, **phrase.params)

    def knows(self, key: str) -> bool:
        return key in self._catalogue


def phrase(key: str, **params: object) -> Phrase:
    return Phrase(key, params)
