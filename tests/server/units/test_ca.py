"""Unit verification by certificate, and every kind of certificate that does not pass (CA-01, CA-02, VER-06)."""

import asyncio
from base64 import b64decode, b64encode
from collections import Counter
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import func, select

from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import CHALLENGE_LIFE, LARGEST_CERTIFICATE
from etax_client.domain.units.taxpayer_ids import credit_code_check
from etax_client.server.services.units.ca import Issued
from etax_client.server.store.tables import ca_challenges
from etax_client.wire import paths
from tests.server.control.testers import AtDoor
from tests.server.running import WRONG, Running, code
from tests.server.units.certificates import UNIT_1, UNIT_2, Clerk, clerk, forged, holder, root_of, rsa_key

NEW = "91440199MA0QJ0707" + credit_code_check("91440199MA0QJ0707")


async def test_the_units_certificate_opens_it(server: Running) -> None:
    """VER-06, VER-04: and it stays open to that session."""
    one = await clerk(server)
    opened = await one.verify(holder(server.services))
    assert opened.status_code == 200
    assert (opened.json()["unit"]["unit_id"], opened.json()["opened_by"]) == (1, "certificate")
    await server.manual.advance(minutes=20)
    assert (await one.caller.get(paths.unit_home(1))).json() == opened.json()


async def test_it_opens_for_that_session_alone(server: Running) -> None:
    await (await clerk(server)).verify(holder(server.services))
    assert code(await (await server.signed_in()).get(paths.unit_home(1))) == "unit_closed"


async def test_a_locked_unit_opens_and_stays_locked_for_guesses(server: Running) -> None:
    """VER-02: the lock is on guesses at the declaration password; a certificate is another proof."""
    one = await clerk(server, 4)
    made = server.services.ca.issue(4, Secret("123456"), 1)
    assert isinstance(made, Issued)
    assert (await one.verify(holder(server.services, 4), "91440199MA0QJ040XE")).status_code == 200
    assert code(await one.caller.verify(4)) == "locked"


async def test_a_bad_one_counts_no_guess(server: Running) -> None:
    """LCK-8: only a wrong password counts, and no captcha is asked for afterwards."""
    holder(server.services)
    one = await clerk(server)
    for _ in range(6):
        assert code(await one.verify(forged())) == "certificate_foreign"
    assert code(await one.caller.verify(1, WRONG)) == "wrong_declaration_password"


async def test_an_expired_one(server: Running) -> None:
    """CA-02: by the server's clock."""
    mine = holder(server.services, days=3)
    await server.manual.advance(hours=3 * 24)
    assert (await (await clerk(server)).verify(mine)).status_code == 200
    await server.manual.advance(1)
    assert code(await (await clerk(server)).verify(mine)) == "certificate_expired"


async def test_one_that_is_not_valid_yet(server: Running) -> None:
    holder(server.services)
    early = forged(root_of(server.services), since=server.clock.now() + timedelta(seconds=1))
    assert code(await (await clerk(server)).verify(early)) == "certificate_not_yet_valid"


async def test_one_that_expired_by_its_own_dates_alone(server: Running) -> None:
    holder(server.services)
    late = forged(root_of(server.services), until=server.clock.now() - timedelta(seconds=1))
    assert code(await (await clerk(server)).verify(late)) == "certificate_expired"


async def test_a_revoked_one(server: Running) -> None:
    mine = holder(server.services)
    one = await clerk(server)
    assert (await one.verify(mine)).status_code == 200
    server.services.ca.revoke(f"{mine.certificate.serial_number:016x}")
    assert code(await one.verify(mine)) == "certificate_revoked"
    assert (await one.caller.get(paths.unit_home(1))).status_code == 200


async def test_a_revoked_one_stays_so_when_it_has_expired_too(server: Running) -> None:
    mine = holder(server.services, days=1)
    server.services.ca.revoke(f"{mine.certificate.serial_number:016x}")
    await server.manual.advance(hours=50)
    assert code(await (await clerk(server)).verify(mine)) == "certificate_revoked"


async def test_one_of_another_ca(server: Running) -> None:
    holder(server.services)
    stranger = forged(is_ca=True)
    assert code(await (await clerk(server)).verify(forged(stranger))) == "certificate_foreign"


async def test_one_of_a_ca_that_bears_our_name(server: Running) -> None:
    """A name is nothing: the signature has to be the root's."""
    holder(server.services)
    namesake = forged(name=root_of(server.services).certificate.subject, is_ca=True)
    assert code(await (await clerk(server)).verify(forged(namesake))) == "certificate_foreign"


async def test_one_of_another_worlds_ca(tester: AtDoor) -> None:
    await tester.post("/worlds", {"name": "next-door"})
    other = AtDoor(tester.server, "next-door")
    holder(tester.services)
    assert code(await Clerk(await tester.signed_in()).verify(holder(other.services))) == "certificate_foreign"


