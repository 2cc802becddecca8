"""Settings: what is written is read back, what is broken is named by line, and no password ever stands there (LOG-11)."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.machine import files, settings
from etax_client.machine.settings import BrokenSettings, Settings, Why, WrongValue
from etax_client.widgets.themes import THEMES
from tests.homes import without_a_home

texts = st.text(st.characters(codec="utf-8"), max_size=80)
some_settings = st.builds(
    Settings,
    server=st.none() | texts.filter(lambda text: bool(text) and text.isprintable()),
    language=st.sampled_from([None, *settings.LANGUAGE_NAMES]),
    theme=st.sampled_from(settings.THEME_NAMES),
    keypad=st.booleans(),
    remember_accounts=st.just(True),
    remembered=st.lists(texts.filter(lambda t: 0 < len(t) <= 64 and t.isprintable()), max_size=10, unique=True).map(tuple),
    ascii=st.booleans(),
    reduced_motion=st.booleans(),
    insecure_lan=st.booleans(),
    pins=st.lists(texts.filter(lambda t: 0 < len(t) <= 300 and t.isprintable()), max_size=20, unique=True).map(tuple),
    certificates=st.lists(texts.filter(lambda t: bool(t) and t.isprintable()), max_size=20, unique=True).map(tuple),
    kept_sessions=st.lists(texts.filter(lambda t: bool(t) and t.isprintable()), max_size=20, unique=True).map(tuple),
)


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.toml") == Settings()


@given(some_settings)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    settings.save(path, chosen)
    assert settings.load(path) == chosen


def test_the_file_is_for_its_owner_alone_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    settings.save(path, Settings(remembered=("liming",)))
    settings.save(path, Settings(remembered=("wangfang",)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    assert os.listdir(path.parent) == ["settings.toml"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    settings.save(path, Settings(theme="etax-dark"))

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        settings.save(path, Settings(theme="etax-light"))
    assert settings.load(path).theme == "etax-dark"
    assert os.listdir(tmp_path) == ["settings.toml"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.touch()
    link = tmp_path / "settings.toml"
    link.symlink_to(real)
    settings.save(link, Settings(keypad=False))
    assert link.is_symlink()
    assert not settings.load(real).keypad


@pytest.mark.parametrize(
    ("content", "line", "why", "key"),
    [
        (b'theme = "etax-dark"\nkeypad = tru\n', 2, Why.syntax, None),
        (b'theme = "etax-dark"\n\nkeypad = "yes"\n', 3, Why.wrong_value, "keypad"),
        (b'theme = "pink"\n', 1, Why.wrong_value, "theme"),
        (b'language = "fr"\n', 1, Why.wrong_value, "language"),
        (b"server = 7\n", 1, Why.wrong_value, "server"),
        (b'server = "http://a\\u001b]0;x"\n', 1, Why.wrong_value, "server"),
        (b'server = "' + b"x" * 300 + b'"\n', 1, Why.wrong_value, "server"),
        (b'remembered = "liming"\n', 1, Why.wrong_value, "remembered"),
        (b"[keypad]\nx = 1\n", 1, Why.wrong_value, "keypad"),
        (b'theme = "etax-dark"\n# \xff\n', 2, Why.not_text, None),
        (b"#" * (settings.LARGEST_FILE + 1), None, Why.too_large, None),
        (b"x = " + b"[" * 20_000, 1, Why.syntax, None),
        (b"x = " + b"9" * 20_000, 1, Why.syntax, None),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content: bytes, line: int | None, why: Why, key: str | None) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(BrokenSettings) as caught:
        settings.load(path)
    assert (caught.value.path, caught.value.line, caught.value.why, caught.value.key) == (path, line, why, key)


def test_a_folder_in_its_place_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(BrokenSettings) as caught:
        settings.load(tmp_path)
    assert caught.value.why is Why.unreadable


def test_unknown_names_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('keypda = false\nkeypad = false\npassword = "x"\n')
    assert settings.load(path) == Settings(keypad=False)
    assert settings.unknown_names(path) == ("keypda", "password")


def test_hostile_accounts_in_the_file_are_dropped_and_ten_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    entries = ['"\\u001b[2J"', '"' + "x" * 65 + '"', '""', "7", *(f'"user{n}"' for n in range(30))]
    path.write_text(f"remembered = [{', '.join(entries)}]\n")
    assert settings.load(path).remembered == tuple(f"user{n}" for n in range(10))


def test_twenty_pins_are_kept_and_a_shared_machine_keeps_them_too(tmp_path: Path) -> None:
    """TLS-2: a pin says nothing of a person."""
    path = tmp_path / "settings.toml"
    lines = [f"https://{number}:1 sha256:{'a' * 64}" for number in range(30)]
    path.write_text(f"shared_machine = true\npins = [{', '.join(map(repr, lines))}]\n")
    assert settings.load(path).pins == tuple(lines[: settings.MOST_PINS])


def test_remembered_accounts_are_newest_first_and_each_can_be_forgotten() -> None:
    """LOG-11."""
    chosen = Settings()
    for name in ("a", "b", "a"):
        chosen = settings.remember(chosen, name)
    assert chosen.remembered == ("a", "b")
    for number in range(20):
        chosen = settings.remember(chosen, f"n{number}")
    assert chosen.remembered == tuple(f"n{number}" for number in range(19, 9, -1))
    assert settings.forget(chosen, "n15").remembered == tuple(f"n{n}" for n in range(19, 9, -1) if n != 15)
    assert settings.forget(chosen, "nobody") == chosen


@pytest.mark.parametrize("chosen", [Settings(shared_machine=True), Settings(remember_accounts=False)])
def test_nothing_is_remembered_on_a_shared_machine(chosen: Settings, tmp_path: Path) -> None:
    """LOG-11: one setting switches it off, and what was there is gone."""
    assert settings.remember(chosen, "liming").remembered == ()
    path = tmp_path / "settings.toml"
    path.write_text('shared_machine = true\nremembered = ["liming"]\n')
    assert settings.load(path).remembered == ()
    assert settings.choose(Settings(remembered=("liming",)), "shared_machine", "on").remembered == ()


@pytest.mark.parametrize("identifier", ["", "x" * 65, "a\x1b]0;b", "a\nb", "\ud800"])
def test_what_cannot_be_an_account_is_not_remembered(identifier: str) -> None:
    assert settings.remember(Settings(), identifier) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("theme", "etax-contrast", "etax-contrast"),
        ("theme", "", "etax-light"),
        ("keypad", "off", False),
        ("keypad", "", True),
        ("server", "http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("server", "", None),
        ("remembered", "a, b", ("a", "b")),
        ("remembered", "", ()),
        ("pins", "https://a:1 x", ("https://a:1 x",)),
        ("pins", "", ()),
    ],
)
def test_a_typed_value_sets_its_setting(name: str, text: str, value: object) -> None:
    start = Settings(server="http://localhost", theme="etax-dark", remembered=("z",))
    assert getattr(settings.choose(start, name, text), name) == value


@pytest.mark.parametrize(
    ("name", "text"), [("theme", "pink"), ("keypad", "maybe"), ("language", "de"), ("nothing", "1"), ("server", "\x1b")]
)
def test_a_wrong_value_is_refused(name: str, text: str) -> None:
    with pytest.raises(WrongValue):
        settings.choose(Settings(), name, text)


def test_the_file_is_where_the_environment_says() -> None:
    assert settings.settings_path({"ETAX_CONFIG": "/somewhere/s.toml"}) == Path("/somewhere/s.toml")
    assert settings.settings_path({"ETAX_CONFIG": "~no-such-user/s.toml"}) == Path("~no-such-user/s.toml")
    path = settings.settings_path({})
    assert path is not None
    assert path.name == "settings.toml"


def test_a_user_without_a_home_has_no_settings_and_can_save_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """ENV-1: neither HOME nor an entry in the list of users, as in a container."""
    without_a_home(monkeypatch)
    assert settings.settings_path({}) is None
    assert settings.load(None) == Settings()
    assert settings.unknown_names(None) == ()
    with pytest.raises(OSError, match="no home"):
        settings.save(None, Settings())


def test_a_home_that_is_no_folder_is_one_without_settings(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    assert settings.load(tmp_path / "home" / "settings.toml") == Settings()


def test_what_a_scanner_holds_is_tried_again_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENV-1: on Windows a new file is held for a moment by whoever looks at all new files."""
    put = os.replace
    held = [3]
    pauses: list[float] = []

    def holding(source: str, target: Path) -> None:
        held[0] -= 1
        if held[0] >= 0:
            raise PermissionError(13, "held")
        put(source, target)

    monkeypatch.setattr(os, "replace", holding)
    files.put(tmp_path / "a", b"1", patience=1.0, pause=pauses.append)
    assert (tmp_path / "a").read_bytes() == b"1"
    assert len(pauses) == 3
    held[0], pauses[:] = 1000, []
    with pytest.raises(PermissionError):
        files.put(tmp_path / "a", b"2", patience=1.0, pause=pauses.append)
    assert sum(pauses) == pytest.approx(1.0)
    assert (tmp_path / "a").read_bytes() == b"1"
    assert os.listdir(tmp_path) == ["a"]


