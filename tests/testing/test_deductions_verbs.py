"""专项附加扣除信息采集 by the verbs of a run, and by its tester's door (DED-02)."""

from etax_client.testing.running import StartRun

UNIT = "91440199MA0QJ0100K"
LI = "440199198805120030"


async def test_what_an_employee_files_is_downloaded_and_filled_in(etax_run: StartRun) -> None:
    async with etax_run(person="liming") as etax:
        await etax.units.enter(UNIT, password="Unit2026a")
        waiting = await etax.control.file_deduction(UNIT, LI, kind="certificate", begins="2026-05")
        assert (waiting.people, waiting.claims) == (2, 2)
        await etax.deductions.open()
        assert "3600.00" not in etax.deductions.rows()[0]
        await etax.deductions.download()
        assert "3600.00" in etax.deductions.rows()[0]
        await etax.deductions.prefill()
        assert "李明" in etax.deductions.rows()[0]
