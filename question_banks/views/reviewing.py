"""The page of the second pair of eyes: all languages side by side, the key, the faults, and the decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from core.access import permission
from core.languages import NAMES, _
from core.refusals import Refusal
from question_banks.actions import ground, review
from question_banks.comparing import differences
from question_banks.content import LANGUAGES, Language
from question_banks.kind_words import KINDS, LANGUAGE_STATE_KINDS, LANGUAGE_STATES
from question_banks.models import QuestionEdition, StoredQuestion
from question_banks.part_words import part_name
from question_banks.shown import show
from question_banks.versions import state_of
from question_banks.views import blueprint
from question_banks.views.finding import (
    address_in,
    fault_sentence,
    languages_first,
    note_seeing,
    opening_of,
    question_here,
)


@blueprint.get("/questions/<int:question_id>/review")
@permission("banks.review")
def review_page(question_id: int) -> ResponseReturnValue:
    """What waits for a decision, or the edition in use whose languages wait for a check."""
    question = question_here(question_id)
    edition = _edition(question)
    held = ground.edition_held(edition, question.kind)
    before = ground.current_edition(question.id)
    older = ground.edition_held(before, question.kind) if before and before.id != edition.id else None
    found = differences(older, held) if older else None
    address = address_in(question.bank.code)
    languages = [one for one in languages_first(held.source_language) if state_of(held, one) != "missing"]
    page = render_template(
        "question_banks/review.html",
        question=question,
        bank=question.bank,
        words=opening_of(question)[0],
        kind=KINDS[question.kind],
        edition=edition,
        columns=[show(held, language, address, keys=True) for language in languages],
        names={one: NAMES[one][1] for one in LANGUAGES},
        spoken=[_language(question, edition, one, state_of(held, one)) for one in languages],
        missing=[NAMES[one][1] for one in LANGUAGES if one not in languages],
        faults=[
            {
                "where": part_name(held, one.part) if one.part else "",
                "language": NAMES[one.language][1] if one.language else "",
                "sentence": fault_sentence(one),
                "error": one.weight == "error",
            }
            for one in ground.faults_of(held, ground.media_at_hand(question.bank_id))
        ],
        changed=[
            {
                "part": part_name(held, one.part),
                "language": NAMES[one.language][1],
                "code": one.language,
                "runs": one.runs,
            }
            for one in (found.parts if found else ())
        ],
        skeleton_changed=bool(found and found.skeleton),
        why_not=_why_not(question, edition),
    )
    note_seeing(question, edition.number)
    return page


def _edition(question: StoredQuestion) -> QuestionEdition:
    edition = ground.waiting_edition(question.id) or ground.current_edition(question.id)
    if edition is None:
        raise Refusal(
            _("This question is being written. There is nothing to review yet."),
            next_step=_("It will appear on your desk when it is sent."),
        )
    return edition


def _language(
    question: StoredQuestion, edition: QuestionEdition, language: Language, state: str
) -> dict[str, Any]:
    """A language with its state, and why it cannot be checked by this person now, if so."""
    row = next(one for one in edition.languages if one.language == language)
    held = ground.edition_held(edition, question.kind)
    why = ""
    if row.checked_by is not None:
        why = _("Checked by %(name)s.", name=row.checker.name if row.checker else "")
    elif row.stale:
        why = _("Out of date: the translator must look at it first.")
    elif row.written_by == signed_in().account.id:
        why = _("You wrote it; another person checks it.")
    elif language != edition.source_language and ground.errors_in(held, question.bank_id, language):
        why = _("It has faults that stand in the way.")
    return {
        "code": language,
        "own": NAMES[language][1],
        "word": LANGUAGE_STATES[state],
        "kind": LANGUAGE_STATE_KINDS[state],
        "writer": row.writer.name,
        "why": why,
        "source": language == edition.source_language,
    }


def _why_not(question: StoredQuestion, edition: QuestionEdition) -> str:
    """Why this person cannot approve; an empty text where they can."""
    refused = review.why_not_approve(question, edition)
    if refused is not None:
        return str(refused.sentence)
    if ground.errors_in(ground.edition_held(edition, question.kind), question.bank_id, None):
        return _("The question has faults that stand in the way of its approval.")
    return ""


@blueprint.post("/questions/<int:question_id>/review/approve")
@permission("banks.review")
def approve(question_id: int) -> ResponseReturnValue:
    """Approve the waiting edition, with the languages that were checked too."""
    question = question_here(question_id)
    edition = review.approve(question.id, _sent_edition(), _sent_languages())
    flash(_("Edition %(number)s is approved and in use.", number=edition.number), "ok")
    return _onwards()


@blueprint.post("/questions/<int:question_id>/review/check")
@permission("banks.review")
def check(question_id: int) -> ResponseReturnValue:
    """Check languages of the edition in use."""
    question = question_here(question_id)
    languages = _sent_languages()
    if not languages:
        raise Refusal(_("Tick the languages that you have read."), status=422)
    for language in languages:
        review.check_language(question.id, _sent_edition(), language)
    flash(_("The languages are checked."), "ok")
    return _onwards()


@blueprint.post("/questions/<int:question_id>/review/send-back")
@permission("banks.review")
def send_back(question_id: int) -> ResponseReturnValue:
    """Send the waiting edition back with a remark."""
    question = question_here(question_id)
    review.send_back(question.id, _sent_edition(), request.form.get("remark", ""))
    flash(_("The question is sent back. Its author sees your remark."), "ok")
    return _onwards()


def _sent_edition() -> int:
    typed = request.form.get("edition", "")
    return int(typed) if typed.isdecimal() and len(typed) < 18 else 0


def _sent_languages() -> list[Language]:
    ticked = request.form.getlist("language")
    return [one for one in LANGUAGES if one in ticked]


def _onwards() -> ResponseReturnValue:
    """Back to the desk, where the next one waits."""
    return redirect(url_for("question_banks.work"))
