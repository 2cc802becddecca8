"""人员信息采集 by the verbs of a run, and by its tester's door (PER-04)."""

from etax_client.testing.running import StartRun

UNIT = "91440199MA0QJ0207Y"
WANG = {"name": "王芳", "document_type": "resident_id", "document_number": "440199197503080024", "employment": "intern"}


async def test_people_are_added_reported_and_fed_back(etax_run: StartRun) -> None:
    async with etax_run(person="liming") as etax:
        await etax.units.enter(UNIT, password="Unit2026a")
        await etax.people.open()
        await etax.people.add(name="林若曦", document_number="440199199912010018", employment="intern")
        assert [row.split()[1] for row in etax.people.rows()] == ["林若曦"]
        await etax.control.set_outcome(UNIT, "440199199912010018", None)
        await etax.people.report()
        await etax.advance(seconds=20)
        await etax.people.feedback()
        assert "报送成功 1 人" in etax.screen_text()
        await etax.people.search("lrx")
        assert "验证通过" in etax.people.rows()[0]
        await etax.control.add_payee(
            UNIT, name="王芳", document_type="resident_id", document_number="440199197503080024", employment="intern"
        )
        assert (await etax.control.report_payees(UNIT)).accepted == 1
        assert [payee.name for payee in await etax.control.payees(UNIT)] == ["林若曦", "王芳"]
