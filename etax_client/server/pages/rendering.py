"""Pages out of templates: their language, their headers, and what every one of them carries."""

from collections.abc import Sequence
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.types import HTTPScope

from etax_client.domain.local_time import local_time
from etax_client.domain.safe_text import safe_text
from etax_client.domain.servers.server_urls import is_loopback
from etax_client.server.middleware import guard
from etax_client.server.pages import cookies
from etax_client.server.services.repeats import new_key
from etax_client.texts.catalogue import words
from etax_client.texts.cleaned import left_out
from etax_client.texts.words import Language, Words

Asked = Request[Any, Any, Any]
_ASKS = '/unsent.js" defer>'


class Pages:
    """The templates and what they need, made once for an application."""

    def __init__(self, *beside: str) -> None:
        """`beside` are packages with templates of their own, in the same frame."""
        self._environment = Environment(
            loader=ChoiceLoader([PackageLoader(package) for package in ("etax_client.server.pages", *beside)]),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
        )
        # text of others can't reorder what stands beside it; what it means in HTML is escaped on top
        self._environment.filters["plain"] = safe_text
        self._environment.filters["local_time"] = local_time
        self._environment.filters["left_out"] = left_out
        self._environment.globals["new_key"] = new_key
        self._words = {language: words(language) for language in Language}

    def words_for(self, request: Asked) -> Words:
        return self._words[language_for(request)]

    def show(
        self,
        request: Asked,
        template: str,
        *,
        status: int = 200,
        scripts: Sequence[str] = (),
        headers: dict[str, str] | None = None,
        set_cookies: Sequence[Cookie] = (),
        **values: object,
    ) -> Response[str]:
        """A page in the asker's language; `scripts` are addresses on this server, and only a page that names some may run any.

        One on which people type has one that asks before it is left, by its frame.
        """
        language = language_for(request)
        said = self._words[language]
        html = self._environment.get_template(template).render(
            say=said.say, tell=said.tell, root=root_of(request), insecure=insecure(request), scripts=scripts, **values
        )
        fixed = {"Vary": "Accept-Language, Cookie", "Content-Language": language.value}
        if scripts or _ASKS in html:
            fixed["Content-Security-Policy"] = guard.POLICY_WITH_SCRIPTS
        return Response(
            html, status_code=status, media_type=MediaType.HTML, headers={**fixed, **(headers or {})}, cookies=list(set_cookies)
        )

    def turned_away(self, scope: HTTPScope, status: int) -> str | None:
        """What a browser shows to someone whom the guard has turned away; nothing of the request but its language is trusted."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if "text/html" not in headers.get(b"accept", "") or scope["path"].startswith("/api"):
            return None
        say = self._words[language_of(headers.get(b"accept-language", ""))].say
        return self._environment.get_template("turned_away.html").render(
            say=say, title=f"page.turned_away.{status}", root="", insecure=False, scripts=()
        )


def root_of(request: Asked) -> str:
    """What stands before every address of the world that is asked, "" for the main one."""
    return request.scope.get("root_path", "")


def insecure(request: Asked) -> bool:
    """Whether what is typed here crosses a network in the clear (TLS-1): such pages bear a red mark."""
    host = request.url.hostname or ""
    return request.url.scheme == "http" and not is_loopback(host) and host != guard.DEMO_HOST


def language_for(request: Asked) -> Language:
    """The language that was chosen in this browser, else the one that it asks for."""
    chosen = cookies.jar_of(request).get(cookies.LANGUAGE)
    return Language(chosen) if chosen in set(Language) else language_of(request.headers.get("accept-language", ""))


def language_of(accepted: str) -> Language:
    """The first of our languages in an Accept-Language header; Chinese if there is none."""
    preferred = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        preferred.append((-quality, place, tag.lower().split("-")[0]))
    ours = [tag for quality, _, tag in sorted(preferred) if quality < 0 and tag in set(Language)]
    return Language(ours[0]) if ours else Language.zh
