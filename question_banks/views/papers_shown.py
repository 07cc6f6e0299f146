"""A paper's questions laid out for a page: by section, cases above their questions, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from core.database import db
from question_banks.blueprint import Blueprint
from question_banks.candidate_form import CandidateBody, ImageAddress, candidate_body, candidate_vignette
from question_banks.content import Language
from question_banks.models import Bank, QuestionEdition, StoredQuestion
from question_banks.released_papers import PaperPlace


@dataclass(slots=True)
class Block:
    """A question, or a case with its questions."""

    questions: list[tuple[int, CandidateBody]]
    vignette: str = ""


@dataclass(frozen=True, slots=True)
class SectionShown:
    title: str
    blocks: list[Block]


def sections_shown(
    places: Sequence[PaperPlace], blueprint: Blueprint, language: Language
) -> list[SectionShown]:
    """The sections of a paper as a candidate meets them."""
    addresses = _addresses([place.edition_id for place in places])
    shown = []
    for section in blueprint.sections:
        own = [place for place in places if place.section == section.id]
        shown.append(SectionShown(section.titles.get(language, ""), _blocks(own, language, addresses)))
    return shown


def _blocks(
    places: Sequence[PaperPlace], language: Language, addresses: dict[int, ImageAddress]
) -> list[Block]:
    blocks: list[Block] = []
    case: int | None = None
    for place in places:
        image = addresses[place.edition_id]
        body = candidate_body(place.question, place.arrangement, language, image)
        if place.case is not None and place.case_edition_id == case:
            blocks[-1].questions.append((place.number, body))
        else:
            vignette = candidate_vignette(place.case, language, image) if place.case else ""
            blocks.append(Block([(place.number, body)], vignette))
        case = place.case_edition_id
    return blocks


def _addresses(edition_ids: Sequence[int]) -> dict[int, ImageAddress]:
    """Where the images of each question are shown from: its bank."""
    rows = (
        db.session.query(QuestionEdition.id, Bank.code)
        .join(StoredQuestion, StoredQuestion.id == QuestionEdition.question_id)
        .join(Bank, Bank.id == StoredQuestion.bank_id)
        .filter(QuestionEdition.id.in_(edition_ids))
    )
    return {edition_id: address_in(code) for edition_id, code in rows}


def address_in(bank_code: str) -> ImageAddress:
    """Where the images of a bank are shown from."""
    return lambda digest: url_for("question_banks.image", code=bank_code, digest=digest)
