"""How long what is counted still takes, by what came since it was first looked at (FLW-06)."""

from etax_client.clock import Clock


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._first: tuple[float, int] | None = None

    def left(self, done: int | None, of: int) -> float | None:
        """Seconds; None while that is not known, and where nothing is under way."""
        if done is None:
            self._first = None
            return None
        now = self._clock.monotonic()
        if self._first is None or done < self._first[1]:
            self._first = now, done
        since, before = self._first
        return (of - done) * (now - since) / (done - before) if done > before else None
