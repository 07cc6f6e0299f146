"""The page of a question: as its readers see it, who answers for it, its editions, the thread, its history."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.door import allowed
from accounts.forms import options
from accounts.models import Account
from accounts.views.histories import history_of
from core.access import permission
from core.database import db
from core.files import send_file
from core.incoming import asked_number
from core.languages import NAMES, _, current_language, short_moment
from core.refusals import NotFound
from question_banks import queries
from question_banks.actions import ground, review
from question_banks.actions.classifying import standing_of
from question_banks.comparing import differences
from question_banks.content import LANGUAGES, Language
from question_banks.contents import Held
from question_banks.faults import Fault, tells_of_key
from question_banks.forms import RemarkForm
from question_banks.kind_words import DIFFICULTIES, KINDS, LEVELS, STATE_KINDS, STATES
from question_banks.models import BankMedium, QuestionComment, QuestionEdition, StoredQuestion
from question_banks.part_words import part_name
from question_banks.shown import show
from question_banks.uses import uses_of
from question_banks.versions import state_of
from question_banks.views import blueprint
from question_banks.views.finding import (
    address_in,
    bank_here,
    fault_sentence,
    language_tags,
    languages_first,
    may_see_keys,
    note_seeing,
    opening_of,
    question_here,
)


@blueprint.get("/questions/<int:question_id>")
@permission("banks.read")
def question(question_id: int) -> ResponseReturnValue:
    """The whole question on one page."""
    held_row = question_here(question_id)
    edition = _edition_asked(held_row)
    held = ground.edition_held(edition, held_row.kind) if edition else ground.held_now(held_row)
    language = _language_asked(held)
    keys = may_see_keys()
    facts = {
        "question": held_row,
        "bank": held_row.bank,
        "words": opening_of(held_row)[0],
        "shown": show(held, language, address_in(held_row.bank.code), keys=keys),
        "language": language,
        "spoken": [(one, NAMES[one][1]) for one in LANGUAGES if state_of(held, one) != "missing"],
        "edition": edition,
        "tags": language_tags(held_row),
        "kind": KINDS[held_row.kind],
        "state": (STATES[held_row.state], STATE_KINDS[held_row.state]),
        "faults": [_told(held, fault) for fault in _faults(held_row, held)],
        "standing": standing_of(held_row),
        "difficulty": DIFFICULTIES.get(held_row.difficulty or ""),
        "level": LEVELS.get(held_row.level or ""),
        "case": _case_of(held_row),
        "case_questions": _questions_of_case(held_row),
        "editions": [_edition_row(held_row, one) for one in queries.editions_of(held_row.id)],
        "thread": _thread(held_row),
        "remark": _remark_form(),
        "history": history_of("question", held_row.id),
        "uses": uses_of(held_row.id),
        "acts": _acts(held_row),
        "has_draft": ground.draft_of(held_row.id) is not None,
        "waiting": ground.waiting_edition(held_row.id),
        "set_aside_by": db.session.get(Account, held_row.set_aside_by) if held_row.set_aside_by else None,
    }
    page = render_template("question_banks/question.html", **facts)
    if keys:
        note_seeing(held_row, edition.number if edition else None)
    return page


def _edition_asked(row: StoredQuestion) -> QuestionEdition | None:
    number = asked_number("edition")
    if number is None:
        return None
    edition = db.session.scalar(
        select(QuestionEdition).where(QuestionEdition.question_id == row.id, QuestionEdition.number == number)
    )
    if edition is None:
        raise NotFound
    return edition


def _language_asked(held: Held) -> Language:
    """The language asked for, else the reader's, else the source: the first of them that has words."""
    wanted = (request.args.get("language"), current_language())
    spoken = [one for one in languages_first(held.source_language) if state_of(held, one) != "missing"]
    named = [one for name in wanted for one in spoken if one == name]
    return next(iter([*named, *spoken]), held.source_language)


def _faults(row: StoredQuestion, held: Held) -> list[Fault]:
    found = ground.faults_of(held, ground.media_at_hand(row.bank_id))
    told = [one for one in found if may_see_keys() or not tells_of_key(one)]
    return sorted(told, key=lambda one: one.weight != "error")


def _told(held: Held, fault: Fault) -> dict[str, Any]:
    """A fault as a line: where, in which language, what."""
    return {
        "error": fault.weight == "error",
        "where": part_name(held, fault.part) if fault.part else "",
        "language": NAMES[fault.language][1] if fault.language else "",
        "sentence": fault_sentence(fault),
    }


def _case_of(row: StoredQuestion) -> StoredQuestion | None:
    return db.session.get(StoredQuestion, row.case_id) if row.case_id is not None else None


def _questions_of_case(row: StoredQuestion) -> list[StoredQuestion]:
    if row.kind != "case":
        return []
    query = select(StoredQuestion).where(StoredQuestion.case_id == row.id)
    return list(db.session.scalars(query.order_by(StoredQuestion.case_place, StoredQuestion.id)))


