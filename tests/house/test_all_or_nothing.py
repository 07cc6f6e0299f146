"""One way to catch a refusal: whatever shows it on a page has first taken back what the request had changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_import_law import ORDER, ROOT

THE_ONE_WAY = "core/all_or_nothing.py"

# Everywhere else but on pages and in the API: why nothing half-done is left, file by file.
WITH_A_REASON = {
    "accounts/actions/imports.py": "a savepoint for each row; the report names the refused ones",
    "accounts/actions/pace.py": "the counters are kept apart, and outlive the refusal on purpose",
    "accounts/command_line.py": "rolls the command back and ends it",
    "accounts/service_answers.py": "reads a stored value",
    "accounts/setting_words.py": "reads a stored value",
    "accounts/sheet_reading.py": "a reading: why it is nobody's turn",
    "accounts/way_in.py": "a reading: whether there is a way in",
    "applications/actions/refusal_signing.py": "asks whether it may be signed; nothing has been changed",
    "applications/actions/course.py": "a reading: what may be done now",
    "commissions/live_reading.py": "a reading: what has not been decided",
    "commissions/reading_file.py": "a reading: whether there is a file",
    "orders/actions/issuing.py": "asks whether it may be signed; nothing has been changed",
    "orders/actions/order_signing.py": "asks whether it may be signed; nothing has been changed",
    "orders/demo_day.py": "rolls back, and the demo's day goes on with the next case",
    "orders/order_showing.py": "a reading: what stands in the way",
    "question_banks/actions/mass.py": "a savepoint for each question; the answer names the refused ones",
    "question_banks/actions/releasing.py": "asks whether a passphrase is weak; nothing has been changed",
    "question_banks/import_work.py": "rolls back, and the import says why it has failed",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ORDER:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def names_in(node: ast.AST | None) -> set[str]:
    """The last names in an expression: `WrongCode` of `sign_in.WrongCode`."""
    found = ast.walk(node) if node is not None else ()
    return {
        one.id if isinstance(one, ast.Name) else one.attr
        for one in found
        if isinstance(one, ast.Name | ast.Attribute)
    }


def refusals() -> set[str]:
    """`Refusal` and whatever comes from it, in whichever room."""
    known, before = {"Refusal"}, 0
    bases: dict[str, set[str]] = {}
    for _where, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(*(names_in(base) for base in node.bases))
    while len(known) > before:
        before = len(known)
        known |= {name for name, of in bases.items() if of & known}
    return known


def catchers(kinds: set[str]) -> set[str]:
    return {
        where
        for where, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and names_in(node.type) & kinds
    }


def answers_a_request(where: str) -> bool:
    name = Path(where).name
    return "/views/" in where or name.startswith("api") or name.endswith(("views.py", "api.py"))


def test_no_page_and_no_api_catches_a_refusal_but_by_the_one_way() -> None:
    kinds = refusals()
    assert {"RefusedFact", "NotFound", "WrongPassword", "OpensElsewhere"} <= kinds
    assert {where for where in catchers(kinds) if answers_a_request(where)} == set()


def test_whoever_else_catches_a_refusal_has_said_why_nothing_half_done_is_left() -> None:
    assert catchers(refusals()) - {THE_ONE_WAY} == set(WITH_A_REASON)


def test_no_page_catches_whatever_may_happen() -> None:
    """A refusal caught so would be caught unseen, and a mistake of ours with it."""
    wide = {"Exception", "BaseException"}
    bare = {
        where
        for where, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or names_in(node.type) & wide)
    }
    assert {where for where in bare if answers_a_request(where)} == set()
