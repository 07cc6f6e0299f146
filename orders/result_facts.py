"""The facts of a result paper: what is certified of whom, on what ground, for how long, by whom it is signed.

Pure. They are frozen with their digest before anybody signs, in Kazakh, Russian and English; what the register
shows and what the QR code carries is taken from them and from nothing else. IIN and date of birth are not among
them: a certificate hangs on a wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from orders.result_kinds import CATEGORIES, KINDS, by_hand, title_of
from regulations.kinds import Basis, ProcedureKind
from regulations.model import Edition
from regulations.words import Words

CLINIC_ATTACHMENT = "clinic-attachment"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose paper it is, as the case named them; an organisation's BIN is public, a person's IIN is not."""

    name: str
    bin: str | None = None


@dataclass(frozen=True, slots=True)
class Certified:
    """What the paper says of its holder."""

    specialty: Words | None = None
    category: str | None = None
    examination_kind: Words | None = None
    activity: str | None = None
    place: Words | None = None  # the clinic that attaches
    annex: tuple[str, ...] = ()  # kinds of activity and addresses, one a line


@dataclass(frozen=True, slots=True)
class Ground:
    """The act on which the paper rests: an order by number and day, or none where the text has none."""

    basis: Basis
    number: str | None = None
    day: date | None = None
    on_paper: bool = False  # the order was signed by hand


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    role: Words


@dataclass(frozen=True, slots=True)
class Earlier:
    """The paper that a re-issue or a duplicate stands for."""

    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Validity:
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that is known when the paper is drawn."""

    edition: Edition
    procedure: str
    office: Words
    number: str
    moment: datetime
    holder: Holder
    certified: Certified
    ground: Ground
    validity: Validity
    signatory: Signatory
    decided_title: Words | None = None
    earlier: Earlier | None = None


def _three(words: Words) -> dict[str, str]:
    return {"kk": words.kk, "ru": words.ru, "en": words.en}


def facts_of(drawn: Drawn) -> dict[str, Any]:
    """The facts as the template takes them and the database freezes them."""
    edition, certified = drawn.edition, drawn.certified
    kind = edition.procedure(drawn.procedure).kind
    return {
        "kind": edition.service,
        "procedure": kind.value,
        "title": _three(title_of(edition, drawn.decided_title)),
        "office": _three(drawn.office),
        "number": drawn.number,
        "moment": drawn.moment,
        "name": drawn.holder.name,
        "bin": drawn.holder.bin,
        "specialty": _three(certified.specialty) if certified.specialty else None,
        "category": _three(CATEGORIES[certified.category]) if certified.category else None,
        "examination_kind": _three(certified.examination_kind) if certified.examination_kind else None,
        "activity": certified.activity,
        "place": _three(certified.place) if certified.place else None,
        "annex": list(certified.annex),
        "basis": drawn.ground.basis.value,
        "order": _order(drawn.ground),
        "since": drawn.validity.since,
        "until": drawn.validity.until,
        "unlimited": drawn.validity.until is None and edition.service != CLINIC_ATTACHMENT,
        "earlier": _earlier(drawn.earlier),
        "duplicate": kind is ProcedureKind.DUPLICATE,
        "signatory": {"name": drawn.signatory.name, "role": _three(drawn.signatory.role)},
        "by_hand": by_hand(edition),
    }


def _order(ground: Ground) -> dict[str, Any] | None:
    if (ground.basis is Basis.ORDER) != (ground.number is not None and ground.day is not None):
        raise ValueError("a paper names the order exactly where its text demands one")
    if not ground.number:
        return None
    return {"number": ground.number, "day": ground.day} | ({"on_paper": True} if ground.on_paper else {})


def _earlier(earlier: Earlier | None) -> dict[str, Any] | None:
    return {"number": earlier.number, "day": earlier.day} if earlier else None


def template_of(service: str) -> str:
    """The template of a kind, as `render_pdf` names it."""
    return f"orders/{KINDS[service].look.value}"


# What the register shows to anybody who has number and name, or the code.
PUBLIC = (
    "title", "number", "name", "specialty", "category", "examination_kind", "activity", "annex", "office", "moment",
    "order", "since", "until", "unlimited", "earlier", "duplicate", "signatory",
)  # fmt: skip


def public_facts(facts: dict[str, Any], names: Sequence[str] = PUBLIC) -> dict[str, Any]:
    """The part of the frozen facts that is for everybody; where a patient lives, which a ticket says, is not."""
    hidden = {"activity"} if facts["kind"] == CLINIC_ATTACHMENT else set()
    return {name: facts[name] for name in names if name in facts and name not in hidden}
