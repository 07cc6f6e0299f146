"""The pages of blueprints: list, one with what its banks lack, opening, sending, deciding, comparing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.declared_settings import service_title
from accounts.door import allowed, signed_in
from accounts.forms_administration import AgainForm, CloseForm
from accounts.models import Account, Office, Specialty
from accounts.queries import today
from accounts.views.carrying_out import carried_out
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from accounts.way_in import found_by
from core.access import permission
from core.database import db
from core.frame import add_to_menu
from core.incoming import asked_number
from core.languages import _, _l, current_language, long_date, short_moment
from core.sorting import sort_key
from question_banks import queries
from question_banks.actions import blueprints as verbs
from question_banks.blueprint import Blueprint
from question_banks.blueprint_facts import all_lines, by_section, compared, whole_lines
from question_banks.blueprint_form import lacks, unpack_blueprint
from question_banks.blueprint_reading import (
    banks_of,
    blueprint_now,
    current_edition,
    draft_of,
    edition_numbered,
    editions_of_plan,
    find_plan,
    plans,
    standing_of_plans,
    topic_names,
    waiting_edition,
)
from question_banks.blueprint_words import (
    CATEGORY_NAMES,
    PURPOSE_NAMES,
    VERDICT_NAMES,
    lack_words,
    shortage_words,
)
from question_banks.content import Language
from question_banks.drawing import NotDrawn, draw
from question_banks.forms_blueprints import PlanForm, SendBackForm, SendForm
from question_banks.models import BlueprintEdition, BlueprintPlan
from question_banks.pool import pool_of
from question_banks.views import blueprint as pages
from regulations.catalogue import SERVICES

add_to_menu("question_banks.blueprints", _l("Blueprints"), "blueprints.try", 44)

PAPERS_TRIED = 10


def plan_here(code: str) -> BlueprintPlan:
    """The blueprint of this address, if the reader may see it."""
    return find_plan(code, signed_in().actor())


@pages.get("/blueprints")
@permission("blueprints.read")
def blueprints() -> ResponseReturnValue:
    """The blueprints of the office and of those below it."""
    found = plans(signed_in().actor(), closed=True)
    standing = standing_of_plans([plan.id for plan in found])
    rows = [(plan, service_title(plan.service), state_words(plan, standing[plan.id])) for plan in found]
    return render_template("question_banks/blueprints.html", rows=rows, purposes=PURPOSE_NAMES)


def state_words(plan: BlueprintPlan, standing: dict[str, int]) -> list[tuple[str, str]]:
    """Where a blueprint stands, as small words with their colours."""
    if plan.closed_on is not None:
        return [(_("closed"), "")]
    told = []
    if "current" in standing:
        told.append((_("edition %(number)s in force", number=standing["current"]), "ok"))
    if "waiting" in standing:
        told.append((_("edition %(number)s waits for approval", number=standing["waiting"]), "now"))
    if "draft" in standing:
        told.append((_("a draft is open"), ""))
    return told or [(_("empty"), "warn")]


@pages.route("/blueprints/new", methods=["GET", "POST"])
@permission("blueprints.write")
def open_blueprint() -> ResponseReturnValue:
    """Open a blueprint at the own office."""
    banks = queries.banks(signed_in().actor())
    form = PlanForm(
        sorted(((one, service_title(one)) for one in SERVICES), key=lambda pair: sort_key(pair[1])),
        _specialties(),
        [(str(bank.id), bank.name) for bank in banks],
    )

    def act() -> None:
        chosen = [bank for bank in banks if str(bank.id) in form.banks.data]
        verbs.open_blueprint(db.session.get_one(Office, _own_office()), _facts(form), chosen)

    if carried_out(form, act):
        flash(_("The blueprint is opened. Now write its numbers."), "ok")
        return redirect(url_for("question_banks.edit_blueprint", code=form.code.data))
    return form_page("question_banks/blueprint_open.html", form)


def _own_office() -> int:
    return int(signed_in().actor().office_id or 0)


def _specialties() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Specialty).where(Specialty.closed_on.is_(None)))
    return sorted(((str(row.id), row.name) for row in rows), key=lambda pair: sort_key(pair[1]))


def _facts(form: PlanForm) -> verbs.PlanFacts:
    return verbs.PlanFacts(
        code=form.code.data,
        names=(form.name_kk.data, form.name_ru.data, form.name_en.data),
        purpose=form.purpose.data,
        service=form.service.data,
        specialty_id=int(form.specialty_id.data) if form.specialty_id.data else None,
        category=form.category.data or None,
    )


found_by("question_banks.blueprint", plan_here)


@pages.get("/blueprints/<code>")
@permission("blueprints.read")
def blueprint(code: str) -> ResponseReturnValue:
    """One blueprint: its numbers, what its banks lack, its editions and history."""
    plan = plan_here(code)
    held = blueprint_now(plan)
    papers = min(asked_number("papers") or PAPERS_TRIED, 1000)
    topics = topic_names(plan.id)
    draft, waiting = draft_of(plan.id), waiting_edition(plan.id)
    return render_template(
        "question_banks/blueprint.html",
        plan=plan,
        **named(plan),
        blueprint=held,
        lines=whole_lines(held) if held else [],
        sections=by_section(held, topics) if held else [],
        tried=tried(plan, held, papers) if held and held.size else None,
        papers=papers,
        draft=draft,
        waiting=waiting,
        current=current_edition(plan.id),
        missing=[lack_words(one) for one in lacks(unpack_blueprint(draft.content))] if draft else [],
        editions=[edition_line(one) for one in editions_of_plan(plan.id)],
        entries=history_of("blueprint", plan.id),
        again=AgainForm(version=draft.version if draft else None),
    )


def named(plan: BlueprintPlan) -> dict[str, Any]:
    """What a blueprint is for, in words."""
    return {
        "service": service_title(plan.service),
        "purpose": PURPOSE_NAMES[plan.purpose],
        "category": CATEGORY_NAMES.get(plan.category or ""),
        "banks": banks_of(plan.id),
        "states": state_words(plan, standing_of_plans([plan.id])[plan.id]),
    }


def edition_line(edition: BlueprintEdition) -> dict[str, Any]:
    """An edition in a list: its number, decision, verdict and who."""
    zone = edition.blueprint.office.zone
    return {
        "edition": edition,
        "decision": _(
            "No. %(number)s of %(day)s",
            number=edition.decision_number,
            day=long_date(edition.decision_date),
        ),
        "verdict": VERDICT_NAMES.get(edition.verdict or "", _("waits")),
        "kind": {"approved": "ok", "sent_back": "warn"}.get(edition.verdict or "", "now"),
        "sent": short_moment(edition.sent_at, zone),
        "sender": db.session.get_one(Account, edition.sent_by).name,
    }


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of drawing so many papers to try: sentences when it cannot be done."""

    papers: int
    sentences: tuple[str, ...]


