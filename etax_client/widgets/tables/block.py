"""A block of cells as spreadsheets put it on the clipboard: lines of cells with tabs between them."""

import csv
from io import StringIO


def read_block(text: str) -> list[list[str]]:
    """Its rows, each as wide as the widest; a cell that holds tabs or line breaks stands in quotation marks there.

    Nothing for what holds no cell at all.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows = _quoted(text) if '"' in text else [line.split("\t") for line in text.split("\n")]
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _quoted(text: str) -> list[list[str]]:
    try:
        return [row or [""] for row in csv.reader(StringIO(text, newline=""), delimiter="\t", strict=True)]
    except csv.Error:  # a quotation mark that is part of what is written
        return [line.split("\t") for line in text.split("\n")]
