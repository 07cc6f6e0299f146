"""The words of this room's small vocabularies: kinds, states, difficulties, levels, states of a language."""

from __future__ import annotations

from core.languages import Text, _l

KINDS: dict[str, Text] = {
    "single": _l("One right answer"),
    "multiple": _l("Several right answers"),
    "true_false": _l("True or false"),
    "matching": _l("Matching"),
    "ordering": _l("Ordering"),
    "numeric": _l("A number"),
    "short_text": _l("A short text"),
    "gaps": _l("Gaps in a text"),
    "oral": _l("Oral task"),
    "case": _l("Situation"),
}
KIND_HINTS: dict[str, Text] = {
    "single": _l("The candidate chooses one of several options."),
    "multiple": _l("The candidate chooses every option that is right; you say how it is scored."),
    "true_false": _l("The candidate judges one statement."),
    "matching": _l("The candidate finds the right side of each left side."),
    "ordering": _l("The candidate puts items into their order."),
    "numeric": _l("The candidate types a number, with or without a unit."),
    "short_text": _l("The candidate types a word or a few words."),
    "gaps": _l("The candidate fills gaps in a text, by choosing or typing."),
    "oral": _l("A task for the commission's interview, with expected points and a rubric."),
    "case": _l("A situation that several questions share; they are drawn and shown together."),
}
STATES: dict[str, Text] = {
    "draft": _l("draft"),
    "in_review": _l("in review"),
    "approved": _l("approved, in use"),
    "suspended": _l("suspended"),
    "retired": _l("retired"),
}
STATE_KINDS = {"draft": "", "in_review": "now", "approved": "ok", "suspended": "bad", "retired": ""}
LANGUAGE_STATES: dict[str, Text] = {
    "missing": _l("missing"),
    "draft": _l("not checked"),
    "checked": _l("checked"),
    "stale": _l("out of date"),
}
LANGUAGE_STATE_KINDS = {"missing": "", "draft": "now", "checked": "ok", "stale": "warn"}
DIFFICULTIES: dict[str, Text] = {"easy": _l("easy"), "medium": _l("medium"), "hard": _l("hard")}
LEVELS: dict[str, Text] = {
    "recall": _l("recall"),
    "application": _l("application"),
    "analysis": _l("analysis"),
}
