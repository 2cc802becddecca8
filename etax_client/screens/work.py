"""What someone is at in an open unit, handed from 办税首页 to its places."""

from dataclasses import dataclass

from etax_client.domain.units.units import UnitHome
from etax_client.domain.withholding.months import Month


@dataclass(frozen=True, slots=True)
class Work:
    """`month` is the 税款所属月份 that was chosen."""

    home: UnitHome
    month: Month

    @property
    def unit_id(self) -> int:
        return self.home.unit.unit_id

    @property
    def period(self) -> str:
        return str(self.month)
