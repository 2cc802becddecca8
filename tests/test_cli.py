"""The command line: exit statuses, two languages, clear errors, and nothing imported that is not needed."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from etax_client import cli, serving, shell
from etax_client.domain.servers.pins import Pin
from etax_client.domain.servers.server_urls import ServerUrl
from etax_client.machine import files, settings
from etax_client.machine.settings import Settings
from etax_client.texts.words import Language
from tests.homes import without_a_home

PIN = "sha256:" + "0123456789abcdef" * 4
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAX_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("ETAX_SERVER", "ETAX_PIN", "ETAX_LANG", "ETAX_DEV", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def call(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "etax_client", *arguments],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen", "language"),
    [
        ([], {}, None, Language.zh),
        ([], {"LANG": "C.UTF-8"}, None, Language.zh),
        ([], {"LANG": "zh_CN.UTF-8"}, None, Language.zh),
        ([], {"LANG": "en_GB.UTF-8"}, None, Language.en),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, None, Language.zh),
        ([], {"LANG": "en_GB.UTF-8"}, "zh", Language.zh),
        ([], {"ETAX_LANG": "en"}, "zh", Language.en),
        ([], {"ETAX_LANG": "nonsense"}, None, Language.zh),
        (["--lang", "zh"], {"ETAX_LANG": "en"}, "en", Language.zh),
        (["doctor", "--lang=en"], {}, None, Language.en),
        (["--lang"], {}, None, Language.zh),
    ],
)
def test_the_language_is_the_most_explicit_one(
    arguments: list[str], environment: dict[str, str], chosen: str | None, language: Language
) -> None:
    assert shell.language(arguments, environment, chosen) is language


COMMANDS: tuple[list[str], ...] = (
    [],
    ["demo"],
    ["serve"],
    ["web"],
    ["backup"],
    ["restore"],
    ["doctor"],
    ["config"],
    ["config", "path"],
    ["config", "show"],
    ["config", "set"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", list(Language))
def test_every_help_page_is_in_one_language_and_fits(command: list[str], language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([*command, "--lang", language.value, "--help"]) == 0
    page = capsys.readouterr().out
    assert max(map(cell_len, page.splitlines())) <= 80
    without_names = re.sub(r"zh 中文，", "", page)
    if language is Language.en:
        assert not HAN.search(without_names)
    else:
        for line in page.splitlines():
            assert not line.strip() or HAN.search(line) or line.lstrip().startswith("--"), line
        assert not {"Usage", "Options", "Commands", "[OPTIONS]", "COMMAND"} & set(page.replace(":", " ").split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["config"],
        ["config", "nonsense"],
        ["config", "set", "theme"],
        ["config", "set", "theme", "pink"],
        ["config", "set", "nonsense", "1"],
        ["config", "set", "server", "http://etax.chinatax.gov.cn"],
        ["config", "path", "more"],
        ["serve", "--port", "x"],
        ["serve", "--port", "0"],
        ["serve", "--port"],
        ["serve", "--policy", "paris"],
        ["serve", "--insecure-lan=1"],
        ["serve", "--tls", "--insecure-lan"],
        ["serve", "--host", "www.gov.cn"],
        ["serve", "--host", "a/b"],
        ["web", "--pin", PIN],
        ["web", "--host", "www.gov.cn"],
        ["web", "--server", "http://etax.chinatax.gov.cn"],
        ["demo", "--port", "8765"],
        ["demo", "--phone", "--host", "127.0.0.1"],
        ["demo", "--phone", "--insecure-lan"],
        ["--server", "https://127.0.0.1:1", "--pin", "sha256:12"],
        ["--server", "http://127.0.0.1:1", "--pin", PIN],
        ["doctor", "--server", "http://127.0.0.1:1", "--pin", PIN],
        ["config", "set", "pins", "https://127.0.0.1"],
        ["config", "set", "pins", f"http://127.0.0.1 {PIN}"],
        ["--lang", "de"],
        [],
        ["demo"],
        ["--server", "http://127.0.0.1:1"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", list(Language))
def test_wrong_use_is_status_2_with_a_sentence(
    arguments: list[str], language: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS-1, TLS-3, and the terminal that is none."""
    monkeypatch.setenv("ETAX_LANG", language.value)
    assert cli.run(arguments) == shell.WRONG_USE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert bool(HAN.search(captured.err)) is (language is Language.zh)


