"""What is taken for taxpayer ids of what is pasted (UNT-04)."""

from datetime import date

import pytest

from etax_client.domain.units import pasted_ids

ONE, TWO, WRONG = "91440199MA0QJ0100K", "91440199MA0QJ0207Y", "91440199MA0QJ0100A"
ACCOUNT = "6222020200112233445"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ONE}\n\n {TWO.lower()} \r\n{ONE}\nABC\n", [ONE, TWO, "ABC"]),
        (f"广东一厂\t{ONE}\n广东二厂\t{TWO}\n", [ONE, TWO]),
        (f"序号\t识别号\t名称\n1\t{ONE}\t一厂\n2\t{WRONG}\t二厂", [ONE, WRONG]),
        (f"一厂,{ONE},020-1234\n二厂,{TWO},020-1235", [ONE, TWO]),
        (f"一厂\t{ACCOUNT}\t{ONE}\n二厂\t{ACCOUNT}\t{WRONG}", [ONE, WRONG]),
        (f"一厂\t{ONE}\n\t\n二厂\t", [ONE, "二厂"]),
        (f"{ONE},{TWO};{WRONG}、ABC", [ONE, TWO, WRONG, "ABC"]),
        (f"{ONE}，{TWO}；\n{WRONG}", [ONE, TWO, WRONG]),
        (f"{ONE},{WRONG}", [ONE, WRONG]),
        (f"一厂\t{ONE}", [ONE]),
        (f"一厂\t{WRONG}", [WRONG]),
        (f"\u202d{ONE}\u202c", [ONE]),
        ("一厂\t二厂", ["一厂", "二厂"]),
        (" \n\t\n", []),
    ],
)
def test_ids_are_taken_from_columns_and_lists(text: str, found: list[str]) -> None:
    """The column that is a taxpayer id, or every piece; what may have been meant as one is never dropped without a word."""
    assert pasted_ids.find(text, date(2026, 6, 1)) == found
