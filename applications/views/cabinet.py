"""The applicant's cabinet: what waits to be gone on with, what runs and where it stands, what has ended."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import SignedIn, signed_in
from accounts.roles import ROLE_NAMES, Role
from accounts.views.visitor import form_page
from applications import fees, queries
from applications.actions import chancery, messages, payment
from applications.appealing import appealing
from applications.case_reading import due_of, edition_of, ended_words, stations, to_do
from applications.draft_queries import open_drafts
from applications.draft_reading import COUNTRY_ZONE, filling
from applications.forms_apply import PlainForm, WithdrawForm
from applications.given_papers import papers_given, refusal_given
from applications.models import Case, CaseDocument, CaseNotice, Draft, Paper
from applications.paper_kinds import PAPER_KINDS
from applications.questions import has_interview, has_test
from applications.refusal_said import said_of
from applications.stale import still
from applications.views import blueprint
from core.access import permission
from core.database import db
from core.files import send_file
from core.frame import add_to_menu
from core.languages import _, _l, current_language
from core.places import keep_place
from core.refusals import NotFound, Refusal
from regulations.places import parse
from regulations.reading import needs_order

keep_place("cabinet", "applications.cabinet")
add_to_menu("applications.cabinet", _l("My cabinet"), "cabinet.use", 10)
add_to_menu("applications.choose_service", _l("Apply"), "applications.apply", 20)

# What the applicant may have; the office's own papers stay with the office.
FOR_APPLICANTS = frozenset({"receipt", "refused_acceptance", "refusal", "ticket", "consent", "handover"})


def own_case(public_id: str) -> Case:
    """A case of whoever is signed in, or of whom they represent here."""
    person = signed_in()
    return queries.find(public_id, person.actor(), person.principal.id)


@blueprint.get("/cabinet")
@permission("cabinet.use")
def cabinet() -> ResponseReturnValue:
    """Everything of this applicant, what wants an act first."""
    person = signed_in()
    cases = queries.own_cases(person.actor(), person.principal.id)
    return render_template(
        "applications/cabinet.html",
        person=person,
        drafts=[_draft_row(draft, person) for draft in open_drafts(person.account, person.mandate)],
        running=[_case_row(case) for case in cases if case.ended_at is None],
        ended=[_case_row(case) for case in cases if case.ended_at is not None],
        zone=COUNTRY_ZONE,
    )


def _draft_row(draft: Draft, person: SignedIn) -> dict[str, Any]:
    filled = filling(draft, person.principal, sees_registers=person.sees_registers)
    return {
        "draft": draft,
        "title": filled.edition.title.in_(current_language()),
        "done": len(filled.pages) - len(filled.to_do),
        "all": len(filled.pages),
    }


def _case_row(case: Case) -> dict[str, Any]:
    """A case as the list shows it: where it stands, with whom, by when."""
    running = case.ended_at is None
    return {
        "case": case,
        "title": edition_of(case).title.in_(current_language()),
        "present": to_do(case) if running else ended_words(case),
        "who": desk_words(case),
        "due": due_of(case, case.due_at) if running else None,
        "number": _step_number(case),
        "steps": len(edition_of(case).steps_of(case.procedure)),
        "unread": queries.unread_of(case),
        "pay": running and payment.is_at_payment(case),
    }


def _step_number(case: Case) -> int:
    """Which step of the text's way the case is at."""
    edition = edition_of(case)
    here = parse(edition, case.procedure, case.place)
    ids = [step.id for step in edition.steps_of(case.procedure)]
    return ids.index(here.step) + 1 if here.step in ids else 0


def desk_words(case: Case) -> str:
    """Who acts now, in a few words."""
    if case.desk_role is None or case.desk_role not in set(Role):
        return ""
    return str(ROLE_NAMES[Role(case.desk_role)])