async def test_one_where_no_ca_ever_was(server: Running) -> None:
    assert code(await (await clerk(server)).verify(forged())) == "certificate_foreign"


async def test_one_that_signed_itself(server: Running) -> None:
    holder(server.services)
    assert code(await (await clerk(server)).verify(forged())) == "certificate_foreign"


async def test_one_issued_by_a_units_certificate(server: Running) -> None:
    """Whoever has a certificate is no CA."""
    mine = holder(server.services, 2)
    assert code(await (await clerk(server)).verify(forged(mine))) == "certificate_foreign"


async def test_the_root_itself(server: Running) -> None:
    holder(server.services)
    assert code(await (await clerk(server)).verify(root_of(server.services))) == "certificate_foreign"


async def test_another_units(server: Running) -> None:
    theirs = holder(server.services, 2)
    assert code(await (await clerk(server)).verify(theirs)) == "certificate_other_unit"
    assert (await (await clerk(server, 2)).verify(theirs, UNIT_2)).status_code == 200


@pytest.mark.parametrize("number", [None, UNIT_2, UNIT_1.lower(), f"{UNIT_1} ", ""])
async def test_a_forged_subject_is_not_the_units(server: Running, number: str | None) -> None:
    """Also if the CA had signed it: the number stands in its own place, once and to the letter."""
    holder(server.services)
    if number == "":
        other = forged(root_of(server.services), name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, UNIT_1)]))
    else:
        other = forged(root_of(server.services), number)
    assert code(await (await clerk(server)).verify(other)) == "certificate_other_unit"


async def test_a_subject_with_two_numbers_is_nobodys(server: Running) -> None:
    holder(server.services)
    both = x509.Name([x509.NameAttribute(NameOID.SERIAL_NUMBER, each) for each in (UNIT_1, UNIT_2)])
    assert code(await (await clerk(server)).verify(forged(root_of(server.services), name=both))) == "certificate_other_unit"


async def test_a_changed_subject_breaks_the_roots_signature(server: Running) -> None:
    theirs = holder(server.services, 2)
    changed = theirs.der.replace(UNIT_2.encode(), UNIT_1.encode())
    assert changed != theirs.der
    one = await clerk(server)
    challenge = await one.challenged()
    assert code(await one.send(challenge, changed, theirs.sign(challenge))) == "certificate_foreign"


async def test_a_key_of_another_kind(server: Running) -> None:
    """The simulated CA issues P-256 alone."""
    holder(server.services)
    one, other = await clerk(server), forged(root_of(server.services), key=rsa_key())
    assert code(await one.send(await one.challenged(), other.der, b"signed" * 10)) == "certificate_foreign"


@pytest.mark.parametrize("garbage", [b"garbage", b"\x30\x03\x02\x01\x03", b"\x30\x82\xff\xff" + b"\0" * 60, bytes(LARGEST_CERTIFICATE)])
async def test_what_is_no_certificate(server: Running, garbage: bytes) -> None:
    one = await clerk(server)
    refused = await one.send(await one.challenged(), garbage, b"signature")
    assert (code(refused), refused.json()["field"]) == ("malformed", "certificate")


async def test_every_cut_and_every_flipped_byte_is_turned_down(server: Running) -> None:
    mine = holder(server.services)
    one = await clerk(server)
    changed = [mine.der[:at] for at in range(1, len(mine.der), 97)]
    changed += [mine.der[:at] + bytes([mine.der[at] ^ 1]) + mine.der[at + 1 :] for at in range(0, len(mine.der), 29)]
    for der in changed:
        challenge = await one.challenged()
        assert code(await one.send(challenge, der, mine.sign(challenge))) in ("malformed", "certificate_foreign")


@pytest.mark.parametrize("field", ["challenge", "certificate", "signature"])
async def test_what_is_no_base64(server: Running, field: str) -> None:
    one, mine = await clerk(server), holder(server.services)
    challenge = await one.challenged()
    body = {"challenge": challenge, "certificate": mine.der, "signature": mine.sign(challenge)}
    spelled = {key: b64encode(value).decode() for key, value in body.items()} | {field: "!!!!"}
    refused = await one.caller.http.post(paths.unit_certificate(1), json=spelled)
    assert (code(refused), refused.json()["field"]) == ("malformed", field)


async def test_a_tampered_signature(server: Running) -> None:
    one, mine = await clerk(server), holder(server.services)
    challenge = await one.challenged()
    signature = mine.sign(challenge)
    assert code(await one.send(challenge, mine.der, signature[:-1] + bytes([signature[-1] ^ 1]))) == "signature_invalid"


