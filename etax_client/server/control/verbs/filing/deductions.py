"""What employees file as 专项附加扣除 in the APP, in testers' hands (DED-02)."""

from litestar.params import JSONBody

from etax_client.domain.filing.deductions.claims import ClaimField, judge
from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.local_time import local_day
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, flawed, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.testing.claims import ClaimsOfUnits
from etax_client.server.world.world_file import Flaw
from etax_client.wire.control.payees import FILE_DEDUCTION, FileDeductionRequest


@handles(FILE_DEDUCTION)
async def file_deduction(
    request: Anyone, services: Served, which: Name, number: Name, data: JSONBody[FileDeductionRequest]
) -> WaitingClaims:
    """By whoever has the document's number; it waits until a clerk downloads it."""
    unit_id = unit_id_of(services, which)
    strange = next((name for name in data.claim if name not in set(ClaimField)), None)
    if strange is not None:
        raise flawed(Flaw(strange, "there is no such field"))
    judged = judge({ClaimField(name): text for name, text in data.claim.items()}, local_day(services.clock.now()))
    wrong = next(iter(judged.faults.items()), None)
    if wrong is not None:
        raise flawed(Flaw(wrong[0].value, str(getattr(wrong[1], "fault", wrong[1]))))
    found = accepted(ClaimsOfUnits(services.store, services.clock, services.news).file(unit_id, number, judged.texts))
    acted(request, FILE_DEDUCTION, unit=unit_id)
    return found


HANDLERS = (file_deduction,)
