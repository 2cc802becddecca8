"""The type of every password, code and token: it prints as stars and opens only when asked to."""

import hmac
from typing import NoReturn


class Secret:
    """Text that must not be seen (SEC-1, KEY-04); `reveal()` is the only way to it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(errors="surrogatepass"), other._text.encode(errors="surrogatepass"))

    def __hash__(self) -> int:
        raise TypeError("a secret is not to be kept in a set or as a key")

    def __repr__(self) -> str:
        return "Secret(******)"

    def __str__(self) -> str:
        return "******"

    def __format__(self, spec: str) -> str:
        return "******"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not to be pickled")
