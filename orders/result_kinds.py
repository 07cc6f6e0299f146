"""What each service brings into being: the title on the paper, the letters of its number, its look, its act.

Pure. The twelve kinds are the twelve services; a licence has its own short title, because the text names licence,
annex, re-issue and duplicate in one breath. Which act a kind rests on is the text's (`Result.basis`), and the
database holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regulations.kinds import Medium
from regulations.model import Edition
from regulations.words import Words


class Look(StrEnum):
    """Which template a kind is printed with."""

    CERTIFICATE = "certificate"
    LICENCE = "licence"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class ResultKind:
    letters: str  # the beginning of its number
    look: Look
    searchable: bool  # whether the register finds it by number and name, or only by its code
    title: Words | None = None  # None = as the text or the office names the result


WITH_CATEGORY = "specialist-certificate-with-category"

KINDS: dict[str, ResultKind] = {
    "specialist-certificate": ResultKind("SC", Look.CERTIFICATE, True),
    WITH_CATEGORY: ResultKind(
        "SQ",
        Look.CERTIFICATE,
        True,
        Words("Маман сертификаты", "Сертификат специалиста", "Specialist certificate"),
    ),
    "organisation-accreditation": ResultKind("OA", Look.CERTIFICATE, True),
    "independent-expert-accreditation": ResultKind("IE", Look.CERTIFICATE, True),
    "forensic-expert-attestation": ResultKind("FA", Look.CERTIFICATE, True),
    "forensic-expert-qualification": ResultKind("FQ", Look.CERTIFICATE, True),
    "rural-pharmacy-attestation": ResultKind("RP", Look.CERTIFICATE, True),
    "organ-tissue-blood-licence": ResultKind("LB", Look.LICENCE, True),
    "medical-licence": ResultKind(
        "LM",
        Look.LICENCE,
        True,
        Words(
            "Медициналық қызметке лицензия",
            "Лицензия на медицинскую деятельность",
            "Licence for medical activity",
        ),
    ),
    "pharmaceutical-licence": ResultKind(
        "LP",
        Look.LICENCE,
        True,
        Words(
            "Фармацевтикалық қызметке лицензия",
            "Лицензия на фармацевтическую деятельность",
            "Licence for pharmaceutical activity",
        ),
    ),
    "narcotics-licence": ResultKind(
        "LN",
        Look.LICENCE,
        True,
        Words(
            "Есірткі құралдарының, психотроптық заттар мен прекурсорлардың айналымына байланысты қызметке лицензия",
            "Лицензия на деятельность, связанную с оборотом наркотических средств, психотропных веществ и прекурсоров",
            "Licence for activity connected with the circulation of narcotic drugs, psychotropic substances and "
            "precursors",
        ),
    ),
    "clinic-attachment": ResultKind("AT", Look.TICKET, False),
}

CATEGORIES: dict[str, Words] = {
    "second": Words("екінші санат", "вторая категория", "second category"),
    "first": Words("бірінші санат", "первая категория", "first category"),
    "highest": Words("жоғары санат", "высшая категория", "highest category"),
}


def category_fits(service: str, category: str | None) -> bool:
    """A certificate with category is of a case that applied for one, and no other paper is; a guard holds it too."""
    return (category in CATEGORIES) if service == WITH_CATEGORY else category is None


def title_of(edition: Edition, decided: Words | None = None) -> Words:
    """The title on the paper; where the text does not name the result, as the office has decided (I46)."""
    title = KINDS[edition.service].title or edition.result.name or decided
    if title is None:
        raise LookupError(f"{edition.id} names no result, and the office has decided none")
    return title


def number_of(service: str, office_code: str, year: int, number: int) -> str:
    """The number as it is printed and looked up: kind, office, year, and the gapless count."""
    return f"{KINDS[service].letters}-{office_code.upper()}-{year}-{number:06d}"


def by_hand(edition: Edition) -> bool:
    """Whether the text lets the result be handed over on paper, so that signature by hand and seal have a place."""
    return bool({Medium.PAPER, Medium.PAPER_ON_REQUEST, Medium.BY_HAND} & set(edition.result.media))
