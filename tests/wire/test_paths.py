"""The paths of the API: each its own, each under /api."""

from etax_client.wire import paths


def test_no_two_services_share_a_path() -> None:
    every = [paths.INFO, paths.CAPTCHAS, paths.SESSIONS, paths.SESSION, paths.UNITS, paths.UNIT_TOTALS, paths.UNIT_ORDER, paths.OPENAPI]
    every += [paths.unit(7), paths.unit_verification(7), paths.unit_home(7)]
    assert len(set(every)) == len(every)
    assert all(path.startswith("/api/") for path in every)


def test_the_same_function_makes_a_path_and_its_template() -> None:
    assert paths.unit_home("{unit_id:int}") == "/api/units/{unit_id:int}/home"
    assert paths.unit_home(7) == "/api/units/7/home"
    assert paths.unit_verification(7) == "/api/units/7/verification"
    assert paths.unit(7) == "/api/units/7"
