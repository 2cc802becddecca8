"""`etax-client control` and its commands."""

from collections.abc import Callable
from typing import Any

import click

from etax_client.control_cli import (
    bureau,
    bureau_projects,
    bureau_ties,
    bureau_units,
    certificates,
    codes,
    door,
    faults,
    hall_codes,
    people,
    worlds,
)
from etax_client.control_cli.filing import payees, returns
from etax_client.shell import SpokenGroup
from etax_client.texts.words import Words

GROUPS = ("bureau", "certificate", "faults", "filing", "hall-code", "payees", "phone", "snapshot", "world")


def control(words: Words) -> click.Group:
    """The commands in these words."""

    top = SpokenGroup("control", help=words.say("help.control"), params=door.options(words, hidden=False))
    parents: dict[tuple[str, ...], click.Group] = {(): top}
    for name in GROUPS:
        key = name.replace("-", "_")
        parents[name,] = SpokenGroup(name, help=words.say(f"help.control_{key}"), params=door.options(words, hidden=True))
        top.add_command(parents[name,])

    def command(*path: str) -> Callable[[Callable[..., Any]], click.Command]:
        key = "_".join(path).replace("-", "_")
        make = parents[path[:-1]].command(path[-1], help=words.say(f"help.control_{key}"), epilog=words.say("help.control_more"))

        def add(function: Callable[..., Any]) -> click.Command:
            made = make(function)
            made.params += door.options(words, hidden=True)
            return made

        return add

    houses = (bureau, bureau_ties, bureau_units, bureau_projects, certificates, codes, hall_codes, returns)
    for part in (worlds, people, payees, *houses, faults):
        part.add(words, command)
    return top
