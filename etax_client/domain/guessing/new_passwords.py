"""How often a flow says that a new password is the old one: who has proved a number may learn no more of what the password was (PWD-1)."""

from datetime import timedelta

from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.spans import FLOW_LIFE, Lasting

MOST_TOLD = 2
"""So many times; then the flow is over, and what it had proved has to be proved again."""
TOLD = LockoutRule(tries=MOST_TOLD, lock=Lasting(FLOW_LIFE), forget=Lasting(FLOW_LIFE), reservation=timedelta(seconds=10))
