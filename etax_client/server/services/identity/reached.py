"""What people are reached by, and an account is bound to: a mobile number, or an e-mail address."""

from collections.abc import Callable
from dataclasses import dataclass

from etax_client.domain.faults import Invalid
from etax_client.domain.identity import mobiles
from etax_client.domain.sessions import emails
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.identity import one_time_codes
from etax_client.server.services.identity.one_time_codes import Target


@dataclass(frozen=True, slots=True)
class Reached:
    """The field that asks for it, as the account's column, how it is judged, where a code goes, and what having bound it is in the log."""

    field: str
    judge: Callable[[str], str | Invalid]
    target: Callable[[str], Target]
    medium: Medium
    act: OwnAct


BY_NUMBER = Reached("mobile", mobiles.judge, one_time_codes.to_number, Medium.sms, OwnAct.mobile_bound)
BY_MAILBOX = Reached("email", emails.judge, one_time_codes.to_mailbox, Medium.email, OwnAct.email_bound)
