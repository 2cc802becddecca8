"""How far a registration or a recovery has to have come for a step of it to be in order, and the way there."""

from collections.abc import Callable
from typing import Any

from etax_client.wire import paths
from tests.server.running import Json

Ask = Callable[[str, str, Json | None], Any]
"""Method, path and body of a request of the flow; gives its answer."""
_ZHOU = {"document_type": "resident_id", "number": "440199199607260029", "name": "周婷"}
_LIMING = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
_SETTINGS = {"login_name": "zhouting", "password": "Sunny7Days", "mobile": "13800000009"}
_BY_CODE: list[tuple[str, Json | None]] = [
    (paths.REGISTRATION_WAY, {"way": "hall_code"}),
    (paths.REGISTRATION_AGREEMENT, None),
    (paths.REGISTRATION_IDENTITY, {**_ZHOU, "hall_code": "568068"}),
    (paths.REGISTRATION_SETTINGS, _SETTINGS),
    (paths.REGISTRATION_SMS_CODE, None),
]
_BY_FACE: list[tuple[str, Json | None]] = [
    (paths.REGISTRATION_WAY, {"way": "face"}),
    (paths.REGISTRATION_AGREEMENT, None),
    (paths.REGISTRATION_IDENTITY, _ZHOU),
    (paths.REGISTRATION_FACE, None),
]
_RECOVERED: list[tuple[str, Json | None]] = [(paths.RECOVERY_IDENTITY, _LIMING), (paths.RECOVERY_SMS_CODE, None)]
NUMBERS = {"flow": "13800000009", "recovery": "13800000001"}
"""Where the codes of each kind of flow go."""


def ways(path: str) -> list[tuple[str, Json | None]]:
    """The steps before `path`; what may be asked at any time is asked in the middle."""
    if path in (paths.REGISTRATION_FACE, paths.PHONE_FACES, paths.PHONE_FACE_CHECKS):
        return _BY_FACE
    if path == paths.RECOVERY_FACE:
        return [_RECOVERED[0], (path, None)]
    if path.startswith(paths.RECOVERY):
        return _up_to(path, _RECOVERED)
    return _up_to(path, _BY_CODE)


def _up_to(path: str, steps: list[tuple[str, Json | None]]) -> list[tuple[str, Json | None]]:
    names = [step for step, _ in steps]
    return steps[: names.index(path)] if path in names else steps
