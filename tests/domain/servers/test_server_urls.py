"""Addresses that a client may use (TLS-3, SEC-4, MCK-1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.servers.server_urls import ServerUrl, UrlFault, is_loopback, judge


@pytest.mark.parametrize(
    ("typed", "text", "port"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765", 8765),
        (" http://127.0.0.1:8765/ ", "http://127.0.0.1:8765", 8765),
        ("http://localhost", "http://localhost", 80),
        ("HTTP://LOCALHOST:9", "http://localhost:9", 9),
        ("http://[::1]:8765", "http://[::1]:8765", 8765),
        ("http://127.9.9.9", "http://127.9.9.9", 80),
        ("https://etax.example.org", "https://etax.example.org", 443),
        ("https://192.168.1.20:8765", "https://192.168.1.20:8765", 8765),
        ("https://mygov.cn", "https://mygov.cn", 443),
        ("https://gov.cn.example.org", "https://gov.cn.example.org", 443),
    ],
)
def test_a_good_address_is_taken(typed: str, text: str, port: int) -> None:
    url = judge(typed)
    assert isinstance(url, ServerUrl)
    assert (url.text, url.port) == (text, port)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", UrlFault.malformed),
        ("127.0.0.1:8765", UrlFault.malformed),
        ("localhost", UrlFault.malformed),
        ("http://", UrlFault.malformed),
        ("http://127.0.0.1:99999", UrlFault.malformed),
        ("http://127.0.0.1:0", UrlFault.malformed),
        ("http://127.0.0.1:x", UrlFault.malformed),
        ("http://[::1", UrlFault.malformed),
        ("http://127.0.0.1/api", UrlFault.malformed),
        ("http://127.0.0.1/?a", UrlFault.malformed),
        ("http://127.0.0.1?", UrlFault.malformed),
        ("http://127.0.0.1#x", UrlFault.malformed),
        ("http://127.0.0.1\\@etax.example", UrlFault.malformed),
        ("http://127.0.0.1 .example", UrlFault.malformed),
        ("http://2130706433", UrlFault.malformed),
        ("http://127.1", UrlFault.malformed),
        ("http://税务.example", UrlFault.malformed),
        ("http://a\x1b[2J", UrlFault.malformed),
        ("http://" + "a" * 300, UrlFault.malformed),
        ("http://a..b", UrlFault.malformed),
        ("ftp://127.0.0.1", UrlFault.scheme),
        ("file:///etc/passwd", UrlFault.scheme),
        ("http://user:pass@127.0.0.1", UrlFault.user_info),
        ("http://@127.0.0.1", UrlFault.user_info),
        ("https://etax.guangdong.chinatax.gov.cn", UrlFault.real_tax_office),
        ("https://www.GOV.CN", UrlFault.real_tax_office),
        ("https://gov.cn.", UrlFault.real_tax_office),
        ("https://its.beijing.chinatax.com", UrlFault.real_tax_office),
        ("https://chinatax.example.org", UrlFault.real_tax_office),
        ("http://etax.example.org", UrlFault.plain_http),
        ("http://192.168.1.20:8765", UrlFault.plain_http),
        ("http://0.0.0.0", UrlFault.plain_http),
        ("http://localhost.example.org", UrlFault.plain_http),
    ],
)
def test_a_bad_address_is_refused_for_its_reason(typed: str, fault: UrlFault) -> None:
    """TLS-3; no user names in an address (SEC-4)."""
    assert judge(typed) is fault


def test_plain_http_to_another_machine_needs_the_flag_which_opens_nothing_else() -> None:
    assert isinstance(judge("http://192.168.1.20:8765", insecure_lan=True), ServerUrl)
    assert judge("http://etax.chinatax.gov.cn", insecure_lan=True) is UrlFault.real_tax_office
    assert judge("http://a:b@192.168.1.20", insecure_lan=True) is UrlFault.user_info


@given(st.text(max_size=60) | st.text("htps:/.@[]%0123456789abc-_#?\\ ", max_size=40).map("http://".__add__))
def test_whatever_is_typed_gets_an_answer_that_holds(typed: str) -> None:
    url = judge(typed)
    if isinstance(url, ServerUrl):
        assert judge(url.text) == url
        assert url.secure or is_loopback(url.host)
        assert "@" not in url.text
