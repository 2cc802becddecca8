"""Users whose homes are not as one would like them (ENV-1)."""

import platformdirs
import pytest


def without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """What platformdirs does for a user that no list of users knows, without HOME."""

    def nowhere(*_: object, **__: object) -> None:
        raise RuntimeError("could not determine the home directory")

    for name in ("user_config_path", "user_data_path", "user_log_path"):
        monkeypatch.setattr(platformdirs, name, nowhere)
