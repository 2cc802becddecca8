"""Click in two languages: help pages and complaints about wrong use, in the words of the catalogue."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click
from typing_extensions import override

from etax_client.domain.local_time import local_time
from etax_client.machine import terminal
from etax_client.machine.settings import BrokenSettings
from etax_client.texts.words import Language, Phrase, Words, phrase

_HEADINGS = {"Options": "shell.options", "Commands": "shell.commands", "Positional arguments": "shell.arguments"}
_METAVARS = {"[OPTIONS]": "shell.some_options", "COMMAND": "shell.a_command", "[ARGS]": "shell.some_arguments"}
_NAMES = tuple(member.value for member in Language)
FAILED = 1
WRONG_USE = 2


class Failure(Exception):
    """Something is not as the command needs it: the sentence to say and the exit status."""

    def __init__(self, text: str, status: int = WRONG_USE) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


_CREDIBLE = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))


def check_clock(words: Words, now: datetime) -> None:
    """A machine whose battery is empty begins in 1970: births, certificates and locks would all be judged by it. Raises Failure."""
    if not _CREDIBLE[0] <= now < _CREDIBLE[1]:
        raise Failure(words.say("serve.clock_wrong", now=local_time(now)), FAILED)


def sure(words: Words, question: str, *, yes: bool) -> None:
    """Ask before something is lost. Raises Failure, or Abort for a no."""
    if yes:
        return
    if not has_terminal():
        raise Failure(words.say("shell.needs_yes"))
    click.confirm(question, abort=True, err=True)


def has_terminal() -> bool:
    """Whether somebody can be asked."""
    return terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)


class SpokenFormatter(click.HelpFormatter):
    """Click's headings, translated."""

    def __init__(self, words: Words, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._words = words

    @override
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, key in _METAVARS.items():
            args = args.replace(english, self._words.say(key))
        super().write_usage(prog, args, self._words.say("shell.usage"))

    @override
    def write_heading(self, heading: str) -> None:
        if heading in _HEADINGS:  # with the language's own colon
            self.write(f"{'':>{self.current_indent}}{self._words.say(_HEADINGS[heading])}\n")
        else:
            super().write_heading(heading)


class SpokenContext(click.Context):
    @override
    def make_formatter(self) -> click.HelpFormatter:
        return SpokenFormatter(words_of(self), self.terminal_width, self.max_content_width)


class SpokenCommand(click.Command):
    context_class = SpokenContext

    @override
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = words_of(ctx).say("shell.help")
        return option


class SpokenGroup(SpokenCommand, click.Group):
    command_class = SpokenCommand
    group_class = type  # subgroups are of this class too

    def __init__(self, *args: Any, late: Mapping[str, Callable[[], click.Command]] | None = None, **attributes: Any) -> None:
        """`late` are commands that are made when they are called, or listed."""
        super().__init__(*args, **attributes)
        self._late = dict(late or {})

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._late})

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        make = self._late.get(cmd_name)
        return super().get_command(ctx, cmd_name) if make is None else make()


def words_of(context: click.Context) -> Words:
    found = context.find_object(Words)
    if found is None:
        raise LookupError("the program was started without words")
    return found


def language(arguments: Sequence[str], environment: Mapping[str, str], chosen: str | None) -> Language:
    """`--lang`, else `ETAX_LANG`, else the one chosen in the settings, else the locale's; Chinese where none says otherwise."""
    for text in (_lang_option(arguments), environment.get("ETAX_LANG"), chosen):
        if text in _NAMES:
            return Language(text)
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return Language.zh if locale.partition(".")[0] in ("", "C", "POSIX") or locale.startswith("zh") else Language.en


def _lang_option(arguments: Sequence[str]) -> str | None:
    """Read before click does, since click's own words depend on it."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


def complaint(error: click.ClickException, words: Words) -> str:
    """What is wrong with how a command was called, and where to read on.

    Click has words of its own, in English alone: elsewhere they go by the kind of error, special kinds before what they are kinds of.
    """
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        return error.ctx.get_help()
    if words.language is Language.en:
        text = error.format_message()
    elif isinstance(error, click.NoSuchOption):
        text = words.say("shell.no_such_option", name=error.option_name)
    elif isinstance(error, click.BadOptionUsage):
        text = words.say("shell.option_usage", name=error.option_name)
    elif isinstance(error, click.MissingParameter):
        text = words.say("shell.missing", name=_name(error))
    elif isinstance(error, click.BadParameter):
        text = words.say("shell.bad_value", name=_name(error), form=_form(error.param, words))
    elif isinstance(error, click.UsageError) and error.ctx is not None and isinstance(error.ctx.command, click.Group):
        text = words.say("shell.no_such_command")
    elif isinstance(error, click.UsageError):
        text = words.say("shell.too_many")
    else:
        text = error.format_message()
    lines = [words.say("shell.error", text=text)]
    if isinstance(error, click.UsageError) and error.ctx is not None:
        lines.append(words.say("shell.try_help", command=error.ctx.command_path))
    return "\n".join(lines)


def broken_settings(error: BrokenSettings) -> Phrase:
    """What is wrong with a settings file, and the way out."""
    why = phrase(f"settings.{error.why.value}", name=error.key or "")
    if error.line is None:
        return phrase("settings.broken", path=error.path, why=why)
    return phrase("settings.broken_line", path=error.path, line=error.line, why=why)


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    return error.param.opts[0] if isinstance(error.param, click.Option) else (error.param.name or "").upper()


def _form(param: click.Parameter | None, words: Words) -> str:
    kind = param.type if param is not None else None
    if isinstance(kind, click.Choice):
        return words.say("shell.form_choice", choices=words.say("shell.between").join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return words.say("shell.form_range", low=kind.min, high=kind.max)
    return words.say("shell.form_other")
