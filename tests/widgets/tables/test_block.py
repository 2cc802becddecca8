"""A block from a spreadsheet's clipboard (INC-03)."""

import pytest

from etax_client.widgets.tables.block import read_block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r3\t4", [["1", "2"], ["3", "4"]]),
        ("1\n\n3\n", [["1"], [""], ["3"]]),
        ("1\t2\n3\n", [["1", "2"], ["3", ""]]),
        ('"a\tb"\t2\n"c\nd"\t4\n', [["a\tb", "2"], ["c\nd", "4"]]),
        ('5" 管\t2\n', [['5" 管', "2"]]),
        ('"abc\t2\n', [['"abc', "2"]]),
        ("", [[""]]),
        ("\x1b[31m9\t8", [["\x1b[31m9", "8"]]),
    ],
)
def test_rows_and_cells(text: str, block: list[list[str]]) -> None:
    """Excel, WPS and LibreOffice: CR LF at the end of a line, quotation marks around what holds tabs and line breaks."""
    assert read_block(text) == block
