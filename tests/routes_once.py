"""Addresses are compiled once a run instead of once an application: every test has an application of its own.

Four fifths of the time that an application takes to open go into compiling, for each of its addresses, the function
that spells it; the functions are the same each time. A test that opens one application is as true as before.
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compile: Callable[[Rule, bool], Builder] = Rule._compile_builder
_compiled: dict[tuple[object, ...], Builder] = {}


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Builder:
    if rule.defaults:
        return _compile(rule, append_unknown)
    # All that the function is made of: the pieces of the address, and whether what is left over goes behind `?`.
    made_of = (rule.rule, append_unknown, *rule._trace)
    if made_of not in _compiled:
        _compiled[made_of] = _compile(rule, append_unknown)
    return _compiled[made_of]


def compile_routes_once() -> None:
    """From now on, in this process."""
    Rule._compile_builder = _compiled_once  # type: ignore[method-assign, assignment]  # the library has no door for it
