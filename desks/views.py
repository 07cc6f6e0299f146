"""The pages of this room: my desk, all cases, one case whole, the overview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, true

from accounts.desk_words import EXPECT
from accounts.door import allowed, signed_in
from accounts.models import Account
from accounts.roles import GRANTED, ROLE_NAMES, Role
from accounts.views.histories import history_of
from applications import queries as cases
from applications.actions import chancery, checking, course
from applications.case_reading import (
    CHECKED,
    OUT_BY,
    due_of,
    edition_of,
    ended_words,
    in_words,
    stations,
    to_do,
)
from applications.models import Case
from applications.own_refusals import waiting_among, waiting_in
from applications.queries import PAGE, Wanted
from applications.refusal_said import said_of
from applications.told_reading import told_of
from commissions.evaluation_queries import evaluation_of
from core.access import permission
from core.database import db
from core.frame import add_to_menu
from core.incoming import asked_page
from core.languages import Text, _, _l
from core.places import keep_place
from desks import queries
from desks.exam_papers import exam_papers
from desks.result_papers import result_papers
from desks.tasks import tasks_of
from exam import queries as exam_queries
from exam.result_queries import current_result
from exam.sitting_words import SITTING_STATES
from gateways.saying import proof_words
from orders.appeal_queries import appeals_of
from orders.appeal_reading import appealable
from orders.appeal_showing import shown
from orders.order_queries import waits_for_a_draft
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.places import parse
from regulations.possible import Possible
from regulations.verbs import Verb, outcomes_of

blueprint = Blueprint("desks", __name__)
keep_place("case", "desks.case")
keep_place("desk", "desks.mine")
add_to_menu("desks.mine", _l("My desk"), "desk.use", 10, GRANTED)
add_to_menu("desks.all_cases", _l("All cases"), "cases.read", 20, GRANTED)
add_to_menu(
    "desks.overview", _l("Overview"), "cases.overview", 30, (Role.HEAD, Role.ACTING_HEAD, Role.INSPECTOR)
)

# The page on which a verb is done; verbs without one belong to rooms that stand further on.
PAGE_OF: dict[Verb, str] = {
    Verb.PAY: "applications.payments",
    Verb.REGISTER: "applications.register",
    Verb.ASSIGN: "applications.assign",
    Verb.CHECK_DOCUMENTS: "applications.check",
    Verb.FORWARD: "applications.forward",
    Verb.NOTIFY_TEST: "exam.place_case",
    Verb.INTERVIEW: "commissions.interview_of_case",
    Verb.DECIDE: "orders.decide",
    Verb.DRAFT_ORDER: "orders.order_of_case",
    Verb.SIGN_ORDER: "orders.order_of_case",
    Verb.RECORD_RESULT: "orders.record_result",
    Verb.DRAFT_DOCUMENT: "orders.paper_of_case",
    Verb.SIGN_DOCUMENT: "orders.paper_of_case",
    Verb.ISSUE: "orders.paper_of_case",
}


MEDIA: dict[str, Text] = {
    "cabinet": _l("in the cabinet"),
    "mail": _l("by e-mail"),
    "sms": _l("by text message"),
    "telephonogram": _l("by telephone"),
    "written": _l("in writing"),
    "elicensing": _l("through the e-licensing portal"),
}
PAPER_NAMES: dict[str, Text] = {
    "receipt": _l("Receipt"),
    "refused_acceptance": _l("Refusal of acceptance"),
    "refusal": _l("Motivated refusal"),
    "ticket": _l("Ticket of attachment"),
    "courier_list": _l("Courier's list"),
    "handover": _l("Receipt of handing over"),
    "consent": _l("Consent"),
}


@blueprint.app_template_filter("proof")
def proof(kept: str) -> str:
    """What proves that a message went out, in the reader's language."""
    return proof_words(kept)


