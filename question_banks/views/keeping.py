"""The pages of whoever keeps the bank in order: my work, classification, suspending, returning, retiring."""

from __future__ import annotations

from datetime import date, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.desk_words import EXPECT
from accounts.door import signed_in
from accounts.forms import options
from accounts.refused_facts import RefusedFact
from accounts.roles import ROLE_NAMES, Role
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from core.access import permission
from core.languages import _, _l
from question_banks import queries
from question_banks.actions import standing as verbs
from question_banks.actions.classifying import Standing, classify, standing_of
from question_banks.forms import AgainForm, ClassifyForm, ReasonForm
from question_banks.items import DIFFICULTIES, LEVELS, NormativeSource
from question_banks.models import StoredQuestion
from question_banks.uses import uses_of
from question_banks.views import blueprint
from question_banks.views.finding import list_row, opening_of, question_here
from question_banks.work import SHOWN, piles_of


@blueprint.get("/questions/work")
@permission("banks.read")
def work() -> ResponseReturnValue:
    """What waits for me among the questions."""
    actor = signed_in().actor()
    piles = [
        {
            "title": pile.title,
            "count": pile.count,
            "more": pile.count > SHOWN,
            "rows": [
                list_row(row)
                | {
                    "act": pile.act,
                    "act_url": url_for(pile.endpoint, question_id=row.id),
                    "bank": row.bank.name,
                    "author": row.author.name,
                }
                for row in pile.rows
            ],
        }
        for pile in piles_of(actor)
    ]
    role = Role(actor.role)
    return render_template(
        "question_banks/work.html",
        piles=piles,
        role=ROLE_NAMES[role],
        office=signed_in().office,
        expect=EXPECT[role],
    )


@blueprint.route("/questions/<int:question_id>/classify", methods=["GET", "POST"])
@permission("banks.classify")
def classify_page(question_id: int) -> ResponseReturnValue:
    """Set topic, difficulty, level, acts, labels, enemies."""
    question = question_here(question_id)
    form = _classify_form(question)
    fields = {"case": "case_key"}
    if carried_out(form, lambda: classify(question.id, _standing(form), _seen(form)), fields):
        flash(_("The classification is entered."), "ok")
        return redirect(url_for("question_banks.question", question_id=question.id))
    question = question_here(question_id)
    return form_page("question_banks/classify.html", form, question=question, words=opening_of(question)[0])


def _classify_form(question: StoredQuestion) -> ClassifyForm:
    form = ClassifyForm()
    topics = [
        (str(one.id), "\u2003" * one.path.count("/") + one.title)
        for one in queries.topics_of(question.bank_id)
    ]
    form.topic.choices = options([("", _l("without a topic")), *topics])
    if form.is_submitted():
        return form
    known = standing_of(question)
    form.version.data = question.version
    form.name.data, form.topic.data = known.name, str(known.topic_id or "")
    form.difficulty.data, form.level.data = known.difficulty or "", known.level or ""
    form.expected_seconds.data = known.expected_seconds
    form.case_key.data, form.case_place.data = known.case_key or "", known.case_place
    form.sources.data = "\n".join(_source_line(one) for one in known.sources)
    form.labels.data, form.enemies.data = ", ".join(known.labels), ", ".join(known.enemies)
    return form


def _source_line(source: NormativeSource) -> str:
    day = source.date.strftime("%d.%m.%Y") if source.date else ""
    return "; ".join(part for part in (source.act, source.clause or (day and "—"), day) if part)


def _seen(form: ClassifyForm) -> int | None:
    typed = str(form.version.data or "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _standing(form: ClassifyForm) -> Standing:
    return Standing(
        name=form.name.data or "",
        topic_id=int(form.topic.data) if form.topic.data else None,
        difficulty=next((one for one in DIFFICULTIES if one == form.difficulty.data), None),
        level=next((one for one in LEVELS if one == form.level.data), None),
        expected_seconds=form.expected_seconds.data,
        case_key=form.case_key.data or None,
        case_place=form.case_place.data,
        labels=_parted(form.labels.data),
        sources=tuple(_source(line) for line in (form.sources.data or "").splitlines() if line.strip()),
        enemies=_parted(form.enemies.data),
    )


def _parted(typed: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.strip() for piece in (typed or "").split(",") if piece.strip()))


def _source(line: str) -> NormativeSource:
    """A line of the form act; clause; date."""
    act, *rest = [piece.strip() for piece in line.split(";")]
    day = _day(rest[-1]) if rest else None
    if day is not None:
        rest = rest[:-1]
    clause = "; ".join(piece for piece in rest if piece != "—")
    if len(act) > 500 or len(clause) > 200:
        raise RefusedFact("sources", _l("The name of an act has at most 500 letters, a clause at most 200."))
    return NormativeSource(act=act, clause=clause, date=day)


def _day(typed: str) -> date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


@blueprint.route("/questions/<int:question_id>/suspend", methods=["GET", "POST"])
@permission("banks.manage")
def suspend(question_id: int) -> ResponseReturnValue:
    """Take a question out of use at once; shows first which papers hold it."""
    question, form = question_here(question_id), ReasonForm()
    if carried_out(form, lambda: verbs.suspend(question.id, form.reason.data)):
        flash(_("The question is suspended. Nothing is drawn from it until it is returned."), "ok")
        return redirect(url_for("question_banks.question", question_id=question.id))
    return form_page(
        "question_banks/set_aside.html",
        form,
        question=question,
        words=opening_of(question)[0],
        for_good=False,
        uses=uses_of(question.id),
    )


@blueprint.route("/questions/<int:question_id>/retire", methods=["GET", "POST"])
@permission("banks.manage")
def retire(question_id: int) -> ResponseReturnValue:
    """Take a question out of use for good."""
    question, form = question_here(question_id), ReasonForm()
    if carried_out(form, lambda: verbs.retire(question.id, form.reason.data)):
        flash(_("The question is retired. Its editions stay for the papers that showed them."), "ok")
        return redirect(url_for("question_banks.question", question_id=question.id))
    return form_page(
        "question_banks/set_aside.html",
        form,
        question=question,
        words=opening_of(question)[0],
        for_good=True,
        uses=uses_of(question.id),
    )


@blueprint.post("/questions/<int:question_id>/return")
@permission("banks.manage")
def return_to_use(question_id: int) -> ResponseReturnValue:
    """Let a suspended question be drawn again."""
    question = question_here(question_id)
    if AgainForm().validate_on_submit():
        verbs.return_to_use(question.id)
        flash(_("The question is in use again."), "ok")
    return redirect(url_for("question_banks.question", question_id=question.id))
