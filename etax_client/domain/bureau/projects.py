"""Projects of a unit away from home: what kinds there are, and what becomes of one."""

from enum import StrEnum


class ProjectKind(StrEnum):
    """跨区域报验户, which was reported at home and is checked in here; 跨区域税源登记纳税人, which was registered here."""

    reported = "reported"
    source = "source"


class ProjectState(StrEnum):
    """Reported by the office at home, 已报验, over."""

    reported = "reported"
    checked_in = "checked_in"
    closed = "closed"


class ProjectRole(StrEnum):
    """Whom the 《跨区域涉税事项报告表》 names: 经办人 and 联系人, tied to the project alone and not to its unit."""

    handler = "handler"
    contact = "contact"
