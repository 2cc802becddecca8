"""Projects of units from elsewhere at the tester's door: what tax offices do about them (BJ-73)."""

from datetime import date
from types import NoneType
from typing import Annotated

import msgspec

from etax_client.domain.bureau.projects import LONGEST_NUMBER, LONGEST_TEXT
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.bureau_views import ProjectSeen
from etax_client.wire.control.people import Identifier
from etax_client.wire.control.verb import Order, Verb

_Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]


class ProjectsView(msgspec.Struct, frozen=True):
    """The newest first."""

    projects: tuple[ProjectSeen, ...]


class ReportRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`unit` by id or taxpayer id, from another province; `handler` and `contact` by id or any identifier; `until` is the last day."""

    unit: Identifier
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NUMBER)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TEXT)]
    place: _Text = ""
    authority: _Text = ""
    handler: Identifier | None = None
    contact: Identifier | None = None
    until: date | None = None


LIST_PROJECTS = Verb("list_projects", "GET", "/bureau/projects", ProjectsView, refuses=(RefusalCode.not_found, RefusalCode.malformed))
REPORT_PROJECT = Order(
    "report_project", "POST", "/bureau/projects", ProjectSeen, ReportRequest, refuses=(RefusalCode.not_found,), status=201
)
CLOSE_PROJECT = Verb("close_project", "POST", "/bureau/projects/{project_id:int}/close", NoneType, refuses=(RefusalCode.not_found,))
