"""What a run holds is decided alike wherever it is decided."""

from types import SimpleNamespace
from typing import cast

import pytest

from tests.conftest import ADDED, pytest_configure


@pytest.mark.parametrize("worker", [False, True])
def test_a_worker_leaves_out_what_its_controller_leaves_out(worker: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """xdist tells its workers the command line, and nothing that was decided after it."""
    monkeypatch.delenv("CI", raising=False)
    config = SimpleNamespace(
        option=SimpleNamespace(markexpr=""),
        args=["tests"],
        args_source=pytest.Config.ArgsSource.TESTPATHS,
        cache=None,
        addinivalue_line=lambda *_: None,
    )
    if worker:
        config.workerinput = {}
    pytest_configure(cast("pytest.Config", config))
    assert config.option.markexpr == " and ".join(f"not {kind}" for kind in (*ADDED, "long"))
