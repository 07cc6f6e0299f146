"""What orders are called on pages. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

KINDS: dict[str, Text] = {
    "award": _l("Award and refusal"),
    "refusal": _l("Refusal only"),
    "evaluation": _l("External evaluation: days and expert group"),
    "commission": _l("Composition of a commission"),
    "correction": _l("Correction of a mistake in writing"),
    "annulment": _l("Annulment of a point of an order"),
    "status": _l("Status of issued papers"),
}
STATES: dict[str, tuple[Text, str]] = {
    "draft": (_l("draft"), ""),
    "approval": (_l("being approved"), "warn"),
    "returned": (_l("returned with remarks"), "bad"),
    "approved": (_l("approved, waits for signing to open"), "warn"),
    "signing": (_l("waits for the signature"), "warn"),
    "signed": (_l("the order is signed"), "ok"),
    "withdrawn": (_l("withdrawn"), ""),
}
LINES: dict[str, Text] = {
    "award": _l("Award"),
    "refuse": _l("Refuse"),
    "evaluate": _l("Evaluate"),
    "suspend": _l("Suspend"),
    "resume": _l("Resume"),
    "return": _l("Returned by the holder"),
    "revoke": _l("Revoke"),
    "annul": _l("Annul"),
    "correct": _l("Correct"),
}
DIFFERENCES: dict[str, Text] = {
    "title": _l("Title"),
    "preamble": _l("Preamble"),
    "added": _l("Line added"),
    "taken_out": _l("Line taken out"),
    "changed": _l("Line changed"),
    "people": _l("People named"),
    "closing": _l("Closing points"),
    "headings": _l("Headings of the lists"),
}
SAID: dict[str, Text] = {"approved": _l("approved"), "returned": _l("returned with remarks")}
