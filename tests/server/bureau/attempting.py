"""Someone who logs in at the bureau, at the server's services: one browser, with its sliders and its attempt."""

import itertools
from dataclasses import dataclass

from sqlalchemy import select, update

from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.sliders import END, Slid, SliderPurpose
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import why_of
from etax_client.server.store.tables import bureau_accounts, guess_counters, persons
from tests.server.running import PASSWORD

LIU, CHEN, FENG = "刘洋", "陈晨", "冯云"
MOBILE = "13900000001"
ADDRESS = "192.0.2.7"
_NUMBERS = itertools.count(1)


@dataclass
class Comer:
    """`held` is the secret of the attempt that its cookie holds."""

    services: Services
    mark: str
    held: str = ""

    def slid(self, position: int = END) -> Slid:
        """A slider, brought so far."""
        one = self.services.bureau.sliders.issue(self.mark, SliderPurpose.bureau_login, ADDRESS)
        assert isinstance(one, str)
        return Slid(one, str(position))

    async def first(
        self,
        password: str = PASSWORD,
        account: str = "liuyang",
        slid: Slid | None = None,
        entrance: Entrance = Entrance.person,
        taxpayer_id: str = "",
    ) -> AttemptView | Refused:
        seat = Seat("", ADDRESS)
        result = await self.services.bureau.attempts.first(
            self.held, entrance, account, Secret(password), slid or self.slid(), self.mark, seat, taxpayer_id=taxpayer_id
        )
        if isinstance(result, Refused):
            return result
        self.held, view = result
        return view

    def send(self) -> AttemptView | Refused:
        return self.services.bureau.attempts.send_code(self.held)

    def sent(self, mobile: str = MOBILE) -> str:
        """The code that came last."""
        return self.services.messages.delivered(mobile, None, 1)[0].message.params["code"]

    def second(self, code: str, role: Role | None = None) -> LoggedIn | Refused:
        return self.services.bureau.attempts.by_code(self.held, Secret(code), Seat("", ADDRESS), role)

    async def at_code(self) -> str:
        """Behind the first factor, with a code."""
        assert isinstance(await self.first(), AttemptView)
        assert isinstance(self.send(), AttemptView)
        return self.sent()


def comer(services: Services) -> Comer:
    return Comer(services, f"browser-{next(_NUMBERS)}")


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def told(refused: object) -> tuple[str, str]:
    """What the journal is told of it: the key, and the rule."""
    assert isinstance(refused, Refused), refused
    why = why_of(refused)
    return why.key, why.rule


def id_of(services: Services, name: str) -> int:
    with services.store.read() as connection:
        found: int = connection.execute(select(persons.c.id).where(persons.c.name == name)).scalar_one()
    return found


def failures(services: Services, kind: CounterKind, name: str = LIU) -> int:
    mine = (guess_counters.c.kind == kind) & (guess_counters.c.subject == str(id_of(services, name)))
    with services.store.read() as connection:
        return connection.execute(select(guess_counters.c.failures).where(mine)).scalar() or 0


def change(services: Services, name: str, **values: object) -> None:
    """An account at the bureau, as nobody there can change it yet."""
    with services.store.write() as connection:
        mine = bureau_accounts.c.person_id == id_of(services, name)
        connection.execute(update(bureau_accounts).where(mine).values(values))


async def inside(services: Services, account: str = "liuyang", mobile: str = MOBILE) -> Session:
    """A session at the bureau, by both factors."""
    one = comer(services)
    assert isinstance(await one.first(account=account), AttemptView)
    assert isinstance(one.send(), AttemptView)
    logged_in = one.second(one.sent(mobile))
    assert isinstance(logged_in, LoggedIn)
    session = services.bureau.sessions.find(logged_in.token.reveal(), Channel.bureau)
    assert isinstance(session, Session)
    return session