@blueprint.get("/cabinet/<public_id>")
@permission("cabinet.use")
def own_case_page(public_id: str) -> ResponseReturnValue:
    """One case: where it stands, what comes next and by when, messages and papers."""
    found = own_case(public_id)
    refused = refusal_given(found)
    return render_template(
        "applications/own_case.html",
        tested=has_test(edition_of(found)),
        interviewed=has_interview(edition_of(found)),
        ordered=needs_order(edition_of(found), found.procedure),
        **_case_row(found),
        stations=stations(found, queries.steps_of(found)),
        total_due=due_of(found, found.total_due_at) if found.ended_at is None else None,
        coming=_coming(found),
        notices=_messages(found),
        papers=_papers(found),
        paper_kinds=PAPER_KINDS,
        documents=chancery.documents_of(found),
        refusal=refused,
        appeal=appealing(found, refused) if refused else None,
        refusal_said=said_of(refused) if refused else None,
        pay_words=_pay_words(found),
        form=PlainForm(),
    )


def _coming(case: Case) -> str:
    """What comes after the present step."""
    if case.ended_at is not None:
        return ""
    edition = edition_of(case)
    ids = [step.id for step in edition.steps_of(case.procedure)]
    here = parse(edition, case.procedure, case.place)
    if here.exit is not None or here.step not in ids:
        return ""
    following = ids[ids.index(here.step) + 1 :]
    return edition.step(following[0]).name.in_(current_language()) if following else ""


def _messages(case: Case) -> list[CaseNotice]:
    """What was said in the cabinet, and by telephone; mail and text messages repeat it."""
    return [one for one in queries.notices_of(case) if one.medium in {"cabinet", "telephonogram"}]


def _papers(case: Case) -> list[Paper]:
    return [paper for paper in papers_given(case) if paper.kind in FOR_APPLICANTS]


def _pay_words(case: Case) -> str:
    """How much is to be paid; nothing while the office has not decided it."""
    if case.ended_at is not None or not payment.is_at_payment(case):
        return ""
    tiyn = fees.fee_decided(case)
    return "" if tiyn is None else fees.tenge(tiyn)


@blueprint.get("/cabinet/<public_id>/submitted")
@permission("cabinet.use")
def submitted(public_id: str) -> ResponseReturnValue:
    """The page after submitting: the number, what happens next and by when. It can be opened again."""
    found = own_case(public_id)
    return render_template("applications/submitted.html", **_case_row(found), coming=_coming(found))


@blueprint.post("/cabinet/<public_id>/messages/<int:notice_id>/read")
@permission("cabinet.use")
def read_message(public_id: str, notice_id: int) -> ResponseReturnValue:
    """Note that a message was read."""
    messages.read(own_case(public_id), notice_id)
    return redirect(url_for("applications.own_case_page", public_id=public_id, _anchor="messages"))


@blueprint.get("/cabinet/<public_id>/documents/<int:document_id>")
@permission("cabinet.use")
def own_document(public_id: str, document_id: int) -> Response:
    """A document as one attached it oneself."""
    held: CaseDocument | None = next(
        (one for one in chancery.documents_of(own_case(public_id)) if one.id == document_id), None
    )
    if held is None or held.file is None:
        raise NotFound
    return send_file(held.file)


@blueprint.route("/cabinet/<public_id>/withdraw", methods=["GET", "POST"])
@permission("cabinet.use")
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take an application back, after saying once what that means."""
    found = own_case(public_id)
    form = WithdrawForm()
    if found.ended_at is not None:
        raise Refusal(
            _l("This case has ended; there is nothing to take back."),
            next_step=_l("Open the case: it shows how it ended."),
        )
    if form.is_submitted():
        still(found, form.version.data)
    else:
        form.version.data = found.version
    if form.validate_on_submit():
        chancery.withdraw(found.id, form.reason.data)
        db.session.flush()
        flash(_("The application is taken back."), "ok")
        return redirect(url_for("applications.own_case_page", public_id=public_id))
    return form_page("applications/withdraw.html", form, **_case_row(found))