def tried(plan: BlueprintPlan, held: Blueprint, papers: int) -> Tried:
    """Can so many papers be drawn now? Nothing of what is drawn here is kept."""
    pool = pool_of([bank.id for bank in banks_of(plan.id)], plan.purpose)
    made = draw(held, pool.questions, papers=papers, seed=b"trial feasibility")
    if not isinstance(made, NotDrawn):
        return Tried(papers, ())
    topics = topic_names(plan.id)
    sentences = [shortage_words(one, held, topics) for one in made.shortages]
    if made.drawn:
        sentences.append(_("%(count)s papers could be drawn before that.", count=made.drawn))
    return Tried(papers, tuple(sentences))


@pages.route("/blueprints/<code>/send", methods=["GET", "POST"])
@permission("blueprints.write")
def send_blueprint(code: str) -> ResponseReturnValue:
    """Send the draft for approval, resting on the office's decision."""
    plan = plan_here(code)
    draft = draft_of(plan.id)
    form = SendForm(data={"version": draft.version if draft else ""})

    def act() -> None:
        basis = verbs.Basis(form.decision_number.data, form.decision_date.data)
        verbs.send_for_approval(plan, basis, form.seen)

    if carried_out(form, act):
        flash(_("The edition is sent. Another person decides on it."), "ok")
        return redirect(url_for("question_banks.blueprint", code=code))
    missing = [lack_words(one) for one in lacks(unpack_blueprint(draft.content))] if draft else []
    return form_page("question_banks/blueprint_send.html", form, plan=plan, missing=missing, draft=draft)