def test_hostile_words_from_the_shell_do_not_reach_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """TUI-1; click itself drops escapes only where there is no terminal."""
    said: list[str] = []
    monkeypatch.setattr(click, "echo", lambda text, **_: said.append(text))
    for arguments in (["config", "set", "a\x1b]0;x\x1b\\", "1"], ["serve", "--host", "\x1b[2J"], ["--\x1b[2J"], ["\x1b[2J"]):
        assert cli.run(arguments) == 2
    assert len(said) == 4
    assert "\x1b" not in "".join(said)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://etax.chinatax.gov.cn", "真实税务机关"),
        ("http://192.168.1.2:8765", "--insecure-lan"),
        ("http://a:b@127.0.0.1", "用户名"),
        ("127.0.0.1:8765", "格式不正确"),
    ],
)
def test_a_server_that_is_refused_is_told_why(
    url: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS-3: by option, by environment, by settings."""
    assert cli.run(["--server", url]) == 2
    assert told in capsys.readouterr().err
    monkeypatch.setenv("ETAX_SERVER", url)
    assert cli.run([]) == 2
    assert told in capsys.readouterr().err
    monkeypatch.delenv("ETAX_SERVER")
    settings.save(settings.settings_path(), Settings(server=url))
    assert cli.run([]) == 2
    assert told in capsys.readouterr().err


def test_without_a_server_it_says_so_and_names_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 2
    assert "etax-client demo" in capsys.readouterr().err


def test_settings_are_set_and_shown_with_accounts_masked(capsys: pytest.CaptureFixture[str]) -> None:
    """LOG-11."""
    settings.save(settings.settings_path(), Settings(remembered=("13800000001",)))
    assert cli.run(["config", "set", "theme", "etax-dark"]) == 0
    assert cli.run(["config", "set", "server", "http://localhost:8765/"]) == 0
    capsys.readouterr()
    assert cli.run(["config", "show"]) == 0
    shown = capsys.readouterr().out
    assert 'theme = "etax-dark"' in shown
    assert 'server = "http://localhost:8765"' in shown
    assert "13800000001" not in shown
    assert "138****0001" in shown
    assert settings.load(settings.settings_path()).remembered == ("13800000001",)
    assert cli.run(["config", "path"]) == 0
    assert capsys.readouterr().out.strip() == os.environ["ETAX_CONFIG"]


def test_pins_are_set_shown_and_cleared(capsys: pytest.CaptureFixture[str]) -> None:
    """TLS-2: one for each server, whichever way it is written."""
    other = PIN.replace("0", "f")
    assert cli.run(["config", "set", "pins", f"https://192.168.1.20 {PIN.upper()}, https://[fd00::2]:8765/ {other}"]) == 0
    kept = settings.load(settings.settings_path()).pins
    assert [line.split()[0] for line in kept] == ["https://192.168.1.20:443", "https://[fd00::2]:8765"]
    capsys.readouterr()
    assert cli.run(["config", "show"]) == 0
    assert "https://192.168.1.20:443 sha256:01234567-89abcdef" in capsys.readouterr().out
    assert cli.run(["config", "set", "pins", ""]) == 0
    assert settings.load(settings.settings_path()).pins == ()


@pytest.mark.parametrize(
    ("arguments", "variable", "known"),
    [
        (["--server", "https://192.168.1.20:1"], None, "b"),
        (["--server", "https://192.168.1.20:1"], "c", "c"),
        (["--server", "https://192.168.1.20:1", "--pin", "sha256:" + "d" * 64], "c", "d"),
        (["--server", "https://192.168.1.20:2"], None, None),
        (["--server", "http://127.0.0.1:1"], None, None),
    ],
)
def test_a_server_is_known_by_the_pin_that_is_typed_else_by_its_last_one(
    arguments: list[str], variable: str | None, known: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS-2."""
    asked: list[Pin | None] = []

    def run_client(server: ServerUrl, pin: Pin | None, *_: object, **__: object) -> int:
        asked.append(pin)
        return 0

    settings.save(settings.settings_path(), Settings(pins=(f"https://192.168.1.20:1 sha256:{'b' * 64}",)))
    monkeypatch.setattr("etax_client.client.run_client", run_client)
    monkeypatch.setattr(cli, "_need_terminal", lambda words: None)
    if variable:
        monkeypatch.setenv("ETAX_PIN", f"sha256:{variable * 64}")
    assert cli.run(arguments) == 0
    assert asked == [None if known is None else Pin(known * 64)]


@pytest.mark.parametrize(("url", "told"), [("https://127.0.0.1:1", "格式不正确"), ("http://127.0.0.1:1", "https://")])
def test_a_pin_from_the_environment_is_judged_too(
    url: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETAX_PIN", "sha256:12" if url.startswith("https") else PIN)
    assert cli.run(["--server", url]) == shell.WRONG_USE
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["demo"], ["--server", "https://127.0.0.1:1", "--pin", PIN]])
def test_a_visitor_in_a_browser_gets_none_of_the_users_settings(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """LOG-11, KEY-1: what is started under textual-serve draws for somebody else; it is no terminal, and no mistake either."""
    settings.save(settings.settings_path(), Settings(remembered=("13800000001",), theme="etax-dark", language="en"))
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    given: list[tuple[Settings, object, object, object]] = []

    def run(*told: object, **named: object) -> int:
        given.extend((each, named["settings_path"], named["visiting"], named["language"]) for each in told if isinstance(each, Settings))
        return 0

    monkeypatch.setattr("etax_client.client.run_client", run)
    monkeypatch.setattr("etax_client.demo.run_demo", run)
    assert cli.run(arguments) == 0
    assert given == [(Settings(shared_machine=True), None, True, Language.zh)]


@pytest.mark.parametrize("language", list(Language))
def test_without_the_part_for_browsers_it_is_said_what_to_install(
    language: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etax_client.web.serve.is_installed", lambda: False)
    assert cli.run(["web", "--lang", language.value]) == shell.WRONG_USE
    assert 'pip install "etax-client[web]"' in capsys.readouterr().err


def test_unknown_settings_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path(os.environ["ETAX_CONFIG"]).write_text("colour = 1\n")
    assert cli.run(["config", "show"]) == 0
    assert "colour" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["config", "show"], ["config", "set", "theme", "etax-dark"], ["--server", "http://127.0.0.1:1"]])
