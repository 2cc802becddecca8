"""SMS codes as a tester reads them: in the inbox behind the tester's door, never in an answer (SMS-02)."""

from etax_client.api.control import Control


async def sms_code(control: Control, mobile: str | None = None) -> str:
    """The code that was sent last, to a number or to anyone. Raises AssertionError if there is none."""
    sent = [message for message in await control.inbox(address=mobile) if "code" in message.params]
    if not sent:
        raise AssertionError(f"no code was sent to {mobile or 'anyone'}")
    return str(max(sent, key=lambda message: message.message_id).params["code"])
