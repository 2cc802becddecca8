"""The commands' help, and what the program pays for them."""

import subprocess
import sys

import click
import pytest
from rich.cells import cell_len

from etax_client import shell
from etax_client.control_cli.program import GROUPS
from etax_client.control_cli.program import control as program
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from tests.control_cli.shells import HAN, Shell


def commands() -> list[list[str]]:
    top = program(words())
    found: list[list[str]] = [[]]
    for name, command in top.commands.items():
        found.append([name])
        if isinstance(command, click.Group):
            found += [[name, inner] for inner in command.commands]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
@pytest.mark.parametrize("language", list(Language))
def test_every_help_page_is_in_one_language_and_fits(command: list[str], language: Language, control: Shell) -> None:
    page = control.done(*command, "--lang", language.value, "--help")
    assert max(map(cell_len, page.splitlines())) <= 80
    without_names = page.replace("zh 中文，", "")
    if language is Language.en:
        assert not HAN.search(without_names)
    else:
        for line in page.splitlines():
            assert not line.strip() or HAN.search(line) or line.lstrip().startswith("--"), line


def test_the_groups_say_what_they_hold(control: Shell) -> None:
    for group in ((), *((name,) for name in GROUPS)):
        status, out, err = control(*group)
        assert (status, out) == (shell.WRONG_USE, "")
        assert "Usage:" in err
    assert "control" in control.program("--help")[1]


def test_nothing_of_it_is_loaded_before_it_is_asked_for() -> None:
    """P1: the other commands pay nothing for it."""
    program = "import sys; from etax_client.cli import run; run(['config', 'path']); print('etax_client.control_cli' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "False"
