"""What the OpenAPI document says of a verb's refusals: the verb's own, and the door's (WEB-4)."""

from litestar.openapi.datastructures import ResponseSpec

from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes import answers


def refusals(*codes: RefusalCode) -> dict[int, ResponseSpec]:
    """As for the handlers of the API; whoever has not the token is turned away, and for a minute whoever guesses."""
    return answers.refusals(RefusalCode.session_ended, RefusalCode.too_many, *codes)
