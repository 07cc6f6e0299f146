"""The branches into which the list of specialties is divided. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

BRANCHES: dict[str, Text] = {
    "medical": _l("Medicine"),
    "nursing": _l("Nursing"),
    "pharmacy": _l("Pharmacy"),
    "public-health": _l("Public health"),
    "forensic-medical": _l("Forensic-medical examination"),
    "forensic-psychiatric": _l("Forensic-psychiatric examination"),
    "forensic-narcological": _l("Forensic-narcological examination"),
}
