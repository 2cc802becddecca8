"""认证方式: by what someone shows at the bureau who they are; the wrong tries of each are counted by themselves (BJ-42)."""

from collections.abc import Mapping
from enum import StrEnum

from etax_client.domain.guessing.lockout import CounterKind


class Method(StrEnum):
    password = "password"  # noqa: S105
    code = "code"
    face = "face"


COUNTED: Mapping[Method, CounterKind] = {
    Method.password: CounterKind.bureau_password,
    Method.code: CounterKind.bureau_code,
    Method.face: CounterKind.bureau_face,
}
