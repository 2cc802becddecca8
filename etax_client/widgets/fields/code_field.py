"""A field for a code of letters and digits: whatever is typed stands there in capitals and half-width, without blanks."""

from typing_extensions import override

from etax_client.domain.numbers import normalise
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fitting import typable


class CodeField(TextField):
    """As wide as its code, blanks between the characters of a pasted one forgiven."""

    DEFAULT_CSS = """
    CodeField { width: 12; }
    """

    @override
    def validate_value(self, value: str) -> str:
        return _tidy(value)

    @override
    def _type(self, text: str) -> None:
        super()._type("\n".join(map(_tidy, text.strip().splitlines())))


def _tidy(text: str) -> str:
    return normalise(typable(text)).replace(" ", "")
