"""Each verb of the tester's door, called once as its client calls it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from etax_client.api.control import Control
from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.filing.people_states import Outcome
from etax_client.domain.filing.taxes.payments import Agreement
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.guessing.methods import Method
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import Paper
from etax_client.domain.policies import Phase
from etax_client.domain.secret import Secret
from etax_client.wire.control.bureau_projects import ReportRequest
from etax_client.wire.control.bureau_ties import Decision, Registered
from etax_client.wire.control.filing import BankRequest
from etax_client.wire.control.hall import ForeignerRequest

FIRST, NEW = "91440199MA0QJ0100K", "91440199MA0QJ0717C"
HEBEI = "91130199MA0HB0109Y"
REPORT = ReportRequest(HEBEI, "冀示税跨报〔2027〕0001号", "示例工程", handler="lintao")
WORLD = 'account_password = "Etax@2026"\ndeclaration_password = "Unit2026a"\n'
MARY = ForeignerRequest(DocumentType.foreign_passport, "AB1234567", "MARY JONES", "GB")
CALLS: dict[str, Callable[[Control], Awaitable[object]]] = {
    "clock": lambda control: control.clock(),
    "set_clock": lambda control: control.set_clock(datetime(2027, 1, 1, tzinfo=UTC)),
    "advance": lambda control: control.advance(timedelta(hours=2)),
    "set_speed": lambda control: control.set_speed(0),
    "release_clock": lambda control: control.release_clock(),
    "worlds": lambda control: control.worlds(),
    "make_world": lambda control: control.make_world("seat-3"),
    "remove_world": lambda control: control.remove_world("seat-3"),
    "reset": lambda control: control.reset(),
    "load_world": lambda control: control.load_world(WORLD),
    "set_phase": lambda control: control.set_phase(Phase.phase_2),
    "snapshots": lambda control: control.snapshots(),
    "save_snapshot": lambda control: control.save_snapshot("here"),
    "restore_snapshot": lambda control: control.restore_snapshot("here"),
    "delete_snapshot": lambda control: control.delete_snapshot("here"),
    "bureau_account": lambda control: control.bureau_account("liuyang"),
    "lock_bureau_account": lambda control: control.lock_bureau_account("liuyang", Method.code),
    "unlock_bureau_account": lambda control: control.unlock_bureau_account("liuyang"),
    "set_face_fact": lambda control: control.set_face_fact("liuyang", known=True),
    "attempts": lambda control: control.attempts(),
    "switch_identity": lambda control: control.switch_identity(1, CapacityKind.person),
    "decide_tie": lambda control: control.decide_tie(6, Decision.withdraw),
    "ties": lambda control: control.ties(FIRST, "wangfang"),
    "add_tie": lambda control: control.add_tie(FIRST, "liuyang", date(2027, 12, 31)),
    "bureau_unit": lambda control: control.bureau_unit(FIRST),
    "lock_bureau_unit": lambda control: control.lock_bureau_unit(FIRST),
    "unlock_bureau_unit": lambda control: control.unlock_bureau_unit(FIRST),
    "set_enterprise_password": lambda control: control.set_enterprise_password(FIRST, Secret("Neues2026a")),
    "agree": lambda control: control.agree("91110199MA0BJ030XN", FIRST, date(2027, 12, 31)),
    "end_agreement": lambda control: control.end_agreement("91110199MA0BJ030XN", "91110199MA0BJ01077"),
    "payees": lambda control: control.payees(FIRST),
    "add_payee": lambda control: control.add_payee(FIRST, name="王芳"),
    "set_outcome": lambda control: control.set_outcome(FIRST, "440199197503080024", Outcome.refused, "x"),
    "file_deduction": lambda control: control.file_deduction(FIRST, "440199197503080024", kind="loan", begins="2026-01"),
    "report_payees": lambda control: control.report_payees(FIRST),
    "read_filing": lambda control: control.read_filing(FIRST),
    "set_bank": lambda control: control.set_bank(FIRST, BankRequest(Agreement.valid, balance="12.50")),
    "set_deadline": lambda control: control.set_deadline("2026-11", date(2026, 12, 20)),
    "set_answer": lambda control: control.set_answer(FIRST, "不予受理"),
    "pay_voucher": lambda control: control.pay_voucher("40000010000000001"),
    "end_tie": lambda control: control.end_tie(1),
    "name_in_register": lambda control: control.name_in_register(FIRST, Registered.finance_officer, "liuyang"),
    "projects": lambda control: control.projects(HEBEI),
    "report_project": lambda control: control.report_project(
        ReportRequest(HEBEI, "冀示税跨报〔2027〕0001号", "示例工程", handler="lintao")
    ),
    "close_project": lambda control: control.close_project(1),
    "old_login": lambda control: control.old_login(),
    "switch_old_login": lambda control: control.switch_old_login(True, date(2026, 12, 31)),
    "people": lambda control: control.people(),
    "person": lambda control: control.person("liming"),
    "add_person": lambda control: control.add_person("吴新", DocumentType.foreign_passport, "P7654321"),
    "remove_person": lambda control: control.remove_person("liming"),
    "set_password": lambda control: control.set_password("liming", Secret("Neues@2026")),
    "units": lambda control: control.units(),
    "unit": lambda control: control.unit(FIRST),
    "add_unit": lambda control: control.add_unit(NEW, "新厂"),
    "remove_unit": lambda control: control.remove_unit(FIRST),
    "set_declaration_password": lambda control: control.set_declaration_password(FIRST, Secret("Neues2026a")),
    "issue_certificate": lambda control: control.issue_certificate(FIRST),
    "certificates": lambda control: control.certificates(FIRST),
    "revoke_certificate": lambda control: control.revoke_certificate("ab12"),
    "expire_certificate": lambda control: control.expire_certificate("ab12"),
    "lock_account": lambda control: control.lock_account("liming"),
    "unlock_account": lambda control: control.unlock_account("liming"),
    "lock_unit": lambda control: control.lock_unit(FIRST),
    "unlock_unit": lambda control: control.unlock_unit(FIRST),
    "sessions": lambda control: control.sessions(),
    "end_session": lambda control: control.end_session(1),
    "face": lambda control: control.face("liming"),
    "stand_before_face": lambda control: control.stand_before_face(),
    "set_face": lambda control: control.set_face("liming", FaceOutcome.unreachable),
    "inbox": lambda control: control.inbox(),
    "captcha": lambda control: control.captcha("some-id"),
    "latest_captcha": lambda control: control.latest_captcha(),
    "tickets": lambda control: control.tickets(),
    "scan": lambda control: control.scan("liming", ticket_id=1),
    "confirm": lambda control: control.confirm(1),
    "refuse": lambda control: control.refuse(1),
    "wrong_number": lambda control: control.wrong_number(1),
    "issue_hall_code": lambda control: control.issue_hall_code("440199199607260029"),
    "issue_hall_codes_by_proxy": lambda control: control.issue_hall_codes_by_proxy(FIRST, "liming", tuple(Paper), [MARY]),
    "hall_codes": lambda control: control.hall_codes(),
    "faults": lambda control: control.faults(),
    "add_fault": lambda control: control.add_fault("status=503"),
    "clear_faults": lambda control: control.clear_faults(),
    "journal": lambda control: control.journal(),
}