@blueprint.get("/desk")
@permission("desk.use")
def mine() -> ResponseReturnValue:
    """What waits for me, those due soonest first."""
    person = signed_in()
    assert person.role is not None
    if allowed("banks.read"):
        return redirect(url_for("question_banks.work"))
    wanted = _wanted()
    rows, total = cases.listed(cases.on_desk(person.actor()), wanted)
    return render_template(
        "desks/mine.html",
        rows=desk_rows(rows),
        role=ROLE_NAMES[person.role],
        office=person.office,
        expect=EXPECT[person.role],
        tasks=tasks_of(person.actor()),
        mass=allowed("cases.assign") and any(_is_assignment(case) for case in rows),
        **_list_facts(wanted, total, "desks.mine"),
    )


@blueprint.get("/cases")
@permission("cases.read")
def all_cases() -> ResponseReturnValue:
    """Every case that I may see: open, late, waiting or ended."""
    wanted = _wanted()
    condition = cases.may_see(signed_in().actor()) & _in_state(wanted.state)
    rows, total = cases.listed(condition, wanted)
    return render_template(
        "desks/all.html",
        rows=desk_rows(rows),
        **_list_facts(wanted, total, "desks.all_cases"),
    )


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "ended":
        return Case.ended_at.is_not(None)
    if state == "late":
        return queries.late()
    return true() if state == "any" else Case.ended_at.is_(None)


def _wanted() -> Wanted:
    return Wanted(
        words=request.args.get("words", "")[:100],
        service=request.args.get("service", ""),
        state=request.args.get("state", ""),
        page=asked_page(),
    )


