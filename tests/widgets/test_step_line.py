"""The line of steps: the one that is shown is told by brackets, and nothing moves when another one is."""

import pytest
from textual.containers import Vertical

from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.step_line import StepLine
from tests.widgets.stage import Stage

KEYS = [f"registration.step.{step}" for step in ("agreement", "way", "identity", "proof", "settings", "sms_code", "done")]


def line(app: Stage) -> str:
    return app.rows()[0].rstrip()


@pytest.mark.parametrize("language", list(Language))
async def test_the_step_that_is_shown_stands_in_brackets_and_nothing_moves(language: Language) -> None:
    said = words(language)
    steps = StepLine(said, KEYS)
    app = Stage(Vertical(steps))
    seen = set()
    async with app.run_test(size=(80, 24)) as pilot:
        for at, key in enumerate(KEYS):
            steps.show(at)
            await pilot.pause()
            assert f"[{at + 1} {said.say(key)}]" in line(app)
            assert line(app).count("[") == 1
            seen.add(line(app).replace("[", " ").replace("]", " ").rstrip())
    assert len(seen) == 1


async def test_without_room_it_stands_alone_with_the_number_of_all() -> None:
    steps = StepLine(words(), KEYS)
    app = Stage(Vertical(steps))
    async with app.run_test(size=(30, 24)) as pilot:
        steps.show(2)
        await pilot.pause()
        assert line(app) == "[3 身份] (3/7)"


async def test_with_room_they_stand_below_one_another_and_those_done_say_so() -> None:
    """At the side of a wide terminal; told by words, not by colour alone."""
    steps = StepLine(words(), KEYS[:3])
    steps.styles.height = "auto"
    app = Stage(Vertical(steps))
    async with app.run_test(size=(24, 24)) as pilot:
        steps.show(1)
        await pilot.pause()
        assert [row.rstrip() for row in app.rows()[:5]] == [" 1 协议           已完成", "", "[2 方式]", "", " 3 身份"]