def test_the_themes_are_the_ones_that_there_are() -> None:
    assert tuple(theme.name for theme in THEMES) == settings.THEME_NAMES


def test_no_setting_can_hold_a_secret() -> None:
    """LOG-11, SES-02."""
    assert not [name for name in settings.NAMES if "password" in name or "token" in name or "secret" in name]


def test_where_a_units_certificate_is_is_remembered(tmp_path: Path) -> None:
    """CA-01: the last place of each unit, the newest first, twenty at most; none on a shared machine, and none that is no line."""
    chosen = Settings()
    for number in range(25):
        chosen = settings.remember_certificate(chosen, f"UNIT{number}", f"/a folder/{number}.p12")
    chosen = settings.remember_certificate(chosen, "UNIT24", "/new.p12")
    assert len(chosen.certificates) == settings.MOST_CERTIFICATES
    assert settings.certificate_file(chosen, "UNIT24") == "/new.p12"
    assert settings.certificate_file(chosen, "UNIT23") == "/a folder/23.p12"
    assert settings.certificate_file(chosen, "UNIT2") == ""
    path = tmp_path / "settings.toml"
    settings.save(path, chosen)
    assert settings.load(path) == chosen
    path.write_text(f"shared_machine = true\ncertificates = {list(chosen.certificates)}\n")
    assert settings.load(path).certificates == ()
    shared = Settings(shared_machine=True)
    assert settings.remember_certificate(shared, "UNIT1", "/x.p12") == shared
    assert settings.remember_certificate(Settings(), "UNIT1", "/x\n.p12") == Settings()
