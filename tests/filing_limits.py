"""What limits a month's work, as docs/limits.md says it."""

from etax_client.domain.filing import income
from etax_client.domain.filing.annexes import annexes
from etax_client.server.services.filing.annexes import comparing
from etax_client.server.services.filing.taxes import checking
from etax_client.widgets.tables import cells
from etax_client.wire.filing import annexes as wire_annexes
from etax_client.wire.filing import income as wire_income
from etax_client.wire.filing import people as wire_people


def filing_limits() -> dict[str, str]:
    return {
        "an amount in a sheet of income": f"0 to {income.GREATEST:,} yuan",
        "payments of one payee in an item, each told apart": str(income.MOST_PAYMENTS),
        "steps in a sheet that can be undone": str(cells.MOST_STEPS),
        "rows of income saved at once": str(wire_income.MOST_SAVED),
        "warnings and rows without a tax in one answer": str(checking.MOST_SHOWN),
        "lines of an annex saved at once": str(wire_annexes.MOST_SAVED),
        "a text in an annex": f"{annexes.LONGEST} characters",
        "商业健康保险 of a payee in a month": f"{annexes.MOST_HEALTH} yuan",
        "税延养老保险 of a payee in a month": f"{annexes.MOST_PENSION:,} yuan",
        "lines of one payee in an annex": str(annexes.MOST_LINES),
        "differences of annexes shown": f"{comparing.MOST_SHOWN:,}",
        "people chosen for one report": str(wire_people.MOST_CHOSEN),
    }
