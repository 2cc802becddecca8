"""What `etax-client web` says before it serves, and how it ends; what it needs for that is said where it is missing."""

import pytest
import uvicorn

from etax_client.shell import Failure
from etax_client.texts.catalogue import words
from etax_client.web import serve as ways
from etax_client.web.visits import MOST


@pytest.mark.parametrize(("ended", "status"), [(KeyboardInterrupt, 0), (None, 1)], ids=["by Ctrl+C", "before it had started"])
def test_where_it_is_and_for_how_many(
    ended: type[BaseException] | None, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody from another machine can come here, so that nobody is asked for a code."""
    pytest.importorskip("textual_serve", reason="textual-serve is not installed (the extra `web`)")
    served: list[str] = []

    def run(server: uvicorn.Server, sockets: list[object]) -> None:
        served.append(str(server.config.ws))
        if ended is not None:
            raise ended

    monkeypatch.setattr(uvicorn.Server, "run", run)
    assert ways.serve(words(), "127.0.0.1", 0, ["demo"]) == status
    said = capsys.readouterr().out
    assert "http://127.0.0.1:" in said
    assert str(MOST) in said
    assert "加入码" not in said
    assert served == ["etax_client.web.line:Line"], "the one with a deadline (FAIR-1)"


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "is_installed", lambda: False)
    with pytest.raises(Failure, match=r"etax-client\[web\]"):
        ways.serve(words(), "127.0.0.1", 0, [])
