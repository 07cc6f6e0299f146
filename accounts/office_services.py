"""Which kinds of office give which service: the providers that the texts name, by the kinds of our tree. Pure data."""

from __future__ import annotations

PROVIDERS: dict[str, frozenset[str]] = {
    "specialist-certificate": frozenset({"territorial"}),
    "specialist-certificate-with-category": frozenset({"territorial"}),
    "organisation-accreditation": frozenset({"committee", "territorial"}),
    "independent-expert-accreditation": frozenset({"committee", "territorial"}),
    "forensic-expert-attestation": frozenset({"committee", "territorial"}),
    "forensic-expert-qualification": frozenset({"committee", "territorial"}),
    "organ-tissue-blood-licence": frozenset({"committee"}),
    "medical-licence": frozenset({"akimat", "health_department"}),
    "pharmaceutical-licence": frozenset({"health_department"}),
    "narcotics-licence": frozenset({"health_department"}),
    "rural-pharmacy-attestation": frozenset({"health_department"}),
    "clinic-attachment": frozenset({"clinic"}),
}
# An office that decides for those below it is asked for their services too.
ABOVE: dict[str, frozenset[str]] = {
    "committee": frozenset({"territorial"}),
    "akimat": frozenset({"health_department", "clinic"}),
    "health_department": frozenset({"clinic"}),
}


def services_of(office_kind: str) -> tuple[str, ...]:
    """The services on which an office of this kind decides: its own, and those of the offices under it."""
    concerned = {office_kind} | ABOVE.get(office_kind, frozenset())
    return tuple(service for service, givers in PROVIDERS.items() if givers & concerned)
