"""The way in, wherever one is: the login form of the site that is asked."""

from litestar import Response

from etax_client.server.pages import login
from etax_client.server.pages.bureau import first_factor
from etax_client.server.pages.sites import BUREAU, BUREAU_APP
from etax_client.server.pages.visit import Visit


def login_page(visit: Visit, back: str) -> Response[str]:
    """The form that leads to `back`; at the bureau home, as one comes there by two factors. Raises StoreError."""
    return first_factor.login_page(visit) if visit.site in (BUREAU, BUREAU_APP) else login.login_page(visit, back)


def asked_to_log_in(visit: Visit, back: str) -> Response[str]:
    """Instead of a page that needs a session: the login form, which says why the last one ended (SES-03)."""
    if visit.site not in (BUREAU, BUREAU_APP):
        return login.asked_to_log_in(visit, back)
    login.note_no_session(visit)
    return first_factor.login_page(visit, status=401, ended=visit.ended)
