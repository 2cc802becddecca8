"""The guide to wording, as far as a machine can hold it: marks, blanks, one word for one thing, and room for every text."""

import re
import string
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import pytest

from etax_client.texts.catalogue import catalogue
from etax_client.texts.words import Language, Words
from etax_client.widgets.said import wrapped

EVERY = catalogue()


@dataclass(frozen=True)
class Rule:
    """What a text must not hold; `but` names the keys that may, by patterns, and why."""

    says: str
    language: Language
    pattern: str
    but: dict[str, str] = field(default_factory=dict)

    def breaks(self, text: str) -> bool:
        return re.search(self.pattern, _NAMES.sub("", text) if self.language is Language.zh else text) is not None


_NAMES = re.compile("(个人所得税|北京税务)(APP|WEB)|通过APP或WEB|附件[12]|U\\+编码|附件{number}")
"""Names that are set without blanks."""
_HAN = "\u4e00-\u9fff"
_NUMBERS = "tries|minutes|seconds|hours|days|count|columns|rows|cells|year|month|number|row|step|steps|shortest|longest|least|rate"
VERBATIM = "word for word in one of the documents"
BUREAU = "what the Beijing bureau calls its accounts"
COLUMN = "the heading of a column, as the tax authority writes it"
FORM = "what the real client calls a form that it exports"
PRINTED = "a printed form of the tax hall, word for word"


def zh(says: str, pattern: str, **but: str) -> Rule:
    return Rule(says, Language.zh, pattern, {key.replace("__", "."): why for key, why in but.items()})


def en(says: str, pattern: str, **but: str) -> Rule:
    return Rule(says, Language.en, pattern, {key.replace("__", "."): why for key, why in but.items()})


RULES = (
    zh(
        "full-width marks",
        f"[{_HAN}）】][,;:!?()]|[,;!?)][{_HAN}]|[{_HAN}]\\.(?![a-z.])|[{_HAN}] \\(|{{\\w+}}[,;!?]",
        verify__forgotten=VERBATIM,
        units__totals=VERBATIM,
        units__totals_short="as the full line, which stands in a document",
        units__matching="as the line that it takes the place of, which stands in a document",
        hall__slip__code__after=PRINTED,
        settings__form_pins="the form of what is typed",
        bureau__join__finished=VERBATIM,
        income__column__annuity=COLUMN,
    ),
    zh("【】, no other brackets or quotes", "[「」『』“”‘’]", hall__paper__principals_copy=PRINTED, bureau__locked=VERBATIM),
    zh(
        "one blank beside Latin letters and digits",
        f"[{_HAN}][A-Za-z0-9]|[A-Za-z0-9][{_HAN}]|[{_HAN}]{{({_NUMBERS})}}(?!画)|{{({_NUMBERS})}}[{_HAN}](?<!画)",
        identity__type__work_permit_a="a name of a document",
        identity__type__work_permit_b="a name of a document",
        identity__type__work_permit_c="a name of a document",
        hall__slip__code__after=PRINTED,
        bureau__locked=VERBATIM,
        face__by__bureau=VERBATIM,
        refused__bound_at_once=VERBATIM,
        refused__bound_monthly=VERBATIM,
        income__column__infants=COLUMN,
    ),
    zh("no blank beside a full-width mark", "[，。；：！？（【、] |(?<! ) [，。；：！？）】、]"),
    # what ends with a command to be typed has no stop behind it
    zh("two sentences end with a full stop", r"^[^\n]*[。！？][^\n]*[^。！？：）】\n}a-z]$"),
    zh("lists are numbered 1. 2. 3.", r"(^|\n)\d、"),
    *(
        zh(f"{word}: {instead}", word, **but)
        for word, instead, but in (
            (
                "账户",
                "账号",
                {
                    "refused__no_mobile": VERBATIM,
                    "refused__email_taken": BUREAU,
                    "bureau__*": BUREAU,
                    "*__bureau__*": BUREAU,
                    "bjapp__*": BUREAU,
                    "mail__*": BUREAU,
                    "journal__why__first__*": BUREAU,
                    "journal__why__lock__*": BUREAU,
                    "journal__why__second__*": BUREAU,
                    "journal__field__bureau": BUREAU,
                    "refused__tie_pending": BUREAU,
                    "sms__bureau__*": BUREAU,
                    "annex__column__deferred_pension__document": COLUMN,
                },
            ),
            ("手机号(?!码)|绑定的手机(?!号码)|手机已更换|手机没有绑定", "手机号码", {}),
            ("重设|变更密码", "重置, 修改密码", {}),
            ("打开单位|单位打开|已开(?![始启立])", "进入", {}),
            (
                "(?<!服务)大厅(?!注册码)|办税厅",
                "办税服务厅",
                {"reset__hint": VERBATIM, "refused__not_withdrawable": VERBATIM, "export__form__hall": FORM},
            ),
            ("税号|纳税号", "纳税人识别号", {}),
            ("扣缴客户端", "扣缴端", {}),
            ("角色", "身份", {}),
            ("手机APP|手机 APP|门户", "个人所得税APP, 个人所得税网站", {}),
            ("演示手机|演示用的?手机|插卡|放入 SIM", "模拟手机, 插入", {}),
            ("过渡期|正式期", "第一阶段, 第二阶段", {}),
            ("测试者入口|(?<!测试)入口口令", "测试入口", {}),
            ("老师", "教师", {}),
            ("连接不上|没有回答|不作回答", "无法连接, 未响应", {}),
            ("不对|不能(读取|写入|使用|显示)", "不正确, 无法", {}),
            ("这个|那个|这样|的话|仍不行|换一个|(?<!识)别的|再试一次|太[长短多大小远频]", "written Chinese", {}),
            ("登陆|帐号|帐户", "登录, 账号", {}),
        )
    ),
    en("no full-width marks", "[，。；：！？（）「」【】、]"),
    en("taxpayer ID", r"\b[Tt]axpayer id\b"),
    en("the app, not the APP", r"\bAPP\b"),
    *(
        en(f"{word}: {instead}", word)
        for word, instead in (
            (r"\banew\b|\bbut for\b|\bbegins? again\b|\bbegun\b", "again, except, start"),
            (r"\bput right\b|\btak(e|en) (down|off)\b|\bhand(ed)? out\b|\b[Mm]end\b", "correct, record, issue, fix"),
            (r"\bgood (for|until)\b", "valid"),
            (r"\b([Tt]hi[st]|[Tt]hat|[Ii]t|which|for|}) is no (?!longer)", "is not a"),
            (r"\bForgotten\b|\bjoin line\b|\bof late\b|\bin sight\b|\bturns? us away\b", "as people say today"),
            (r"\b[Ww]hoever\b|\bWho (has|runs)\b|\bthemself\b|\bIf that was not\b", "those who, if this"),
        )
    ),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.language}: {rule.says}")