async def test_a_signature_of_another_key(server: Running) -> None:
    mine, theirs = holder(server.services), holder(server.services, 2)
    assert code(await (await clerk(server)).verify(mine.with_key_of(theirs))) == "signature_invalid"


async def test_a_signature_for_another_unit(server: Running) -> None:
    """What is signed names the unit, so that one unit's server can't pass it on to another's."""
    assert code(await (await clerk(server)).verify(holder(server.services), UNIT_2)) == "signature_invalid"


async def test_a_signature_over_the_bare_challenge(server: Running) -> None:
    """What is signed names its purpose too."""
    one, mine = await clerk(server), holder(server.services)
    challenge = await one.challenged()
    assert code(await one.send(challenge, mine.der, mine.key.sign(challenge, ec.ECDSA(hashes.SHA256())))) == "signature_invalid"


@pytest.mark.sql
async def test_a_challenge_is_good_for_one_try(server: Running) -> None:
    """CA-01: whatever came of it."""
    one, mine = await clerk(server), holder(server.services)
    challenge = await one.challenged()
    signature = mine.sign(challenge)
    assert (await one.send(challenge, mine.der, signature)).status_code == 200
    assert code(await one.send(challenge, mine.der, signature)) == "challenge_void"
    challenge = await one.challenged()
    assert code(await one.send(challenge, mine.der, b"wrong")) == "signature_invalid"
    assert code(await one.send(challenge, mine.der, mine.sign(challenge))) == "challenge_void"


async def test_a_challenge_is_good_for_two_minutes(server: Running) -> None:
    """CA-01: by the server's clock."""
    one, mine = await clerk(server), holder(server.services)
    challenge = await one.challenged()
    await server.manual.advance(CHALLENGE_LIFE.total_seconds() - 1)
    assert (await one.send(challenge, mine.der, mine.sign(challenge))).status_code == 200
    challenge = await one.challenged()
    await server.manual.advance(CHALLENGE_LIFE.total_seconds())
    assert code(await one.send(challenge, mine.der, mine.sign(challenge))) == "challenge_void"


@pytest.mark.sql
async def test_a_newer_challenge_replaces_the_older(server: Running) -> None:
    one, mine = await clerk(server), holder(server.services)
    older, newer = await one.challenged(), await one.challenged()
    assert older != newer
    assert code(await one.send(older, mine.der, mine.sign(older))) == "challenge_void"
    assert (await one.send(newer, mine.der, mine.sign(newer))).status_code == 200


async def test_a_challenge_of_another_session_or_unit(server: Running) -> None:
    one, two, mine = await clerk(server), await clerk(server, account="wangfang"), holder(server.services)
    theirs = await two.challenged()
    assert code(await one.send(theirs, mine.der, mine.sign(theirs))) == "challenge_void"
    of_unit_2 = await Clerk(one.caller, 2).challenged()
    assert code(await one.send(of_unit_2, mine.der, mine.sign(of_unit_2))) == "challenge_void"


async def test_a_unit_that_is_not_in_the_list_does_not_exist(server: Running) -> None:
    """AUZ-1."""
    mine = holder(server.services, 5)
    one = await clerk(server, account="wangfang")
    assert code(await one.challenge(5)) == "unit_not_listed"
    assert code(await one.send(b"challenge", mine.der, b"signature", 5)) == "unit_not_listed"
    assert code(await one.challenge(2**53 - 1)) == "unit_not_listed"
    assert code(await one.challenge(2**60)) == "not_found", "no unit can have this number"
    assert code(await server.caller().http.post(paths.unit_challenges(1))) == "session_ended"


@pytest.mark.sql
async def test_one_challenge_has_one_winner(server: Running) -> None:
    """CA-01, LCK-2: however many send it at once."""
    one, mine = await clerk(server), holder(server.services)
    for _ in range(10):
        challenge = await one.challenged()
        replies = await asyncio.gather(*(one.send(challenge, mine.der, mine.sign(challenge)) for _ in range(10)))
        assert Counter(reply.status_code for reply in replies) == {200: 1, 409: 9}


async def test_challenges_leave_nothing_behind(server: Running) -> None:
    one = await clerk(server)
    for unit_id in (1, 2, 3, 1, 2):
        await one.challenge(unit_id)
    await server.manual.advance(CHALLENGE_LIFE.total_seconds())
    await one.challenge(5)
    with server.services.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(ca_challenges)).scalar_one() == 1


async def test_a_declaration_password_that_is_reset_closes_what_a_certificate_opened(tester: AtDoor) -> None:
    """VER-04."""
    one = Clerk(await tester.signed_in())
    assert (await one.verify(holder(tester.services))).status_code == 200
    await tester.put("/units/1/declaration-password", {"password": "Another2026"})
    assert code(await one.caller.get(paths.unit_home(1))) == "unit_closed"


