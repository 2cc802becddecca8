"""专项附加扣除信息采集: what each item has come to for each payee; 下载更新, and what a clerk enters by hand (DED-01, DED-02)."""

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.filing.deductions.claims import KeptClaim
from etax_client.domain.filing.deductions.sums import DeductionLine, Downloaded, PayeeClaims
from etax_client.domain.refusals import RefusalCode
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog, Deleted
from etax_client.screens.filing.deductions.claim_form import ClaimForm
from etax_client.screens.filing.deductions.deduction_list import DeductionList
from etax_client.screens.filing.deductions.prefill import PrefillScreen
from etax_client.screens.filing.frame import month
from etax_client.screens.filing.listed import STYLE, ListedPlace, done
from etax_client.screens.work import Work
from etax_client.texts import claim_lines
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.filing.deduction_card import DeductionCard
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_KEYS = (
    Key("enter", "open", "deductions.open", "kcxx", "Enter"),
    Key("f6", "download", "deductions.download", "xzgx"),
    Key("t", "prefill", "deductions.prefill", "ytkcxx"),
    Key("slash", "search", "people.query", "cx", "/"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
)
_NEW = "new"


class DeductionsScreen(ListedPlace[DeductionList]):
    CSS_PATH = [STYLE, "deductions.tcss"]
    KEYS = _KEYS
    OWN = (RefusalCode.outdated, RefusalCode.claim_unknown)
    BINDINGS = bindings(_KEYS)
    GUIDE = ("deductions.place", "help.deductions")

    def __init__(self, desk: Desk, work: Work) -> None:
        rows = DeductionList(desk, work)
        super().__init__(desk, work, rows, rows.table, DeductionCard(desk.words))
        self._deductions = desk.api.deductions(work.unit_id)

    @override
    def beside_query(self) -> Iterable[Widget]:
        until = phrase("deductions.until", month=month(self._work))
        yield Said(self._desk.words, until, classes="tool-label", id="month")

    @override
    def acts(self) -> Iterable[PushButton]:
        return (PushButton(self._desk.words, phrase(f"deductions.{name}"), id=name) for name in ("download", "prefill"))

    @override
    def act_on_none(self) -> None:
        self._leave()

    # --- what employees filed, and the month's wages

    @on(PushButton.Pressed, "#download")
    def action_download(self) -> None:
        self.act(self._download, "download deductions")

    async def _download(self) -> None:
        await self.carry_out(self._deductions.download, phrase("deductions.downloading"), _told, wrong=lambda found: found.clashing > 0)

    @on(PushButton.Pressed, "#prefill")
    def action_prefill(self) -> None:
        self.app.push_screen(PrefillScreen(self._desk, self._work))

    # --- one payee

    @override
    async def open_one(self, row: DeductionLine) -> None:
        """What is claimed, one of which is changed or deleted, or something new."""
        request = partial(self._deductions.one, self._work.period, row.payee_id)
        found = await self._asking.ask(request, phrase("people.opening", name=row.name))
        if not isinstance(found, PayeeClaims) or not self.is_active:
            return
        claims = {str(each.claim_id): each for each in found.claims}
        offered = [Choice(value, claim_lines.line(each.texts), _from(each), deletable=True) for value, each in claims.items()]
        offered.append(Choice(_NEW, phrase("claim.add"), phrase("claim.add_note")))
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("deductions.of", name=row.name), offered))
        if isinstance(chosen, Deleted):
            claim = claims[chosen.value]
            question = AskDialog(self._desk, phrase("claim.remove_ask", claim=claim_lines.line(claim.texts)), phrase("people.remove"))
            if await self.app.push_screen_wait(question):
                self.act(partial(self._remove, row, claim), "remove a deduction")
        elif isinstance(chosen, str):
            form = ClaimForm(self._desk, self._work, row.payee_id, row.name, claims.get(chosen))
            self.app.push_screen(form, partial(self._saved, row.name))

    def _saved(self, name: str, saved: bool | None) -> None:
        if saved:
            self._list.say(phrase("claim.saved", name=name))
            self._list.reload(said=True)

    async def _remove(self, row: DeductionLine, claim: KeptClaim) -> None:
        request = partial(self._deductions.remove, row.payee_id, claim.claim_id, claim.version)
        await self.carry_out(lambda: done(request()), phrase("people.working"), lambda _: phrase("claim.removed", name=row.name))


def _told(found: Downloaded) -> Phrase:
    """What came, and what stays."""
    told = phrase("deductions.downloaded", people=found.people, count=found.claims) if found.claims else phrase("deductions.nothing_new")
    return phrase("deductions.clashing", told=told, count=found.clashing) if found.clashing else told


def _from(claim: KeptClaim) -> Phrase:
    return phrase("claim.from_app") if claim.filed_at else phrase("claim.by_hand", who=claim.changed_by)
