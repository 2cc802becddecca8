"""Sliders: each for one browser and one purpose, good for one try, passed at its right end (BJ-11). They stop no program."""

from dataclasses import dataclass

from etax_client.clock import Clock
from etax_client.domain.guessing import sliders as rules
from etax_client.domain.guessing.sliders import Slid, SliderPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.guessing.one_try import OneTry, new_id
from etax_client.server.services.why import because
from etax_client.server.store.database import Store
from etax_client.server.store.tables import sliders

_ONE_TRY = OneTry(sliders, sliders.c.expires_at, rules.LIFE, "slider ")


@dataclass(frozen=True, slots=True)
class Sliders:
    """All raise StoreError."""

    store: Store
    clock: Clock

    def issue(self, client: str, purpose: SliderPurpose, address: str) -> str | Refused:
        """The id of a new one for the browser with this mark, beside others that it has; Refused(too_many) says how long to wait."""
        one = new_id()
        with self.store.write() as connection:
            now = self.clock.now()
            refused = _ONE_TRY.refusal(connection, address, now)
            if refused is not None:
                return because(refused, "slider.too_many", "BJ-11")
            _ONE_TRY.issue(connection, one, client, purpose.value, now)
        return one

    def spend(self, slid: Slid, client: str, purpose: SliderPurpose) -> Refused | None:
        """None if it has arrived, else why not; it is spent either way, if it was this browser's."""
        with self.store.write() as connection:
            row = _ONE_TRY.spend(connection, slid.slider_id, client, purpose.value, self.clock.now())
        wrong = row if isinstance(row, str) else None if slid.at_end else "missing"
        return None if wrong is None else because(Refused(RefusalCode.slider_required), f"slider.{wrong}", "BJ-11")