async def test_what_a_certificate_says(server: Running) -> None:
    """MCK-1: it is a simulation and says so; P-256; the unit's taxpayer id and name; no name of a real CA or office."""
    mine = holder(server.services, days=7)
    subject = mine.certificate.subject
    assert [each.value for each in subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)] == [UNIT_1]
    assert subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "模拟 广东示例查账有限公司"
    for name in (subject, mine.certificate.issuer):
        assert "SIMULATION" in str(name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)
    assert mine.certificate.not_valid_before_utc == server.clock.now().replace(microsecond=0)
    assert mine.certificate.not_valid_after_utc - mine.certificate.not_valid_before_utc == timedelta(days=7)
    assert mine.key.curve.name == "secp256r1"
    mine.certificate.verify_directly_issued_by(root_of(server.services).certificate)


async def test_a_name_that_is_too_long_for_a_certificate_is_cut(tester: AtDoor) -> None:
    added = await tester.post("/units", {"taxpayer_id": NEW, "name": "长" * 50})
    assert holder(tester.services, added["unit_id"]).certificate is not None


async def test_the_tester_issues_lists_revokes_and_expires(tester: AtDoor) -> None:
    made = await tester.post("/units/2/certificates", {"pin": "98765432", "days": 30})
    file = b64decode("".join(made["pkcs12"]))
    assert made["pin"] == "98765432"
    assert all(len(line) <= 76 for line in made["pkcs12"])
    assert (await tester.get("/units/2"))["has_certificate"]
    drawn = await tester.post(f"/units/{UNIT_2}/certificates", {})
    assert len(drawn["pin"]) == 6
    listed = (await tester.get("/units/2/certificates"))["certificates"]
    assert {each["serial"] for each in listed} == {made["certificate"]["serial"], drawn["certificate"]["serial"]}
    assert {each["state"] for each in listed} == {"valid"}
    revoked = await tester.post(f"/certificates/{made['certificate']['serial']}/revoke")
    assert revoked["state"] == "revoked"
    assert await tester.post(f"/certificates/{made['certificate']['serial']}/revoke") == revoked
    expired = await tester.post(f"/certificates/{drawn['certificate']['serial']}/expire")
    assert expired["state"] == "expired"
    assert file[:1] == b"\x30"
    text = str(tester.dump())
    assert "98765432" not in text
    assert drawn["pin"] not in str(tester.dump()["certificates"])


async def test_what_the_tester_is_refused(tester: AtDoor) -> None:
    for path in (
        "/units/999/certificates",
        f"/certificates/{'0' * 16}/revoke",
        f"/certificates/{'0' * 16}/expire",
        "/certificates/x/revoke",
    ):
        assert code(await tester.ask("POST", path, {} if "units" in path else None)) == "not_found"
    assert code(await tester.ask("GET", "/units/999/certificates")) == "not_found"
    for body in (
        {"pin": "123"},
        {"pin": "密码密码"},
        {"pin": "12 34"},
        {"pin": "1" * 33},
        {"days": 0},
        {"days": 3651},
        {"pin": "1234", "x": 1},
    ):
        assert code(await tester.ask("POST", "/units/1/certificates", body)) == "malformed"


@pytest.mark.sql
async def test_snapshots_hold_the_ca_and_what_it_revoked(tester: AtDoor) -> None:
    mine = holder(tester.services)
    await tester.post("/snapshots", {"name": "before"})
    await tester.post(f"/certificates/{mine.certificate.serial_number:016x}/revoke")
    assert code(await Clerk(await tester.signed_in()).verify(mine)) == "certificate_revoked"
    await tester.post("/snapshots/before/restore")
    assert (await Clerk(await tester.signed_in()).verify(mine)).status_code == 200


async def test_a_world_set_back_keeps_its_ca(tester: AtDoor) -> None:
    """So that a file that tests were given goes on being good; what was revoked is forgotten with all else."""
    mine = holder(tester.services)
    await tester.post(f"/certificates/{mine.certificate.serial_number:016x}/revoke")
    await tester.post("/reset")
    assert (await Clerk(await tester.signed_in()).verify(mine)).status_code == 200


@pytest.mark.sql
async def test_a_revoked_certificate_outlives_its_unit(tester: AtDoor) -> None:
    """A unit of the same number, laid anew, does not bring it back."""
    added = await tester.post("/units", {"taxpayer_id": NEW, "name": "甲"})
    mine = holder(tester.services, added["unit_id"])
    await tester.post(f"/certificates/{mine.certificate.serial_number:016x}/revoke")
    assert (await tester.ask("DELETE", f"/units/{added['unit_id']}")).is_success
    again = await tester.post("/units", {"taxpayer_id": NEW, "name": "甲"})
    assert [each["state"] for each in (await tester.get(f"/units/{again['unit_id']}/certificates"))["certificates"]] == ["revoked"]
