"""What the client makes of a terminal's bytes, and where an error of the reading thread goes."""

import sys
from collections.abc import Callable

import pytest

if sys.platform == "win32":
    pytest.skip("there are no ptys on Windows", allow_module_level=True)

from textual.events import Key, Paste, Resize

from etax_client.machine.terminal_driver import TerminalDriver, Unreadable, _Reading


def read(data: bytes, encoding: str = "utf-8") -> list[object]:
    """Keys as their characters, pastes and sizes by what is in them, the rest by its kind."""
    reading, found = _Reading(encoding), list[object]()
    for byte in data:  # as on the slowest line
        for message in reading.feed(bytes([byte])):
            if isinstance(message, Key):
                found.append(message.character)
            elif isinstance(message, Paste):
                found.append(("paste", message.text))
            else:
                found.append(tuple(message.size) if isinstance(message, Resize) else type(message))
    return found


@pytest.mark.parametrize(
    ("data", "encoding", "found"),
    [
        ("a中𫍰".encode(), "utf-8", ["a", "中", "𫍰"]),
        (b"a\xffb", "utf-8", ["a", Unreadable, "b"]),
        ("a中b".encode("gbk"), "gb18030", ["a", "中", "b"]),
        (b"\x1b[200~a\xffb\x1b[201~c", "utf-8", [("paste", "ab"), Unreadable, "c"]),
        (b"\x1b[M \xa0\x30c", "utf-8", ["c"]),
        (b"\x1b[48;24;80;480;800tc", "utf-8", [(80, 24), "c"]),
        (b"\x1b[48;9999;9999;1;1tc", "utf-8", [Unreadable, "c"]),
        (b"\x1b[48;24;80;0;0t\x1b[<35;5;5Mc", "utf-8", [(80, 24), Unreadable, "c"]),
    ],
)
def test_what_is_read(data: bytes, encoding: str, found: list[object]) -> None:
    assert read(data, encoding) == found


def test_an_error_of_the_reading_thread_goes_to_the_crash_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    """E8, SEC-2: Textual would print a traceback with every local variable."""
    told: list[Exception] = []

    class App:
        def _handle_exception(self, error: Exception) -> None:
            told.append(error)

        def call_later(self, callback: Callable[[Exception], None], error: Exception) -> None:
            callback(error)

    def fail(_: TerminalDriver) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(TerminalDriver, "run_input_thread", fail)
    driver = object.__new__(TerminalDriver)
    driver._app = App()  # type: ignore[assignment]
    driver._run_input_thread()
    assert [type(error) for error in told] == [ZeroDivisionError]
