"""The sample spreadsheets: those that are right are taken as they are, of the other each line is wrong in another way (PER-05)."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from etax_client.domain.filing import income_import, people_import
from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.income import ITEMS, Item
from etax_client.domain.filing.tables import Sought, Table, find
from etax_client.reference.countries import nationalities
from etax_client.sheets.reading import read
from etax_client.sheets.samples import samples
from etax_client.texts.catalogue import words
from tests.domain.filing.test_people import EMPLOYEE, FOREIGNER
from tests.sheets.test_templates import facts

TODAY = date(2026, 11, 20)
Made = Mapping[str, bytes]


@pytest.fixture(scope="module")
def made() -> Made:
    return samples([facts(EMPLOYEE), facts(FOREIGNER)], TODAY, words())


def table(source: bytes, sought: Sequence[Sought], title: str) -> Table:
    sheets = read(source)
    assert not isinstance(sheets, Unreadable)
    found = find(sheets, sought, title)
    assert isinstance(found, Table), found
    return found


def test_there_is_one_of_each_template_that_can_be_imported(made: Made) -> None:
    assert len(made) == len(Item) + 2
    for item in Item:
        title = ITEMS[item].title
        found = table(made[f"{title}示例"], income_import.sought(item), title)
        assert found.lines
        assert [judged.faults for judged in income_import.judge_lines(item, found, TODAY) if judged.faults] == []


def test_eight_lines_are_wrong_each_in_another_way(made: Made) -> None:
    countries = {each.zh: each.alpha2 for each in nationalities()}
    for name, wrong in (("人员信息示例", 0), ("人员信息示例（含 8 处错误）", 8)):
        found = table(made[name], people_import.SOUGHT, "人员信息")
        faults = [judged.faults for judged in people_import.judge_lines(found, countries, TODAY)]
        assert len(faults) == 12
        told = [frozenset((field, str(fault)) for field, fault in each.items()) for each in faults if each]
        assert (len(told), len(set(told))) == (wrong, wrong)
