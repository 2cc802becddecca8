"""What one may log in with, and how long one may not, in words; they follow the policy (LOG-02, LOG-05)."""

from etax_client.domain.faults import Invalid
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.login_names import LoginNameRule
from etax_client.domain.policies import Policy
from etax_client.domain.spans import Lasting
from etax_client.texts.document_names import type_name
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Phrase, phrase


def hint(policy: Policy) -> Phrase:
    """Under the account's field."""
    return phrase("login.account_hint" if policy.login_name else "login.account_hint.no_name")


def reminder(policy: Policy) -> Phrase:
    """Beside the message for every wrong pair."""
    return phrase("login.account_reminder.any_number" if policy.any_number else "login.account_reminder")


def locked_key(policy: Policy) -> str:
    """What the client says of a lock while it counts down."""
    return "login.locked.until_midnight" if policy.locks_until_midnight else "login.locked"


def qr_locked_key(policy: Policy) -> str:
    """What 扫码登录 says of one."""
    return "qr.locked.until_midnight" if policy.locks_until_midnight else "qr.locked"


def locked(policy: Policy, seconds: int) -> Phrase:
    """What a page says of one."""
    return phrase("app.locked.until_midnight" if policy.locks_until_midnight else "app.locked", left=lasting(seconds))


def wrong(policy: Policy, tries: int) -> Phrase:
    """What a page says of a wrong pair: how many tries are left, and of the last one what comes behind it (LOG-12)."""
    lock = policy.account_lockout.lock
    if tries != 1:
        return phrase("app.login.wrong", tries=tries, reminder=reminder(policy))
    if isinstance(lock, Lasting):
        return phrase("app.login.last", tries=tries, left=lasting(lock.length.total_seconds()), reminder=reminder(policy))
    return phrase("app.login.last.until_midnight", tries=tries, reminder=reminder(policy))


def own_number(policy: Policy, document_type: DocumentType) -> Phrase:
    """Whether somebody with such a document logs in by its number."""
    if document_type in policy.number_types:
        return phrase("registration.done_number", type=type_name(document_type))
    return phrase("registration.done_no_number")


def login_name_hint(rule: LoginNameRule) -> Phrase:
    """Under the field of a new login name (REG-04)."""
    key = "registration.login_name_hint.letter_first" if rule.letter_first else "registration.login_name_hint"
    return phrase(key, shortest=rule.shortest, longest=rule.longest)


def login_name_wrong(invalid: Invalid, rule: LoginNameRule) -> Phrase:
    """What keeps what was typed from being one."""
    kind = ".letter_first" if rule.letter_first else ""
    return phrase(f"registration.login_name_fault.{invalid.fault.name}{kind}", shortest=rule.shortest, longest=rule.longest)


def registered(policy: Policy, document_type: DocumentType | None) -> Phrase:
    """What a new account works with (REG-04)."""
    key = "signup.done.next" if policy.login_name else "signup.done.next.no_name"
    return phrase(key if document_type in policy.number_types else f"{key}.no_number")
