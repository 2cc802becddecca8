"""The people whom units pay, at the tester's door (PER-04)."""

from tests.server.control.testers import AtDoor

WANG = {"name": "王芳", "document_type": "resident_id", "document_number": "440199197503080024", "employment": "intern"}
AT = "/units/2/people"


async def test_someone_is_added_and_what_the_register_says_is_fixed(tester: AtDoor) -> None:
    """Reported at once; then asked again by another outcome."""
    added = await tester.post(AT, {"payee": {**WANG, "outcome": "refused", "reason": "有误"}})
    assert (await tester.get(AT))["payees"] == [added]
    assert await tester.post(f"{AT}/reports") == {"accepted": 0, "failed": 1, "waiting": 0, "seconds": 0}
    [seen] = (await tester.get(AT))["payees"]
    assert (seen["standing"]["report"], seen["reason"]) == ("failed", "有误")
    fixed = await tester.put(f"{AT}/{WANG['document_number']}/outcome", {"outcome": "failed"})
    assert fixed["payee_id"] == added["payee_id"]
    assert (await tester.ask("PUT", f"{AT}/1/outcome", {"outcome": "failed"})).json()["code"] == "not_found"


async def test_what_no_world_could_have_is_refused_by_its_field(tester: AtDoor) -> None:
    await tester.post(AT, {"payee": WANG})
    for said, field in ((WANG, "document_number"), ({**WANG, "salary": "1"}, "salary"), ({**WANG, "employment": "1"}, "employment")):
        assert (await tester.ask("POST", AT, {"payee": said})).json()["field"] == field


async def test_what_an_employee_files_waits_to_be_downloaded(tester: AtDoor) -> None:
    """DED-02: judged as in the form."""
    await tester.post(AT, {"payee": WANG})
    at = f"{AT}/{WANG['document_number']}/deductions"
    assert await tester.post(at, {"claim": {"kind": "rent", "begins": "2026-01", "city": "large"}}) == {"people": 1, "claims": 1}
    for said, field in (({"kind": "illness"}, "kind"), ({"kind": "loan"}, "begins"), ({"kind": "loan", "salary": "1"}, "salary")):
        assert (await tester.ask("POST", at, {"claim": said})).json()["field"] == field
    assert (await tester.ask("POST", f"{AT}/1/deductions", {"claim": {"kind": "loan", "begins": "2026-01"}})).json()["code"] == "not_found"
