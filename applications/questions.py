"""Which questions an applicant is asked for a service, one to a page, in the order of the task list. Pure.

What the text itself does not need is not asked: no language of the test where there is no test, no register where
the text names none.
"""

from __future__ import annotations

from enum import StrEnum

from core.languages import Text, _l
from regulations.kinds import PORTALS, ChannelId, Identifier, StepKind
from regulations.model import Edition
from regulations.words import Words


class Page(StrEnum):
    """One page of an application; also the last part of its address."""

    OFFICE = "office"
    PROCEDURE = "procedure"
    CARGO = "cargo"
    SPECIALTY = "specialty"
    CATEGORY = "category"
    EXAMINATION = "examination"
    ACTIVITY = "activity"
    LANGUAGES = "languages"
    ACCOMMODATIONS = "accommodations"
    CONTACT = "contact"
    DOCUMENTS = "documents"
    CONSENT = "consent"
    DATA = "data"


TITLES: dict[Page, Text] = {
    Page.OFFICE: _l("Which office do you apply to?"),
    Page.PROCEDURE: _l("What do you apply for?"),
    Page.CARGO: _l("What do you want to bring in or take out?"),
    Page.SPECIALTY: _l("In which specialty?"),
    Page.CATEGORY: _l("Which qualification category?"),
    Page.EXAMINATION: _l("Which kind of forensic examination?"),
    Page.ACTIVITY: _l("What exactly do you apply for?"),
    Page.LANGUAGES: _l("In which language do you want to be tested?"),
    Page.ACCOMMODATIONS: _l("Do you need anything at the test?"),
    Page.CONTACT: _l("How can we reach you?"),
    Page.DOCUMENTS: _l("Your documents"),
    Page.CONSENT: _l("Consent to the use of protected data"),
    Page.DATA: _l("Your data in the register"),
}

CARGOES: dict[str, Text] = {
    "tissue": _l("Human tissue"),
    "blood": _l("Blood and its components"),
    "organ_or_part": _l("An organ or part of an organ"),
}
CATEGORIES: dict[str, Text] = {
    "second": _l("Second category"),
    "first": _l("First category"),
    "highest": _l("Highest category"),
}
FORENSIC = ("forensic-medical", "forensic-psychiatric", "forensic-narcological")

ACCOMMODATIONS: dict[str, Text] = {
    "extra_time": _l("More time for the test"),
    "large_type": _l("Large type or high contrast"),
    "screen_reader": _l("A screen reader"),
    "sign_language": _l("A sign-language interpreter"),
    "assistant": _l("Somebody who reads out or writes down"),
    "separate_room": _l("A separate room"),
    "step_free": _l("A place without steps, for a wheelchair"),
    "breaks": _l("Breaks during the test"),
}

_BY_SPECIALTY = frozenset(
    {
        "specialist-certificate",
        "specialist-certificate-with-category",
        "independent-expert-accreditation",
    }
)
_BY_EXAMINATION = frozenset({"forensic-expert-attestation", "forensic-expert-qualification"})
# What is to be written in the applicant's own words, and how it is explained.
ACTIVITY_HINTS: dict[str, Text] = {
    "organisation-accreditation": _l("The kinds of medical care for which the organisation is to be accredited."),
    "organ-tissue-blood-licence": _l("What, how much, from where to where, and whether in or out of the country."),
    "medical-licence": _l("The kinds and subkinds of medical activity, and the address at which it is carried on."),
    "pharmaceutical-licence": _l("The kinds of pharmaceutical activity, and the address at which it is carried on."),
    "narcotics-licence": _l("The kinds of activity with narcotics and precursors, and its address."),
    "rural-pharmacy-attestation": _l("The settlement and the pharmacy point at which you work or will work."),
    "clinic-attachment": _l("The address at which you live, and the district doctor you wish, if you have a wish."),
}  # fmt: skip


def channel_of(edition: Edition) -> ChannelId | None:
    """By which of the text's channels this portal takes applications; None where the text has no portal."""
    return next((c.id for c in edition.channels if c.id in PORTALS and not c.pre_registration_only), None)


def takes(edition: Edition, kind: str) -> bool:
    """Whether a person, or an organisation, may apply for this service at all."""
    wanted = Identifier.BIN if kind == "organisation" else Identifier.IIN
    return wanted in edition.identified_by


def register_of(edition: Edition, kind: str) -> str | None:
    """Which register the text has asked about this applicant: the name of its door; None where it names none."""
    named = "legal-entities-db" if kind == "organisation" else "individuals-db"
    if named not in edition.registers:
        return None
    return "legal_entities" if kind == "organisation" else "individuals"


def by_cargo(edition: Edition) -> bool:
    """Whether the office's decision on the kind of cargo says which procedure it is."""
    return any(setting.name.startswith("track_for_") for setting in edition.settings)


def track_key(cargo: str) -> str:
    """The office setting that says which track a cargo takes."""
    return f"track_for_{cargo}"


def pages_of(edition: Edition, kind: str) -> tuple[Page, ...]:
    """The pages of this service for a person or an organisation."""
    held = {step.kind for step in edition.steps}
    tested = kind == "person" and bool(held & {StepKind.TEST, StepKind.INTERVIEW})
    asked = {
        Page.OFFICE: True,
        Page.PROCEDURE: len(edition.procedures) > 1 and not by_cargo(edition),
        Page.CARGO: by_cargo(edition),
        Page.SPECIALTY: edition.service in _BY_SPECIALTY,
        Page.CATEGORY: edition.service == "specialist-certificate-with-category",
        Page.EXAMINATION: edition.service in _BY_EXAMINATION,
        Page.ACTIVITY: edition.service in ACTIVITY_HINTS,
        Page.LANGUAGES: tested,
        Page.ACCOMMODATIONS: tested,
        Page.CONTACT: True,
        Page.DOCUMENTS: True,
        Page.CONSENT: True,
        Page.DATA: register_of(edition, kind) is not None,
    }
    return tuple(page for page in Page if asked[page])


def has_interview(edition: Edition) -> bool:
    """Whether a commission speaks with the applicant."""
    return any(step.kind is StepKind.INTERVIEW for step in edition.steps)


def has_test(edition: Edition) -> bool:
    """Whether the applicant sits a test."""
    return any(step.kind is StepKind.TEST for step in edition.steps)


def unconfirmed_notice(edition: Edition) -> Words | None:
    """What the text has the portal say when a register does not confirm the applicant's data."""
    for route in edition.routes:
        if "portal" not in route.id:
            continue
        for item in route.items:
            if item.on_fail and any(name.endswith("-db") for name in item.systems):
                found = next((other for other in route.items if other.ref == item.on_fail), None)
                return found.action if found else None
    return None
