"""People of a unit who may be declared, as tests need them before they fill anything in."""

from etax_client.domain.filing.people import Payee, PayeeField
from etax_client.testing.running import EtaxRun

WANG, LI = "王芳", "李思远"
_NUMBERS = {WANG: "110199198203150025", LI: "110199198810180023"}
UNIT = 2
"""One of the demo's for which nothing has been entered."""


async def hire(etax: EtaxRun, *names: str, since: str = "2026-10-01") -> None:
    """Employees, reported and answered for, in the unit that is open."""
    people = etax.app.desk.api.people(UNIT)
    for place, name in enumerate(names):
        facts = {
            PayeeField.name: name,
            PayeeField.document_type: "resident_id",
            PayeeField.document_number: _NUMBERS[name],
            PayeeField.employment: "employee",
            PayeeField.mobile: f"1380000000{place + 1}",
            PayeeField.employed_from: since,
        }
        assert isinstance(await people.add(facts), Payee)
    await people.report()
    await etax.advance(60)
    await people.fetch_feedback()
