"""Text files as people's editors save them."""

import codecs


class NotText(ValueError):
    """Neither UTF-8 nor marked as UTF-16. GB 18030, say, can't be told from other encodings: a guess could read wrong names."""


def text_in(data: bytes) -> str:
    """UTF-8, with or without the mark that some editors put before it, or UTF-16 with its mark. Raises NotText."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        raise NotText from None