def _edition_row(row: StoredQuestion, edition: QuestionEdition) -> dict[str, Any]:
    zone = row.bank.office.zone
    return {
        "number": edition.number,
        "current": edition.is_current,
        "sent": short_moment(edition.sent_at, zone),
        "sent_by": _name(edition.sent_by),
        "decision": edition.decision,
        "decided": short_moment(edition.decided_at, zone) if edition.decided_at else "",
        "decided_by": edition.decider.name if edition.decider else "",
        "languages": [
            (NAMES[one.language][0], "stale" if one.stale else "checked" if one.checked_by else "draft")
            for one in edition.languages
        ],
        "url": url_for("question_banks.question", question_id=row.id, edition=edition.number),
        "compare": url_for("question_banks.compare", question_id=row.id, number=edition.number)
        if edition.number > 1
        else "",
        "digest": edition.digest,
    }


def _name(account_id: int) -> str:
    return db.session.get_one(Account, account_id).name


def _thread(row: StoredQuestion) -> list[dict[str, Any]]:
    comments = db.session.scalars(
        select(QuestionComment)
        .options(joinedload(QuestionComment.author))
        .where(QuestionComment.question_id == row.id)
        .order_by(QuestionComment.id)
    )
    numbers = {one.id: one.number for one in queries.editions_of(row.id)}
    return [
        {
            "words": one.words,
            "who": one.author.name,
            "when": short_moment(one.written_at, row.bank.office.zone),
            "language": NAMES[one.language][1] if one.language else "",
            "edition": numbers.get(one.edition_id or 0),
        }
        for one in comments
    ]


def _remark_form() -> RemarkForm:
    form = RemarkForm(formdata=None)
    form.language.choices = options(
        [("", _("the whole question")), *((one, NAMES[one][1]) for one in LANGUAGES)]
    )
    return form


def _acts(row: StoredQuestion) -> list[tuple[str, str]]:
    """What this person may do now, each with its page; the first is the most likely."""
    waiting = ground.waiting_edition(row.id)
    acts: list[tuple[str, str]] = []
    if allowed("banks.draft") and waiting is None and row.state != "retired":
        words = _("Write") if allowed("banks.write") else _("Translate")
        acts.append((words, url_for("question_banks.edit", question_id=row.id)))
    if allowed("banks.review") and row.state != "retired" and (waiting or row.state == "approved"):
        words = _("Review") if waiting else _("Check languages")
        acts.append((words, url_for("question_banks.review_page", question_id=row.id)))
    if allowed("banks.classify"):
        acts.append((_("Classify"), url_for("question_banks.classify_page", question_id=row.id)))
    if allowed("banks.manage") and row.state == "approved":
        acts.append((_("Suspend"), url_for("question_banks.suspend", question_id=row.id)))
    if allowed("banks.manage") and row.state != "retired":
        acts.append((_("Retire"), url_for("question_banks.retire", question_id=row.id)))
    return acts


@blueprint.get("/questions/<int:question_id>/editions/<int:number>/differences")
@permission("banks.keys")
def compare(question_id: int, number: int) -> ResponseReturnValue:
    """An edition beside an earlier one, word by word."""
    row = question_here(question_id)
    editions = {one.number: one for one in queries.editions_of(row.id)}
    against = asked_number("against") or number - 1
    if number not in editions or against not in editions:
        raise NotFound
    new, old = (ground.edition_held(editions[one], row.kind) for one in (number, against))
    found = differences(old, new)
    rows = [
        {
            "language": NAMES[one.language][1],
            "code": one.language,
            "part": part_name(new, one.part),
            "runs": one.runs,
        }
        for one in found.parts
    ]
    page = render_template(
        "question_banks/compare.html",
        question=row,
        number=number,
        against=against,
        numbers=sorted(editions),
        rows=rows,
        skeleton=found.skeleton,
    )
    note_seeing(row, number)
    return page


@blueprint.post("/questions/<int:question_id>/comments")
@permission("banks.read")
def comment(question_id: int) -> ResponseReturnValue:
    """Write into the thread."""
    row, form = question_here(question_id), RemarkForm()
    form.language.choices = options([("", ""), *((one, NAMES[one][1]) for one in LANGUAGES)])
    if form.validate_on_submit():
        language = next((one for one in LANGUAGES if one == form.language.data), None)
        review.comment(row.id, form.words.data, language=language)
        flash(_("The comment is written."), "ok")
    else:
        flash(_("Write the comment."), "bad")
    return redirect(url_for("question_banks.question", question_id=row.id, _anchor="thread"))


@blueprint.get("/banks/<code>/images/<digest>")
@permission("banks.read")
def image(code: str, digest: str) -> Response:
    """An image of a bank, for its readers' pages."""
    bank = bank_here(code)
    row = db.session.scalar(
        select(BankMedium)
        .options(joinedload(BankMedium.file))
        .where(BankMedium.bank_id == bank.id, BankMedium.digest == digest)
    )
    if row is None:
        raise NotFound
    return send_file(row.file)
