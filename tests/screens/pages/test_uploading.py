"""A file that a page asks for goes by its name and whole, and none of somebody else's machine."""

from pathlib import Path

import pytest

from etax_client.api.pages import Upload
from etax_client.screens.pages import uploading
from etax_client.screens.pages.uploading import handed


async def test_a_file_by_its_path_as_typed_or_pasted_with_quotes(tmp_path: Path) -> None:
    path = tmp_path / "回执 1.p12"
    path.write_bytes(b"\x00\xff")
    for typed in (str(path), f' "{path}" '):
        assert await handed(typed, visiting=False) == Upload("回执 1.p12", b"\x00\xff")


async def test_one_without_an_end_is_not_read_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 3)
    (tmp_path / "long").write_bytes(b"1234")
    assert (await handed(str(tmp_path / "long"), visiting=False)).content == b"123"


@pytest.mark.parametrize("name", ["", "missing"])
async def test_what_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match="Errno"):
        await handed(str(tmp_path / name), visiting=False)


async def test_a_visitor_in_a_browser_gets_no_file_of_this_machine(tmp_path: Path) -> None:
    """SEC-1."""
    (tmp_path / "theirs").write_bytes(b"x")
    with pytest.raises(PermissionError):
        await handed(str(tmp_path / "theirs"), visiting=True)
