"""The words of the external evaluation: marks, verdicts, places in the group."""

from __future__ import annotations

from commissions.standards import Mark
from core.languages import Text, _l

MARKS: dict[str, Text] = {
    Mark.MET: _l("Met"),
    Mark.PARTLY: _l("Partly met"),
    Mark.NOT_MET: _l("Not met"),
    Mark.NOT_APPLICABLE: _l("Does not apply"),
}
MARK_KINDS: dict[str, str] = {
    Mark.MET: "ok",
    Mark.PARTLY: "warn",
    Mark.NOT_MET: "bad",
    Mark.NOT_APPLICABLE: "",
}
VERDICTS: dict[str, Text] = {
    "positive": _l("The organisation meets the accreditation standards"),
    "negative": _l("The organisation does not meet the accreditation standards"),
}
GROUP_ROLES: dict[str, Text] = {
    "chair": _l("Leader of the expert group"),
    "deputy": _l("Deputy leader of the expert group"),
    "secretary": _l("Secretary"),
    "member": _l("Expert"),
    "alternate": _l("Alternate expert"),
}
