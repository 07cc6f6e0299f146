"""The questions of a sealed paper as its candidates see them: rendered and packed once for each language.

A form is one sealed paper; candidates who share it differ in the turn of its order alone. What is kept in memory is
keyed by the paper's digest, which only a released paper has come to, and holds nothing of its keys.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from types import SimpleNamespace

from flask import url_for

from exam.attempt_reading import Sitter
from exam.models import Attempt
from exam.paper_order import Placed, in_turn
from exam.player_page import render_sheets
from question_banks.candidate_form import CandidateBody, candidate_body, candidate_vignette
from question_banks.content import Language
from question_banks.released_papers import ReleasedPaper, read_paper

# Forms of one sitting and a few beside it; packed, a form takes some tens of kilobytes.
MOST_FORMS = 64


@dataclass(frozen=True, slots=True)
class Form:
    """What every page of this form needs: titles, order, images, and the packed questions of each language."""

    languages: tuple[Language, ...]
    switch: bool
    sections: dict[str, dict[Language, str]]
    calculators: frozenset[str]
    placed: tuple[Placed, ...]
    sheets: dict[str, bytes]
    bodies: dict[Language, tuple[CandidateBody, ...]]
    vignettes: dict[Language, tuple[str, ...]]
    images: frozenset[str]


_forms: OrderedDict[str, Form] = OrderedDict()
_turn = threading.Lock()


def form_of(found: Sitter) -> Form:
    """The form that this attempt sits. Whoever asks first renders it; the others wait and have it."""
    digest = found.around.digest
    with _turn:
        held = _forms.get(digest)
        if held is None:
            held = _forms[digest] = _render(read_paper(found.around.sealed_id))
            while len(_forms) > MOST_FORMS:
                _forms.popitem(last=False)
        _forms.move_to_end(digest)
    return held


def languages_for(attempt: Attempt, form: Form) -> tuple[Language, ...]:
    """The languages that may reach this candidate: their own, or all where the blueprint lets them change."""
    own = tuple(one for one in form.languages if one == attempt.language)
    return form.languages if form.switch or not own else own


def order_of(found: Sitter, form: Form) -> tuple[int, ...]:
    """The questions as this candidate meets them, by their numbers on the paper."""
    return in_turn(form.placed, found.around.turn)


def _render(paper: ReleasedPaper) -> Form:
    blueprint = paper.blueprint
    images: set[str] = set()

    def address(digest: str) -> str:
        # Images of explanations never come here, so that they cannot be asked for either.
        images.add(digest)
        return url_for("exam.player_image", digest=digest)

    bodies = {
        one: tuple(candidate_body(place.question, place.arrangement, one, address) for place in paper.places)
        for one in blueprint.languages
    }
    vignettes = {
        one: tuple(
            candidate_vignette(place.case, one, address) if place.case is not None else ""
            for place in paper.places
        )
        for one in blueprint.languages
    }
    return Form(
        languages=blueprint.languages,
        switch=blueprint.language_switch,
        sections={section.id: dict(section.titles) for section in blueprint.sections},
        calculators=frozenset(section.id for section in blueprint.sections if section.calculator),
        placed=tuple(Placed(one.number, one.section, one.case_edition_id) for one in paper.places),
        sheets={one: _sheets(one, bodies[one], vignettes[one]) for one in blueprint.languages},
        bodies=bodies,
        vignettes=vignettes,
        images=frozenset(images),
    )


def _sheets(language: str, bodies: tuple[CandidateBody, ...], vignettes: tuple[str, ...]) -> bytes:
    shown = [
        SimpleNamespace(number=number, body=body, vignette=vignette)
        for number, (body, vignette) in enumerate(zip(bodies, vignettes, strict=True), start=1)
    ]
    return render_sheets(language, shown)
