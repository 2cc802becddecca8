"""A unit of the list for tests: `dataclasses.replace` says what matters."""

from etax_client.domain.units.units import DepartmentFiling, Filing, Unit

PLAIN = Unit(
    unit_id=1,
    taxpayer_id="91440199MA0QJ0100K",
    name="广东示例查账有限公司",
    department="",
    department_filing=DepartmentFiling.unregistered,
    income_filing=Filing.none,
    business_filing=Filing.none,
)
