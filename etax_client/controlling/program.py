"""`etax-client control` and its commands."""

from collections.abc import Callable
from typing import Any

import click

from etax_client.controlling import codes, door, people, troubles, worlds
from etax_client.shell import SpokenGroup
from etax_client.texts.words import Words

GROUPS = ("faults", "phone", "snapshot", "world")


def control(words: Words) -> click.Group:
    """The commands in these words."""

    def group(name: str, parent: click.Group | None) -> click.Group:
        path = ("control",) if parent is None else ("control", name)
        made = click.group(name, cls=SpokenGroup, help=words.say(_key(*path)))(door.options(words, _nothing, hidden=parent is not None))
        if parent is not None:
            parent.add_command(made)
        return made

    top = group("control", None)
    parents: dict[tuple[str, ...], click.Group] = {(): top, **{(name,): group(name, top) for name in GROUPS}}

    def command(*path: str) -> Callable[[Callable[..., Any]], click.Command]:
        parent = parents[path[:-1]]
        made = parent.command(path[-1], help=words.say(_key("control", *path)), epilog=words.say("help.control_more"))
        return lambda function: made(door.options(words, function, hidden=True))

    for part in (worlds, people, codes, troubles):
        part.add(words, command)
    return top


def _key(*path: str) -> str:
    return "help." + "_".join(path).replace("-", "_")


def _nothing() -> None:
    pass
