"""Names of the greatest length on a phone's screen, in a real browser: nothing is wider than the screen (looks.md)."""

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from tests.pages.browser import PHONE, chromium, site
from tests.server.running import PASSWORD
from tests.server.testing.journal import BEARER, TOKEN

LONGEST = {"name": "长" * 50, "document_type": "foreign_passport", "document_number": "P7654321", "login_name": "longest"}


def test_the_longest_name_fits() -> None:
    with chromium() as browser, site(digest(Secret(TOKEN))) as served:
        assert served.http.post("/control/people", json=LONGEST, headers=BEARER).status_code == 201
        page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
        page.goto(f"{served.url}/app")
        page.fill("#account", "longest")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".scan")
        for path in ("/app", f"/Q/{served.ticket()['scan_id']}"):
            page.goto(served.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
