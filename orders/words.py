"""What the things of this room are called on pages. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

OUTCOMES: dict[str, Text] = {"award": _l("Award"), "refuse": _l("Refuse")}
# Of a decision, where the other is of a result: they differ in Russian.
DECIDED: dict[str, Text] = {"positive": _l("decided: positive"), "negative": _l("decided: negative")}
VERDICTS: dict[str, Text] = {
    "positive": _l("positive"),
    "negative": _l("negative"),
    "void": _l("taken back"),
}
