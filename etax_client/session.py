"""Who is logged in here, and with which token; in memory only."""

from etax_client.domain.accounts import Profile
from etax_client.domain.secret import Secret


class Session:
    """One run's session; `profile` is None when nobody is logged in."""

    def __init__(self) -> None:
        self._token: Secret | None = None
        self.profile: Profile | None = None

    def token(self) -> Secret | None:
        return self._token

    def open(self, token: Secret, profile: Profile | None) -> None:
        self._token, self.profile = token, profile

    def close(self) -> None:
        self._token = self.profile = None
