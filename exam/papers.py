"""The papers of this room: the admission ticket, and the record of a hall; facts go in, the bytes of a PDF come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from applications import paper_parts as parts
from core.pdf import add_papers, render_pdf
from core.settings import Settings
from exam.models import SittingPlace
from regulations.catalogue import catalogue

add_papers("exam", Path(__file__).parent / "papers_typ")


def settings() -> Settings:
    held: Settings = current_app.extensions["synaq.settings"]
    return held


def ticket(place: SittingPlace, language: str) -> bytes:
    """The admission ticket of a place: made anew whenever it is asked for, always of the same facts."""
    sitting, case = place.sitting, place.case
    if case is None:
        raise LookupError("a rehearsal has no ticket")
    zone = ZoneInfo(sitting.office.zone)
    edition = catalogue().edition(case.edition_id)
    facts: dict[str, Any] = {
        **parts.about(case, edition),
        "office": parts.office_names(sitting.office),
        "number": f"{sitting.number}/{place.slot}",
        "moment": place.booked_at.astimezone(zone),
        "check_address": f"{settings().public_address}/ticket/{place.public_id}",
        "specialty": specialty_words(place),
        "room": sitting.room.name,
        "address": sitting.room.address,
        "begins": sitting.starts_at.astimezone(zone),
        "place": str(place.slot),
        "test_language": {"kk": LANGUAGE["kk"][place.language], "ru": LANGUAGE["ru"][place.language],
                          "en": LANGUAGE["en"][place.language]},
    }  # fmt: skip
    return render_pdf("exam/ticket", facts, specimen=settings().specimen, language=language)


LANGUAGE = {
    "kk": {"kk": "қазақ тілі", "ru": "орыс тілі", "en": "ағылшын тілі"},
    "ru": {"kk": "казахский язык", "ru": "русский язык", "en": "английский язык"},
    "en": {"kk": "Kazakh", "ru": "Russian", "en": "English"},
}


def specialty_words(place: SittingPlace) -> dict[str, str] | None:
    """The specialty in three languages, where the case has one."""
    specialty = place.case.specialty if place.case else None
    if specialty is None:
        return None
    return {"kk": specialty.name_kk, "ru": specialty.name_ru, "en": specialty.name_en}
