"""Login, captcha and session, as they are sent."""

from typing import Annotated

import msgspec

from etax_client.domain.channels import Channel
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER

ShortText = Annotated[str, msgspec.Meta(max_length=64)]


class CaptchaRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    purpose: CaptchaPurpose


class Captcha(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to a captcha, sent along with what it guards."""

    captcha_id: ShortText
    answer: Annotated[str, msgspec.Meta(max_length=16)]


class LoginRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account: Annotated[str, msgspec.Meta(max_length=LONGEST_IDENTIFIER * 2)]
    password: Secret
    captcha: Captcha | None = None
    channel: Channel = Channel.client