@pages.get("/blueprints/<code>/editions/<int:number>")
@permission("blueprints.read")
def blueprint_edition(code: str, number: int) -> ResponseReturnValue:
    """One edition in words, and what differs from another one."""
    plan = plan_here(code)
    edition = edition_numbered(plan.id, number)
    return _edition_page(plan, edition, SendBackForm())


def _edition_page(plan: BlueprintPlan, edition: BlueprintEdition, form: SendBackForm) -> ResponseReturnValue:
    held = unpack_blueprint(edition.content)
    topics = topic_names(plan.id)
    other = _compared_with(plan, edition)
    return form_page(
        "question_banks/blueprint_edition.html",
        form,
        plan=plan,
        line=edition_line(edition),
        edition=edition,
        lines=whole_lines(held),
        sections=by_section(held, topics),
        tried=tried(plan, held, PAPERS_TRIED),
        other=other,
        others=[one for one in editions_of_plan(plan.id) if one.id != edition.id],
        changes=compared(unpack_blueprint(other.content), held, topics) if other else [],
        size=len(all_lines(held, topics)),
        may_decide=allowed("blueprints.approve") and edition.verdict is None,
        why_not=verbs.may_decide(edition, signed_in().account.id) if edition.verdict is None else None,
        writer=db.session.get_one(Account, edition.written_by).name,
    )


def _compared_with(plan: BlueprintPlan, edition: BlueprintEdition) -> BlueprintEdition | None:
    """The edition asked for, else the one in force, else the one before."""
    wanted = asked_number("with")
    if wanted is not None and wanted != edition.number:
        return edition_numbered(plan.id, wanted)
    current = current_edition(plan.id)
    if current is not None and current.id != edition.id:
        return current
    before = [one for one in editions_of_plan(plan.id) if one.number < edition.number]
    return before[0] if before else None


@pages.post("/blueprints/<code>/editions/<int:number>/approve")
@permission("blueprints.approve")
def approve_blueprint(code: str, number: int) -> ResponseReturnValue:
    """Approve an edition."""
    plan = plan_here(code)
    verbs.approve(edition_numbered(plan.id, number))
    flash(_("The edition is approved. Papers are drawn by it from now on."), "ok")
    return redirect(url_for("question_banks.blueprint", code=code))


@pages.post("/blueprints/<code>/editions/<int:number>/send-back")
@permission("blueprints.approve")
def send_back_blueprint(code: str, number: int) -> ResponseReturnValue:
    """Send an edition back with a remark."""
    plan = plan_here(code)
    edition = edition_numbered(plan.id, number)
    form = SendBackForm()
    if carried_out(form, lambda: verbs.send_back(edition, form.remark.data)):
        flash(_("The edition is sent back; its numbers are the draft again."), "ok")
        return redirect(url_for("question_banks.blueprint", code=code))
    return _edition_page(plan, edition, form)


@pages.post("/blueprints/<code>/draft/discard")
@permission("blueprints.write")
def discard_blueprint_draft(code: str) -> ResponseReturnValue:
    """Throw the draft away."""
    plan = plan_here(code)
    verbs.discard_draft(plan, AgainForm().seen)
    flash(_("The draft is thrown away."), "ok")
    return redirect(url_for("question_banks.blueprint", code=code))


@pages.route("/blueprints/<code>/close", methods=["GET", "POST"])
@permission("blueprints.write")
def close_blueprint(code: str) -> ResponseReturnValue:
    """Close a blueprint, after saying what follows from it."""
    plan = plan_here(code)
    form = CloseForm(data={"version": plan.version, "day": today(plan.office.zone)})
    if carried_out(form, lambda: verbs.close_blueprint(plan, form.day.data, form.seen)):
        flash(_("The blueprint is closed."), "ok")
        return redirect(url_for("question_banks.blueprint", code=code))
    return form_page("question_banks/blueprint_close.html", form, plan=plan)


def language_asked(languages: tuple[Language, ...]) -> Language:
    """In which language a candidate's form is shown: the one asked for, the reader's, or the first."""
    wanted = (request.args.get("language", ""), current_language())
    return next((one for name in wanted for one in languages if one == name), languages[0])