def _list_facts(wanted: Wanted, total: int, endpoint: str) -> dict[str, Any]:
    kept = {"words": wanted.words, "service": wanted.service, "state": wanted.state}

    def page_url(number: int) -> str:
        told: dict[str, Any] = {name: value for name, value in kept.items() if value}
        return url_for(endpoint, page=number, **told)

    services = [("", _("All services"))]
    services += [(slug, in_words(catalogue().newest(slug).title)) for slug in catalogue().services()]
    return {
        "wanted": wanted,
        "total": total,
        "pages": -(-total // PAGE),
        "page_url": page_url,
        "services": services,
        "narrowed": any(kept.values()),
        "here": url_for(endpoint),
    }


def desk_rows(found: Sequence[Case]) -> list[dict[str, Any]]:
    """Cases as the rows of a desk; where a refusal waits for its signature, that is what is to be done."""
    waits = waiting_among(found)
    return [
        desk_row(case) | ({"act": _("Sign the motivated refusal")} if case.id in waits else {})
        for case in found
    ]


def desk_row(case: Case) -> dict[str, Any]:
    """A case as one row of a desk."""
    return {
        "id": case.public_id,
        "number": case.number,
        "url": _address(case),
        "person": case.person.name,
        "service": in_words(edition_of(case).title),
        "act": to_do(case),
        "due": due_of(case, case.due_at),
        "holder": case.executor.name if case.executor else "",
    }


def _address(case: Case) -> str:
    """Where the reader goes on with a case: an expert, who reads no cases, at its evaluation."""
    found = evaluation_of(case.id) if allowed("evaluations.mark") else None
    if found is not None:
        return url_for("commissions.evaluation", evaluation_id=found.id)
    return url_for("desks.case", public_id=case.public_id)


def _is_assignment(case: Case) -> bool:
    here = parse(edition_of(case), case.procedure, case.place)
    return here.step is not None and edition_of(case).step(here.step).kind is StepKind.ASSIGN


@blueprint.get("/cases/<public_id>")
@permission("cases.read")
def case(public_id: str) -> ResponseReturnValue:
    """The whole case on one page: what is due, the path, papers, messages, documents, history."""
    person = signed_in()
    found = cases.find(public_id, person.actor())
    steps = cases.steps_of(found)
    edition = edition_of(found)
    refusal = cases.refusal_of(found)
    return render_template(
        "desks/case.html",
        case=found,
        edition=edition,
        title=in_words(edition.title),
        present=to_do(found) if found.ended_at is None else ended_words(found),
        due=due_of(found, found.due_at),
        total_due=due_of(found, found.total_due_at),
        desk=ROLE_NAMES[Role(found.desk_role)] if found.desk_role in set(Role) else "",
        acts=_acts(found),
        stations=stations(found, steps),
        documents=chancery.documents_of(found),
        papers=cases.papers_of(found),
        notices=cases.notices_of(found),
        refusal=refusal,
        refusal_said=said_of(refusal) if refusal else None,
        incoming=cases.incoming_of(found),
        history=history_of("case", found.id),
        paper_names=PAPER_NAMES,
        media=MEDIA,
        checked=CHECKED[found.person.checked],
        told=told_of(found),
        exam_papers=[*exam_papers(found), *result_papers(found)],
        test_places=exam_queries.all_places_of(found.id),
        test_result=current_result(found.id),
        test_ticket=exam_queries.open_place_of(found.id),
        sitting_states=SITTING_STATES,
        appeals=[shown(one) for one in appeals_of(found.id)] if allowed("appeals.read") else [],
        may_enter_appeal=allowed("appeals.register")
        and any(one.office.id == person.actor().office_id for one in appealable(found)),
        may_reassign=allowed("cases.assign")
        and cases.assignment_of(found, person.actor().office_id or 0) is not None
        and found.desk_office_id == person.actor().office_id,
    )


def _acts(found: Case) -> list[tuple[str, str]]:
    """What this person may do now, each with the page on which it is done."""
    actor = signed_in().actor()
    if waiting_in(found) is not None:
        return [(_("See to the refusal"), url_for("orders.refusal_of_case", public_id=found.public_id))]
    refusing = checking.refusing_verb(found, actor)
    out = parse(edition_of(found), found.procedure, found.place).exit is not None
    acts = [
        (words, page)
        for one in course.what_now(found, actor)
        for words, page in [_words_and_page(one, refuses=one.verb is refusing, out=out)]
        if page is not None
    ]
    if not acts and allowed("orders.draft") and found.desk_office_id == actor.office_id:
        # The step is the head's, to sign; but the order that the head was to sign is no more.
        acts = [(_("Draft another order"), "orders.order_of_case")] * waits_for_a_draft(found)
    return [(words, url_for(page, public_id=found.public_id)) for words, page in acts]


def _words_and_page(one: Possible, *, refuses: bool, out: bool) -> tuple[str, str | None]:
    """How a step is called and where it is done; on the way out it is not what it was, but the refusal."""
    if refuses and one.verb in checking.ON_THE_WAY_OUT:
        return _("Write the motivated refusal"), "applications.refuse"
    return (
        str(OUT_BY[one.step.kind]) if out and one.step.kind in OUT_BY else in_words(one.step.name)
    ), _page_of(one)


def _page_of(one: Possible) -> str | None:
    """The page of a step. Where documents are checked while registering, as at a clinic, it is the clinic's page."""
    if one.verb is Verb.REGISTER and outcomes_of(one.step):
        return "applications.clinic_case"
    return PAGE_OF.get(one.verb)


@blueprint.get("/overview")
@permission("cases.overview")
def overview() -> ResponseReturnValue:
    """Where the cases of the office and of those below it stand, and what is late."""
    actor = signed_in().actor()
    names = {account.id: account.name for account in db.session.query(Account).filter(
        Account.id.in_([who for who, _count, _late in queries.by_executor(actor)]))}  # fmt: skip
    return render_template(
        "desks/overview.html",
        by_desk=[(ROLE_NAMES[Role(load.key)] if load.key in set(Role) else _("Applicant"), load.open, load.late)
                 for load in queries.by_desk(actor)],
        by_service=[(in_words(catalogue().newest(load.key).title), load.open, load.late, load.key)
                    for load in queries.by_service(actor)],
        by_executor=[(names.get(who, ""), count, late) for who, count, late in queries.by_executor(actor)],
    )  # fmt: skip


@blueprint.post("/desk/assign")
@permission("cases.assign")
def pick_for_assignment() -> ResponseReturnValue:
    """Take the picked cases to the page on which one executor is named for all of them."""
    picked = request.form.getlist("case")[:100]
    return redirect(url_for("applications.assign_many", case=picked))