def test_broken_settings_are_told_with_file_line_and_way_out(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(os.environ["ETAX_CONFIG"])
    path.write_text("theme = 'etax-dark'\nkeypad = maybe\n")
    assert cli.run(arguments) == 1
    told = capsys.readouterr().err
    assert os.environ["ETAX_CONFIG"] in told
    assert "第 2 行" in told
    assert "删除该文件" in told
    assert cli.run(["--help"]) == 0
    assert path.read_text().endswith("maybe\n")


def test_an_unwritable_folder_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ETAX_CONFIG", str(tmp_path / "file" / "settings.toml"))
    assert cli.run(["config", "set", "theme", "etax-dark"]) == 1
    assert "file" in capsys.readouterr().err


def test_without_a_home_each_command_goes_on_or_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENV-1: a user that no list of users knows, without HOME."""
    without_a_home(monkeypatch)
    monkeypatch.delenv("ETAX_CONFIG")
    for well in (["--version"], ["config", "show"], ["config", "path"]):
        assert cli.run(well) == 0, capsys.readouterr().err
    for told, arguments in (("ETAX_CONFIG", ["config", "set", "theme", "etax-dark"]), ("--database", ["serve", "--port", "1"])):
        monkeypatch.setattr(serving, "opened", lambda *_, **__: None)
        capsys.readouterr()
        assert cli.run(arguments) == shell.FAILED
        said = capsys.readouterr().err
        assert told in said
        assert "HOME" in said


def test_a_server_that_has_no_place_for_its_data_says_which_and_what_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """ENV-1: HOME=/nonexistent etax-client serve."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(files, "data_folder", lambda: tmp_path / "file" / "etax-client")
    monkeypatch.setattr(serving, "opened", lambda *_, **__: None)
    assert cli.run(["serve"]) == shell.FAILED
    told = capsys.readouterr().err
    assert str(tmp_path / "file" / "etax-client") in told
    assert "--database" in told


def test_a_crash_without_a_home_is_a_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    without_a_home(monkeypatch)
    monkeypatch.setattr(cli, "program", lambda _: None)
    assert cli.run([]) == 1
    assert capsys.readouterr().err


def test_a_crash_is_a_sentence_and_a_report(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SEC-2."""

    def fail(*_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(cli, "program", fail)
    assert cli.run([]) == 1
    captured = capsys.readouterr()
    assert "canary" not in captured.out + captured.err
    [report] = (tmp_path / "state").rglob("crash-*.txt") if sys.platform == "linux" else [None]
    assert report is None or str(report) in captured.err


def test_doctor_says_line_by_line_and_fails_without_a_terminal() -> None:
    done = call("doctor", environment={"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"})
    assert done.returncode == 1, done.stderr
    assert "[问题] 终端" in done.stdout
    assert "钥匙串" in done.stdout


def test_the_version() -> None:
    done = call("--version")
    assert (done.returncode, done.stdout) == (0, "etax-client 0.1.0\n")


def test_a_terminal_that_is_not_utf_8_gets_question_marks() -> None:
    done = call("--help", environment={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "etax-client demo" in done.stdout


def test_completion_for_the_shell_is_clicks_own() -> None:
    done = call(environment={"_ETAX_CLIENT_COMPLETE": "bash_source"})
    assert done.returncode == 0, done.stderr
    assert "_etax_client_completion" in done.stdout
    words = {"_ETAX_CLIENT_COMPLETE": "bash_complete", "COMP_WORDS": "etax-client d", "COMP_CWORD": "1"}
    assert call(environment=words).stdout.split() == ["plain,demo", "plain,doctor"]
