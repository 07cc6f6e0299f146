"""What appeals are called on pages: against what, where they stand, how they were decided. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

AGAINST: dict[str, Text] = {
    "refusal": _l("the motivated refusal"),
    "test": _l("the result of the test"),
    "interview": _l("the decision of the commission"),
}
STATES: dict[str, tuple[Text, str]] = {
    "filed": (_l("filed"), "now"),
    "registered": (_l("registered"), "now"),
    "passed_on": (_l("passed on"), "now"),
    "granted": (_l("granted"), "ok"),
    "rejected": (_l("left without satisfaction"), ""),
    "returned": (_l("returned unheard"), "warn"),
    "withdrawn": (_l("taken back"), ""),
}
DECIDED: dict[str, Text] = {
    "granted": _l("Granted"),
    "rejected": _l("Left without satisfaction"),
    "returned": _l("Returned unheard"),
}
OPEN = ("filed", "registered", "passed_on")
ACTS: dict[str, Text] = {
    "order": _l("A signed order annulled the decision"),
    "own_act": _l("The office annulled its decision by its own act"),
    "correction": _l("The result of the test was corrected"),
}
