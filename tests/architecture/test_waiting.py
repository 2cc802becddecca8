"""Who waits for a dialog is not taken away by its closing; what is asked anew is asked alone; no transaction waits."""

import ast
from collections import Counter
from collections.abc import Iterator

from tests.architecture.sources import Source, calls, sources, walk

_WAITS = "push_screen_wait"
_GROUP = "dialog"
_RESUMES = "on_screen_resume"
_SIDE_BY_SIDE = {"act", "errand-act", "errand-page", "errand-kept", "errand-farewell"}
_ENDED_BY_HAND = {
    ("screens/pages/pane.py", "reading.wait"),
    ("screens/pages/pane.py", "self._send"),
    ("screens/forms/guess_form.py", "self._renew"),
    ("widgets/pages/page_view.py", "self._count"),
}
"""What may begin the next of its kind itself, or is begun once."""
_WRITES = (".write", ".write_ahead", ".acting")


def functions(source: Source) -> dict[str, ast.AST]:
    return {node.name: node for node in walk(source.tree, ast.FunctionDef, ast.AsyncFunctionDef)}


def reaching(known: dict[str, ast.AST], goal: str, without: str = "run_worker") -> set[str]:
    """The functions of a file that call `goal`, or one that does, in their own task."""
    found = {name for name, node in known.items() if any(called.endswith("." + goal) for called, _ in calls(node))}
    while True:
        more = {name for name, node in known.items() if name not in found and set(own_calls(node, without)) & found}
        if not more:
            return found
        found |= more


def own_calls(node: ast.AST, without: str) -> Iterator[str]:
    elsewhere = {id(part) for called, call in calls(node) if called.endswith(without) for part in walk(call)}
    yield from (called.rpartition(".")[2] for called, call in calls(node) if id(call) not in elsewhere)


def workers(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What each worker runs, and its group."""
    for called, call in calls(tree):
        if called.endswith("run_worker") and call.args:
            [work] = call.args[:1]
            name = next((named.rpartition(".")[2] for named, _ in calls(work)), "")
            group = next((word.value for word in call.keywords if word.arg == "group"), None)
            yield name, group.value if isinstance(group, ast.Constant) and isinstance(group.value, str) else ""


def test_a_worker_that_waits_for_a_dialog_shares_its_group_with_no_other_kind() -> None:
    """Closing a dialog uncovers the screen below, which reads anew: an exclusive worker of its group would cancel who waits."""
    waiting: list[tuple[str, str]] = []
    for source in sources():
        waits = reaching(functions(source), _WAITS)
        for work, group in workers(source.tree):
            if work in waits:
                waiting.append((source.name, work))
                assert group == _GROUP, f"{source.name}: {work} waits for a dialog in the group {group!r}"
    assert len(waiting) > 10


def test_what_a_resume_starts_waits_for_no_dialog() -> None:
    for source in sources():
        known = functions(source)
        if _RESUMES not in known:
            continue
        waits, started, todo = reaching(known, _WAITS), set[str](), [_RESUMES]
        while todo:
            name = todo.pop()
            started.add(name)
            todo += [each for each in own_calls(known[name], "run_worker") if each in known and each not in started]
            begun = [work for work, _ in workers(known[name])]
            assert not set(begun) & waits, f"{source.name}: {name} opens a dialog whenever the screen is seen again"


def test_of_each_kind_of_work_only_the_latest_goes_on() -> None:
    """What is asked anew takes the place of what was asked before, whose answer would come on top of it; an act's is not taken away."""
    seen = Counter[str]()
    for source in sources():
        for called, call in calls(source.tree):
            if called.endswith("run_worker"):
                words = {word.arg: word.value.value for word in call.keywords if isinstance(word.value, ast.Constant)}
                work, group = ast.unparse(call.args[0]).partition("(")[0], str(words["group"])
                seen[group] += 1
                side_by_side = group in _SIDE_BY_SIDE or (source.name, work) in _ENDED_BY_HAND
                assert words.get("exclusive", False) is not side_by_side, f"{source.name}:{call.lineno}"
    assert seen.keys() > _SIDE_BY_SIDE
    assert seen.total() > 50


def test_a_transaction_awaits_nothing() -> None:
    """Nobody else runs until it is over: one writer never waits for another, and what is told in it is looked up after it (QR-02)."""
    seen = 0
    for source in sources():
        for block in walk(source.tree, ast.With):
            if any(called.endswith(_WRITES) for item in block.items for called, _ in calls(item.context_expr)):
                seen += 1
                waits = [node for node in walk(block) if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)]
                assert not waits, f"{source.name}:{block.lineno}"
    assert seen > 50