def test_every_text_follows_it(rule: Rule) -> None:
    broken = {key: pair[rule.language is Language.en] for key, pair in EVERY.items() if rule.breaks(pair[rule.language is Language.en])}
    excepted = {key for key in broken for pattern in rule.but if fnmatchcase(key, pattern)}
    assert {key: text for key, text in broken.items() if key not in excepted} == {}
    assert not [pattern for pattern in rule.but if not any(fnmatchcase(key, pattern) for key in broken)], "exceptions that nobody needs"


ELSEWHERE = {"+", "北京税务"}
"""On a phone of one's own: in the bureau's APP, and in the shops of APPs."""


def test_what_stands_in_brackets_is_found_on_the_screen() -> None:
    """【】 holds the name of a button, a menu or a function, as it is written where one looks for it."""
    faces = {re.sub(r"\s", "", chinese) for chinese, _ in EVERY.values()} | ELSEWHERE
    named = {(key, name) for key, (chinese, _) in EVERY.items() for name in re.findall("【([^】{]+)】", chinese)}
    assert {(key, name) for key, name in named if name not in faces} == set()


@dataclass(frozen=True)
class Place:
    """Where texts are shown at 80x24, and what room there is."""

    name: str
    cells: int
    lines: int
    keys: tuple[str, ...]


PLACES = (
    Place("the key line", 16, 1, ("key.*",)),
    Place(
        "under a field of a form",
        50,
        2,
        ("login.wrong", "login.last", "login.locked", "login.account_*", "password.*", "captcha.empty", "idform.*"),
    ),
    Place(
        "under a field of a wizard", 50, 2, ("identity.number.*", "identity.name.*", "registration.*_fault.*", "smscode.*", "weakness.*")
    ),
    Place(
        "under a field of a dialog",
        44,
        2,
        ("verify.wrong", "verify.last", "verify.locked", "verify.unlocked", "add.fault.*", "ca.fault.*", "ca.no_*"),
    ),
    Place("a refusal, under a field or beside a button", 50, 2, ("refused.*", "accident.*")),
    Place(
        "a notice over a form", 64, 2, ("login.ended.*", "login.not_ours", "login.logged_out*", "registration.looked", "registration.over")
    ),
    Place("the line of status", 78, 1, ("home.closed.*", "units.order_kept", "units.arranging", "units.none*", "keys.dropped")),
    Place("beside a QR code", 33, 3, ("qr.over.*", "qr.next.*")),
    Place("a button of a dialog", 20, 1, ("dialog.*", "registration.leave_yes", "recovery.leave_yes", "units.set_default")),
)
WIDEST = {
    "left": "120:00",
    "minutes": "1439",
    "tries": "4",
    "name": "广东示例农村合作社有限公司",
    "what": "《（U+20000）",
    "url": "https://192.168.1.20:8765",
    "columns": "120",
    "rows": "40",
    "count": "200",
    "shortest": "4",
    "longest": "16",
    "path": "~/unit.p12",
}
"""Values as wide as they come."""


def parameters(texts: tuple[str, str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_text_has_room_where_it_is_shown(place: Place, language: Language) -> None:
    words = Words(EVERY, language)
    inner = {
        "type": max((words.say(key) for key in EVERY if key.startswith("identity.type.")), key=len),
        "form": max((words.say(key) for key in EVERY if key.startswith("identity.form.")), key=len),
        "why": words.say("accident.timeout"),
    }
    shown = [key for key in EVERY if any(fnmatchcase(key, pattern) for pattern in place.keys)]
    assert shown
    said = {key: words.say(key, **{name: (WIDEST | inner).get(name, name) for name in parameters(EVERY[key])}) for key in shown}
    assert {key: lines for key, text in said.items() if len(lines := wrapped(text, place.cells)) > place.lines} == {}
