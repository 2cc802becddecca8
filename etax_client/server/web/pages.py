"""The pages that stand where the phone APP and the web portal will be, and say plainly what there is."""

from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request, Response, Router, get
from litestar.enums import MediaType

from etax_client import __version__
from etax_client.server.routes.reading import Served
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.wire import paths

_Asked = Request[Any, Any, Any]


class Pages:
    """The templates and what they need, made once for an application."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("etax_client.server.web"), autoescape=True, undefined=StrictUndefined, auto_reload=False, trim_blocks=True
        )
        self._words = {language: words(language) for language in Language}

    def show(self, request: _Asked, template: str, **values: object) -> Response[str]:
        language = language_of(request.headers.get("accept-language", ""))
        html = self._environment.get_template(template).render(say=self._words[language].say, **values)
        return Response(html, media_type=MediaType.HTML, headers={"Vary": "Accept-Language", "Content-Language": language.value})


def router() -> Router:
    """The pages; addresses in capitals are those in QR codes, where capitals take less room."""
    pages = Pages()

    @get("/", include_in_schema=False)
    async def home(request: _Asked, services: Served) -> Response[str]:
        return pages.show(
            request,
            "home.html",
            title="page.home.title",
            width="portal",
            url=str(request.base_url).rstrip("/"),
            policy=services.policy.name,
            phase=services.phase.value,
            version=__version__,
            openapi=paths.OPENAPI,
        )

    @get(["/app", "/APP"], include_in_schema=False)
    async def phone(request: _Asked) -> Response[str]:
        return pages.show(request, "absent.html", title="page.app.title", width="phone", what="page.app.what")

    @get(["/portal", "/PORTAL"], include_in_schema=False)
    async def portal(request: _Asked) -> Response[str]:
        return pages.show(request, "absent.html", title="page.portal.title", width="portal", what="page.portal.what")

    return Router("/", route_handlers=[home, phone, portal, style])


@get("/pages.css", media_type="text/css", include_in_schema=False)
async def style() -> str:
    return resources.files("etax_client.server.web").joinpath("pages.css").read_text(encoding="utf-8")


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
