"""What goes wrong on the way to a page, as a page: the same status as on the API, in words."""

from collections.abc import Callable
from typing import Any

from litestar import Response

from etax_client.server.pages.bureau import inside
from etax_client.server.pages.bureau.entering import asked_to_log_in
from etax_client.server.pages.rendering import Asked, Pages, root_of
from etax_client.server.pages.sites import BUREAU, site_at
from etax_client.server.pages.visit import visit
from etax_client.server.routes import answers
from etax_client.server.routes.reading import services_of
from etax_client.server.services.acting import Over

Handlers = dict[int | type[Exception], Callable[[Asked, Any], Response[Any]]]


def with_pages(pages: Pages) -> Handlers:
    """The API's handlers, whose answers are turned into pages for those who asked for one."""

    def turn(plain: Callable[[Asked, Any], Response[bytes]]) -> Callable[[Asked, Any], Response[Any]]:
        def answer(request: Asked, error: Exception) -> Response[Any]:
            said, path = plain(request, error), request.scope["path"]
            site = site_at(path)
            if site is None:
                return _page(pages, request, said) if is_for_people(request) else said
            if isinstance(error, Over):
                here = visit(request, services_of(request), pages)
                return inside.over(here, error.refused) if site is BUREAU else asked_to_log_in(here, path)
            return _page(pages, request, said, site.frame, site.prefix)

        return answer

    return {kind: turn(plain) for kind, plain in answers.HANDLERS.items()}


def is_for_people(request: Asked) -> bool:
    """A browser names HTML; a program that takes anything is told in JSON, and so is whoever asks at the API."""
    return "text/html" in request.headers.get("accept", "") and not request.scope["path"].startswith("/api")


def _page(pages: Pages, request: Asked, said: Response[bytes], frame: str = "frame.html", home: str = "/") -> Response[str]:
    status = said.status_code or 500
    return pages.show(
        request,
        "error.html",
        status=status,
        headers=dict(said.headers),
        frame=frame,
        home=root_of(request) + home,
        title=f"app.error.{answers.code_of(status)}",
        seconds=said.headers.get("Retry-After"),
    )
