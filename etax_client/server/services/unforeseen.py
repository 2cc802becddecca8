"""How an error that nobody has foreseen is told in the log: its type and place, as a message might repeat what was sent (SEC-1)."""

import logging

_log = logging.getLogger(__name__)


def tell_of(error: Exception) -> None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    _log.error("unforeseen %s at %s", type(error).__name__, place)
