"""Which service is meant? Two plain questions, and the services that remain after each answer.

For somebody who does not know the name of what they need. The answers are a way through the list and no law: whoever
may apply is said by each text itself. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from regulations.kinds import ProcedureKind, StepKind
from regulations.model import Edition
from regulations.naming import name_of
from regulations.words import Words


class Who(StrEnum):
    SPECIALIST = "specialist"
    FORENSIC_EXPERT = "forensic-expert"
    ORGANISATION = "organisation"
    PATIENT = "patient"


class Want(StrEnum):
    CERTIFICATE = "certificate"
    ACCREDITATION = "accreditation"
    LICENCE = "licence"
    REISSUE = "reissue"
    DUPLICATE = "duplicate"
    ATTACHMENT = "attachment"


WHO: dict[Who, Words] = {
    Who.SPECIALIST: Words(
        "Денсаулық сақтау маманымын", "Я специалист здравоохранения", "I am a health-care specialist"
    ),
    Who.FORENSIC_EXPERT: Words("Сот сарапшысымын", "Я судебный эксперт", "I am a forensic expert"),
    Who.ORGANISATION: Words(
        "Ұйымның немесе кәсіпкердің атынан келдім",
        "Я от организации или предпринимателя",
        "I come for an organisation or an entrepreneur",
    ),
    Who.PATIENT: Words(
        "Пациентпін немесе оның өкілімін",
        "Я пациент или его представитель",
        "I am a patient or speak for one",
    ),
}
WANT: dict[Want, Words] = {
    Want.CERTIFICATE: Words(
        "Білімімді растау: сертификат, аттестаттау, біліктілік",
        "Подтвердить знания: сертификат, аттестация, квалификация",
        "Have my knowledge confirmed: certificate, attestation, qualification",
    ),
    Want.ACCREDITATION: Words("Аккредиттеу", "Аккредитация", "Accreditation"),
    Want.LICENCE: Words("Лицензия алу", "Получить лицензию", "A licence"),
    Want.REISSUE: Words("Лицензияны қайта ресімдеу", "Переоформить лицензию", "Re-issue of a licence"),
    Want.DUPLICATE: Words("Лицензияның телнұсқасы", "Дубликат лицензии", "A duplicate of a licence"),
    Want.ATTACHMENT: Words("Емханаға бекітілу", "Прикрепиться к поликлинике", "Attachment to a clinic"),
}

_FITS: dict[str, tuple[frozenset[Who], frozenset[Want]]] = {
    "specialist-certificate": (frozenset({Who.SPECIALIST}), frozenset({Want.CERTIFICATE})),
    "specialist-certificate-with-category": (frozenset({Who.SPECIALIST}), frozenset({Want.CERTIFICATE})),
    "organisation-accreditation": (frozenset({Who.ORGANISATION}), frozenset({Want.ACCREDITATION})),
    "independent-expert-accreditation": (frozenset({Who.SPECIALIST}), frozenset({Want.ACCREDITATION})),
    "forensic-expert-attestation": (frozenset({Who.FORENSIC_EXPERT}), frozenset({Want.CERTIFICATE})),
    "forensic-expert-qualification": (
        frozenset({Who.FORENSIC_EXPERT, Who.SPECIALIST}),
        frozenset({Want.CERTIFICATE}),
    ),
    "organ-tissue-blood-licence": (frozenset({Who.ORGANISATION}), frozenset({Want.LICENCE})),
    "medical-licence": (frozenset({Who.ORGANISATION, Who.SPECIALIST}), frozenset({Want.LICENCE})),
    "pharmaceutical-licence": (frozenset({Who.ORGANISATION}), frozenset({Want.LICENCE})),
    "narcotics-licence": (frozenset({Who.ORGANISATION}), frozenset({Want.LICENCE})),
    "rural-pharmacy-attestation": (frozenset({Who.SPECIALIST}), frozenset({Want.CERTIFICATE})),
    "clinic-attachment": (frozenset({Who.PATIENT}), frozenset({Want.ATTACHMENT})),
}
_BY_PROCEDURE = {ProcedureKind.REISSUE: Want.REISSUE, ProcedureKind.DUPLICATE: Want.DUPLICATE}
# The stages that a reader would ask about, in the order in which they come.
_STAGES = (
    StepKind.PAYMENT,
    StepKind.DOCUMENT_CHECK,
    StepKind.TEST,
    StepKind.EVALUATION,
    StepKind.INTERVIEW,
)


def who_fits(service: str) -> frozenset[Who]:
    """Who mostly asks for this service; one that the table does not know yet is offered to everybody."""
    return _FITS[service][0] if service in _FITS else frozenset(Who)


def wants_met(edition: Edition) -> frozenset[Want]:
    """What this service gives; re-issue and duplicate follow from the procedures that its text has."""
    own = _FITS[edition.service][1] if edition.service in _FITS else frozenset(Want)
    return own | {_BY_PROCEDURE[p.kind] for p in edition.procedures if p.kind in _BY_PROCEDURE}


def procedure_for(edition: Edition, want: Want | None) -> str | None:
    """The procedure of a service that a want points at, where it points at one."""
    kinds = {kind for kind, met in _BY_PROCEDURE.items() if met is want}
    return next((procedure.id for procedure in edition.procedures if procedure.kind in kinds), None)


def find(editions: Iterable[Edition], who: Who | None, want: Want | None) -> tuple[Edition, ...]:
    """The services that remain; an unanswered question leaves all."""
    return tuple(
        edition
        for edition in editions
        if (who is None or who in who_fits(edition.service)) and (want is None or want in wants_met(edition))
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question, and how many services it would leave."""

    value: Who | Want
    words: Words
    count: int
    chosen: bool


def who_offers(editions: tuple[Edition, ...], who: Who | None, want: Want | None) -> tuple[Offer, ...]:
    """The answers to “who are you?” that leave something, given the other answer."""
    offers = (Offer(one, WHO[one], len(find(editions, one, want)), one is who) for one in Who)
    return tuple(offer for offer in offers if offer.count or offer.chosen)


def want_offers(editions: tuple[Edition, ...], who: Who | None, want: Want | None) -> tuple[Offer, ...]:
    """The answers to “what do you need?” that leave something, given the other answer."""
    offers = (Offer(one, WANT[one], len(find(editions, who, one)), one is want) for one in Want)
    return tuple(offer for offer in offers if offer.count or offer.chosen)


def stages(edition: Edition) -> tuple[Words, ...]:
    """What the applicant goes through, in few words: payment, documents, test, interview."""
    kinds = {step.kind for step in edition.steps}
    return tuple(name_of(kind) for kind in _STAGES if kind in kinds)
