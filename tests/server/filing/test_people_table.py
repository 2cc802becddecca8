"""What a payee is found by (PER-01)."""

from etax_client.server.store import name_order
from etax_client.server.store.tables.people import named


def test_someone_is_found_by_name_by_its_initials_and_by_number() -> None:
    """Each on a line of its own, so that no part reaches from one into another."""
    assert name_order.initials("王芳·Li") == "wf·li"
    assert named("王芳", "11019919820315002X")["search"] == "王芳\nwf\n11019919820315002x"
