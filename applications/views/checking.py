"""The document check: item by item with the document beside it, accommodations, then admit or refuse."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from applications import queries
from applications.actions import chancery, checking
from applications.forms_staff import DECISIONS, AccommodationForm, DocumentForm, PlainForm, RefuseForm
from applications.grounds import ground_in_words, refusal_grounds
from applications.models import Accommodation, Case, CaseDocument, Lookup
from applications.own_refusals import waiting_in
from applications.views import blueprint
from applications.views.staff import case_here, case_page, to_case
from core.access import permission
from core.database import db
from core.files import send_file
from core.incoming import asked_number
from core.languages import NAMES, Text, _, _l
from core.models import StoredFile
from core.places import place
from core.refusals import NotFound, Refusal

LOOKUP_WORDS: dict[str, Text] = {
    "waiting": _l("waiting for its answer"),
    "found": _l("confirms the data"),
    "not_found": _l("does not know the person"),
    "differs": _l("knows other data"),
    "unanswered": _l("did not answer"),
}


@blueprint.get("/cases/<public_id>/check")
@permission("cases.check")
def check(public_id: str) -> ResponseReturnValue:
    """The list of documents with their states; the one chosen stands beside it."""
    case = queries.find(public_id, signed_in().actor())
    documents = chancery.documents_of(case)
    chosen = _chosen(documents, asked_number("document"))
    form = DocumentForm(formdata=None, version=case.version)
    if chosen is not None and chosen.state != "waiting":
        form.verdict.data, form.fault.data = chosen.state, chosen.fault
    return render_template(
        "applications/staff_check.html",
        case=case,
        form=form,
        documents=documents,
        chosen=chosen,
        lookups=_lookups(case),
        lookup_words=LOOKUP_WORDS,
        wishes=_wishes(case),
        verdict="written" if waiting_in(case) else _verdict(documents),
        end=PlainForm(formdata=None, version=case.version),
    )


def _chosen(documents: list[CaseDocument], wanted: int | None) -> CaseDocument | None:
    """The document asked for, else the first that nobody has looked at."""
    named = next((document for document in documents if document.id == wanted), None)
    waiting = next((document for document in documents if document.state == "waiting"), None)
    return named or waiting or next(iter(documents), None)


def _verdict(documents: list[CaseDocument]) -> str:
    """What the list allows: go on looking, admit, or refuse."""
    states = {document.state for document in documents}
    if "waiting" in states:
        return "waiting"
    return "refuse" if "faulty" in states else "accept"


def _lookups(case: Case) -> list[Lookup]:
    return list(db.session.scalars(select(Lookup).where(Lookup.case_id == case.id).order_by(Lookup.id)))


def _wishes(case: Case) -> list[Accommodation]:
    return list(db.session.scalars(select(Accommodation).where(Accommodation.case_id == case.id)))


@blueprint.post("/cases/<public_id>/check/<int:document_id>")
@permission("cases.check")
def mark(public_id: str, document_id: int) -> ResponseReturnValue:
    """Accept one document or name its fault, and go on to the next."""
    form = DocumentForm()
    case = case_here(public_id, form)
    if form.validate_on_submit():
        if form.verdict.data == "faulty" and not form.fault.data:
            fail(form.fault, _l("Say what is wrong: the applicant must be able to mend it."))
        else:
            fault = form.fault.data if form.verdict.data == "faulty" else None
            checking.mark_document(case.id, document_id, fault)
            return redirect(url_for("applications.check", public_id=public_id))
    documents = chancery.documents_of(case)
    return case_page(
        "applications/staff_check.html",
        form,
        case,
        documents=documents,
        chosen=_chosen(documents, document_id),
        lookups=_lookups(case),
        lookup_words=LOOKUP_WORDS,
        wishes=_wishes(case),
        verdict="written" if waiting_in(case) else "waiting",
        end=PlainForm(formdata=None, version=case.version),
    )


@blueprint.get("/cases/<public_id>/documents/<int:document_id>")
@permission("cases.read")
def document_file(public_id: str, document_id: int) -> Response:
    """The document itself, as it was handed in."""
    case = queries.find(public_id, signed_in().actor())
    document = next((held for held in chancery.documents_of(case) if held.id == document_id), None)
    if document is None or document.file is None:
        raise NotFound
    return send_file(document.file)


@blueprint.post("/cases/<public_id>/accept")
@permission("cases.check")
def accept(public_id: str) -> ResponseReturnValue:
    """All is in order: the case goes on."""
    form = PlainForm()
    case = case_here(public_id, form)
    checking.accept(case.id)
    flash(_("The documents are accepted; the case goes on."), "ok")
    return to_case(case)


@blueprint.route("/cases/<public_id>/refuse", methods=["GET", "POST"])
@permission("cases.check")
def refuse(public_id: str) -> ResponseReturnValue:
    """Write the motives; the refusal is made of them as a paper."""
    if waiting_in(queries.find(public_id, signed_in().actor())) is not None:
        # Written already: who comes back to the form, or presses twice, goes on to what is due now.
        return redirect(place("refusal_of_case", public_id=public_id))
    form = RefuseForm()
    case = case_here(public_id, form)
    verb = checking.refusing_verb(case, signed_in().actor())
    if verb is None:
        raise Refusal(
            _l("At its present step this case cannot be refused by you."),
            next_step=_l("Open the case: it shows what is due and who acts."),
        )
    grounds = refusal_grounds(case)
    form.ground.choices = options(
        (ground.id, f"{ground_in_words(ground)} ({ground.clause})") for ground in grounds
    )
    if not form.is_submitted():
        form.facts.data = "\n".join(
            f"{document.title.get(case.language, '')}: {document.fault}"
            for document in chancery.documents_of(case)
            if document.fault
        )
    if form.validate_on_submit():
        ground = next(held for held in grounds if held.id == form.ground.data)
        checking.refuse(case.id, checking.motives_by(ground, case, form.facts.data), verb)
        if waiting_in(case) is None:
            flash(_("The motivated refusal is written; it goes on to the head's signature."), "ok")
            return to_case(case)
        flash(_("The motivated refusal is written. Read the paper, then sign it."), "ok")
        return redirect(place("refusal_of_case", public_id=public_id))
    return case_page("applications/staff_refuse.html", form, case, own_act=checking.refuses_by_own_act(case),
        language_names={code: own for code, (_short, own) in NAMES.items()})  # fmt: skip


@blueprint.route("/cases/<public_id>/accommodations/<int:wish_id>", methods=["GET", "POST"])
@permission("cases.check")
def accommodation(public_id: str, wish_id: int) -> ResponseReturnValue:
    """Decide on what the candidate asked for; the evidence is health data and is shown to this official alone."""
    form = AccommodationForm()
    case = case_here(public_id, form)
    wish = next((held for held in _wishes(case) if held.id == wish_id), None)
    if wish is None:
        raise NotFound
    if form.validate_on_submit():
        checking.decide_accommodation(
            case.id, wish.id, form.decision.data, form.reason.data, form.extra_minutes.data
        )
        flash(_("The decision is entered."), "ok")
        return redirect(url_for("applications.check", public_id=public_id))
    return case_page(
        "applications/staff_accommodation.html",
        form,
        case,
        wish=wish,
        decision_words=DECISIONS,
    )


@blueprint.get("/cases/<public_id>/accommodations/<int:wish_id>/evidence")
@permission("cases.check")
def evidence(public_id: str, wish_id: int) -> Response:
    """Health evidence: for the executor of the case, and for nobody else in the office."""
    case = queries.find(public_id, signed_in().actor())
    wish = next((held for held in _wishes(case) if held.id == wish_id), None)
    if wish is None or wish.evidence_id is None or case.executor_id != signed_in().account.id:
        raise NotFound
    return send_file(db.session.get_one(StoredFile, wish.evidence_id))
