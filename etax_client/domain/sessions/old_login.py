"""旧版登录, the old login of the bureau beside the new one, as long as there are two tracks (BJ-74)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OldLogin:
    """Whether a world has it at all, and the last day on which it is open, in Asia/Shanghai; None where none is set."""

    on: bool = True
    last_day: date | None = None

    def is_open(self, today: date) -> bool:
        """`today` in Asia/Shanghai."""
        return self.on and (self.last_day is None or today <= self.last_day)
