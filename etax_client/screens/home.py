"""办税首页: where the user stands once a unit is open."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import attempt
from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.people_list import PayeeCounts
from etax_client.domain.filing.periods import fileable
from etax_client.domain.filing.returns import MonthDesk
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.spans import SHANGHAI
from etax_client.domain.units.units import OpenedBy, UnitHome
from etax_client.domain.withholding.months import Month, read_month
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.explain import explain
from etax_client.screens.messages import LogoutWanted, SessionEnded
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.screens.waiting import reloaded, telling
from etax_client.screens.watches.month_vigil import follow
from etax_client.screens.watches.unit_vigil import watch
from etax_client.screens.work import Work
from etax_client.texts import deadlines, home_lines
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets import sizes
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.units.unit_places import PLACES, UnitPlaces

_OF_THE_MONTH = (
    Key("m", "month", "home.month", "xzyf"),
    Key("left_square_bracket", "month_by(1)", "home.month_before", "syy", "[", shown=False),
    Key("right_square_bracket", "month_by(-1)", "home.month_after", "xyy", "]", shown=False),
)
_FACTS_KEY = Key("i", "facts", "home.facts", "dwxx")
_KEYS = (
    Key("u", "switch", "home.switch", "qhdw"),
    Key("l", "logout", "key.logout", "tcdl"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "switch", "home.switch", "qhdw", "Esc", shown=False),
)
_FACTS = (("unit", "id", "department", "period"), ("opened", "until", "person", "filings"))
"""Of the unit, and of this visit; side by side where there is room for both."""


def _places(names: Sequence[str]) -> tuple[Key, ...]:
    """A place has its number, whichever others there are."""
    return tuple(
        Key(str(number), f"place('{name}')", f"place.{name}", shown=False) for number, name in enumerate(PLACES, 1) if name in names
    )


class HomeScreen(Screen[None]):
    """The desk of one unit and one 税款所属月份 (FLW-01); `places` are those that can be entered, with what each begins with."""

    CSS_PATH = "home.tcss"
    BINDINGS = bindings((*_KEYS, *_OF_THE_MONTH, _FACTS_KEY, *_places(PLACES)))
    GUIDE = ("home.place", "help.home")

    class Left(Message):
        """Back to the unit list."""

        def __init__(self, home: "HomeScreen", why: Phrase | None = None) -> None:
            """`why` is there when the unit was closed under the user's hands."""
            super().__init__()
            self.home = home
            self.why = why

    def __init__(self, desk: Desk, home: UnitHome, places: Mapping[str, Callable[[Work], Screen[Any]]]) -> None:
        super().__init__()
        self._desk = desk
        self._home = home
        self._entrances = places
        self._chosen: Month | None = None
        """None: the month before the current one, whichever that is."""
        self._places = UnitPlaces(desk.words, tuple(places))
        self._counts: PayeeCounts | None = None
        self._waiting: WaitingClaims | None = None
        self._next = OneLine(desk.words, id="next")
        self._go = PushButton(desk.words, phrase("home.next.go"), id="go", classes="-primary")
        self._leads_to: str | None = None
        self._opened_in = desk.session.token()
        self._verifying = False
        self._values = {name: Said(desk.words, id=f"home-{name}", classes="fact-value") for name in chain(*_FACTS)}
        self._status = Said(desk.words, id="status")
        self._due = Said(desk.words, id="due")

    @property
    def keys(self) -> tuple[Key, ...]:
        offered = (*_OF_THE_MONTH, _FACTS_KEY, *_places(tuple(self._entrances)))
        return (*offered, *_KEYS, *keys.everywhere(self._desk))

    @property
    def unfinished(self) -> bool:
        """Whether something that was filled in and not saved would be lost by quitting (FLW-05)."""
        return bool(self._desk.session.unsent)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "place":
            return parameters[0] in self._entrances
        if action == "facts":
            return sizes.classes(sizes.room(self))[sizes.COMPACT]
        return True

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        profile = self._desk.session.profile
        yield TopLine(
            words, _plain(self._home.unit.name), _plain(profile.masked_name if profile else ""), insecure=self._desk.place.insecure
        )
        with Vertical(classes="middle"), Vertical(classes="sheet"):
            yield Said(words, phrase("home.heading"), id="heading")
            with Horizontal(id="month-line"):
                yield PushButton(words, phrase("home.month_face_before"), id="month-before")
                yield PushButton(words, phrase("plain", text=""), id="month")
                yield PushButton(words, phrase("home.month_face_after"), id="month-after")
                yield self._due
            yield self._places
            with Horizontal(id="next-line"):
                yield self._next
                yield self._go
            yield Said(words, phrase("home.left_out"), id="notice")
            with Container(classes="facts"):
                yield from map(self._compose_facts, _FACTS)
            yield self._status
            with Horizontal(classes="actions"):
                yield PushButton(words, phrase("home.logout"), id="logout")
                yield PushButton(words, phrase("home.switch"), id="switch", classes="-primary")
        yield KeyLine(words, self.keys)

    def _compose_facts(self, names: Sequence[str]) -> Vertical:
        words = self._desk.words
        rows = (Horizontal(Said(words, phrase(f"home.{name}"), classes="fact-label"), self._values[name], classes="fact") for name in names)
        return Vertical(*rows, classes="of-unit" if names is _FACTS[0] else "")

    def on_mount(self) -> None:
        self._show()
        self._places.focus_place()

    def _show(self) -> None:
        facts = self._facts()
        for name, said in self._values.items():
            said.say(facts[name])
        self.query_one("#month", PushButton).say(_month(self._work.month))
        self._due.say(deadlines.due(self._work.month, self._today, self._home.unit.income_filing))

    @property
    def _today(self) -> date:
        return local_day(self._desk.clock.now())

    # --- the month, and where one goes from here

    @property
    def _work(self) -> Work:
        return Work(self._home, self._chosen or _current(self._home, self._today))

    @on(UnitPlaces.Chosen)
    def _place_chosen(self, event: UnitPlaces.Chosen) -> None:
        event.stop()
        self.action_place(event.name)

    @on(PushButton.Pressed, "#go")
    def _go_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        if self._leads_to is not None:
            self.action_place(self._leads_to)

    def action_place(self, name: str) -> None:
        if name in self._entrances:
            self.workers.cancel_group(self, "vigil-month")
            self.app.push_screen(self._entrances[name](self._work))

    def _look_at_month(self) -> None:
        """How its places stand, and what becomes of that while one looks (FLW-04)."""
        reading = partial(self._read_month, self._work)  # a callable: asked twice at once, the first one never begins
        _: Worker[None] = self.run_worker(reading, group="errand-desk", exclusive=True, description="month")

    async def _read_month(self, work: Work) -> None:
        api = self._desk.api
        counts = await attempt(api.people(work.unit_id).counts()) if "people" in self._entrances else None
        self._counts = counts if isinstance(counts, PayeeCounts) else None
        waiting = await attempt(api.deductions(work.unit_id).waiting()) if "deductions" in self._entrances else None
        self._waiting = waiting if isinstance(waiting, WaitingClaims) else None
        month = await attempt(api.filing.month(work.unit_id, work.period))
        if isinstance(month, MonthDesk) and work.month == self._work.month:
            self._told(month)
            watching = follow(api.filing, self._desk.clock, work.unit_id, work.period, month.revision, self._told)
            self.run_worker(watching, group="vigil-month", exclusive=True, description="month's news")

    def _told(self, month: MonthDesk) -> None:
        filed = any(each.progress.in_force for each in month.returns if each.kind is ReturnKind.residents)
        self._due.say(deadlines.due_on(month.deadline, month.announced, self._today, done=filed))
        self._places.tell(home_lines.of_month(month))
        if self._counts is not None:
            self._places.tell({"people": home_lines.of_people(self._counts)})
        if self._waiting is not None:
            self._places.tell({"deductions": home_lines.of_deductions(self._waiting)})
        found = home_lines.next_step(month, self._counts, tuple(self._entrances))
        self._next.say(None if found is None else phrase("home.next", what=found[0]))
        self._leads_to = None if found is None else found[1]
        self._go.display = self._leads_to is not None

    @on(PushButton.Pressed, "#month")
    def action_month(self) -> None:
        self.run_worker(self._choose_month(), group="dialog", exclusive=True, description="month")

    async def _choose_month(self) -> None:
        months = {str(month): month for month in fileable(self._today)}
        offered = [Choice(value, _month(month)) for value, month in months.items()]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("home.period"), offered))
        if isinstance(chosen, str):
            self._take_month(months[chosen])

    @on(PushButton.Pressed, "#month-before")
    def _month_before(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.action_month_by(1)

    @on(PushButton.Pressed, "#month-after")
    def _month_after(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.action_month_by(-1)

    def action_month_by(self, back: int) -> None:
        """So many months back, or on, as far as one may be at."""
        months = fileable(self._today)
        wanted = self._work.month.plus(-back)
        if wanted in months:
            self._take_month(wanted)

    def _take_month(self, month: Month) -> None:
        self._chosen = None if month == _current(self._home, self._today) else month
        self._show()
        self._look_at_month()

    def action_facts(self) -> None:
        """Of unit and visit, where there is no room for them beside the places."""
        self.toggle_class("-facts")

    def _facts(self) -> dict[str, Phrase]:
        home, unit = self._home, self._home.unit
        role = phrase(f"home.role.{home.role or 'none'}")
        profile = self._desk.session.profile
        return {
            "unit": _plain(unit.name),
            "id": _plain(unit.taxpayer_id),
            "department": _plain(unit.department or "-"),
            "period": deadlines.period(home.tax_period, self._today, unit.income_filing),
            "opened": phrase(f"home.opened.{home.opened_by}", at=_time(home.opened_at)),
            "until": phrase("home.until_value", until=_time(home.open_until)),
            "person": phrase("home.person_value", name=profile.name if profile else home.masked_person, role=role),
            "filings": phrase(
                "home.filings_value",
                income=phrase(f"home.filing.{unit.income_filing}"),
                business=phrase(f"home.filing.{unit.business_filing}"),
                department=phrase(f"home.department.{unit.department_filing}"),
            ),
        }

    def on_screen_resume(self) -> None:
        """Seen again: the unit may be closed by now. After 在线登录 its answer decides, and nothing is asked on top of that."""
        verified, self._verifying = self._verifying, False
        if self.is_active and not verified:  # not one that is uncovered on the way to another and gone by now
            self.run_worker(self._reload(), group="home", exclusive=True, description="home")

    def action_reload(self) -> None:
        """F5: what is typed next may be for 在线登录, which opens where the unit is closed by now."""
        self.workers.cancel_group(self, "home")
        self.run_worker(self._reload(asked=True), group="errand", exclusive=True, description="home")

    async def _reload(self, *, asked: bool = False) -> None:
        """The unit may have been closed meanwhile: verify it again, or go back to the list (VER-04, SES-03)."""
        async with telling(self._desk.clock, self._status, phrase("key.reloading")):
            outcome = await attempt(self._desk.api.unit_home(self._home.unit.unit_id))
        if isinstance(outcome, UnitHome):
            self._found(outcome)
            if asked:
                self._status.say(reloaded(self._desk.clock.now()))
        elif isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_closed:
            self._found_closed(outcome)
        elif isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
        else:
            self._status.say(explain(outcome, harmless=True))

    def _found(self, home: UnitHome) -> None:
        self._home = home
        self._opened_in = self._desk.session.token()
        self._show()
        self._status.say(None)
        self.run_worker(self._watch(), group="vigil", exclusive=True, description="open unit")
        self._look_at_month()

    def _found_closed(self, closed: Refused) -> None:
        why = self._why_closed(closed)
        if self._home.opened_by is OpenedBy.authorisation:
            self.post_message(self.Left(self, why))
        elif self.is_active:  # else it is found out when the screen is seen again
            self._status.say(why)
            self.run_worker(self._verify_again(why), group="dialog", exclusive=True, description="verify again")

    async def _verify_again(self, why: Phrase) -> None:
        self._verifying = True
        home = await self.app.push_screen_wait(VerifyDialog(self._desk, self._home.unit))
        if home is None:
            self.post_message(self.Left(self, why))
        else:
            self._found(home)

    async def _watch(self) -> None:
        """What closes the unit takes effect at once, also here: back to the list, with the reason (AUT-04, DPW-03)."""
        closed = await watch(self._desk.api, self._desk.clock, self._home.unit.unit_id)
        if closed.code is RefusalCode.session_ended:
            self.post_message(SessionEnded(closed.ended or EndReason.unknown))
        elif self.is_current:  # else it is found out when the screen is seen again
            self.post_message(self.Left(self, self._why_closed(closed)))

    def _why_closed(self, closed: Refused) -> Phrase:
        name = _plain(self._home.unit.name)
        if closed.code is RefusalCode.unit_not_listed:
            return phrase("home.closed.removed", name=name)
        if self._desk.session.token() != self._opened_in:
            return phrase("home.closed.login", name=name)
        return phrase(f"home.closed.{self._home.opened_by}", name=name)

    @on(PushButton.Pressed, "#switch")
    def action_switch(self) -> None:
        self.post_message(self.Left(self))

    @on(PushButton.Pressed, "#logout")
    def action_logout(self) -> None:
        self.run_worker(self._log_out(), group="dialog", exclusive=True, description="log out")

    async def _log_out(self) -> None:
        question = phrase("home.logout_unsent" if self.unfinished else "units.logout_ask")
        if await self.app.push_screen_wait(AskDialog(self._desk, question, phrase("key.logout"))):
            self.post_message(LogoutWanted(self._status))


def _current(home: UnitHome, today: date) -> Month:
    """The month before the current one, as the server has it."""
    try:
        return read_month(home.tax_period)
    except ValueError:
        return fileable(today)[0]


def _month(month: Month) -> Phrase:
    return phrase("home.month_value", year=f"{month.year:04}", month=f"{month.month:02}")


def _plain(text: str) -> Phrase:
    return phrase("plain", text=text)


def _time(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(SHANGHAI)).strftime("%Y-%m-%d %H:%M")
