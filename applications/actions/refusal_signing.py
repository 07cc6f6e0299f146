"""A motivated refusal is sent to whoever signs it; with the signature of its own author it is handed out.

Where an official, a secretary or a specialist refuses by an act of their own, nobody else stands between the refusal
and the applicant: so it is signed before the case leaves by it, and the applicant is told when it is signed. What the
head signs, or rests on an order, is only signed here; the room of the orders sends it and hands it out.
"""

from __future__ import annotations

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.roles import ROLE_NAMES, Role
from accounts.signing_hooks import Hooks, Onward, register
from accounts.signing_models import SigningDone, SigningSheet
from accounts.signing_queries import done_of, sheet_of
from applications import notices
from applications.actions import course
from applications.given_papers import SHEET
from applications.models import Case, Refused
from applications.own_refusals import by_own_act, may_be_called_back
from applications.paper_parts import in_three
from applications.queries import refusal_of
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.files import read_file
from core.holding import held
from core.journal import record
from core.languages import _l
from core.places import place
from core.refusals import Refusal
from regulations.kinds import StepKind
from regulations.path import due, possible_outcomes, verb_at
from regulations.places import parse
from regulations.verbs import Outcome, Verb
from regulations.words import Words


def send(refused: Refused, signer: Place, office_id: int) -> SigningSheet:
    """Open the sheet of a refusal for whoever signs it."""
    number = refused.case.number
    sheet = signing.open_sheet(
        NewSheet(
            kind=SHEET,
            subject_id=refused.id,
            office_id=office_id,
            title=Words(
                f"Дәлелді бас тарту, {number} өтініші",
                f"Мотивированный отказ, заявление {number}",
                f"Motivated refusal, application {number}",
            ),
            document=read_file(refused.paper.file),
            name=refused.paper.file.name,
            places=(signer,),
        )
    )
    record(
        "applications:refusal:send",
        subject=("case", refused.case_id),
        office_id=office_id,
        new={"paper": refused.paper_id, "digest": sheet.unsigned_digest},
    )
    return sheet


def send_to_author(refused: Refused) -> SigningSheet:
    """Whoever refuses by an act of their own signs that very refusal, in the role in which they refuse."""
    actor = current_actor()
    if actor.account_id is None:
        raise ValueError("a refusal by somebody's own act has its author")
    role = Role(actor.role)
    return send(
        refused, Place(actor.account_id, Words(**in_three(ROLE_NAMES[role])), role), refused.paper.office_id
    )


def signed(refused: Refused) -> SigningDone | None:
    """The refusal with its signature, if it has one."""
    sheet = sheet_of(SHEET, refused.id)
    return done_of(sheet.id) if sheet else None


def held_with_sheet(case_id: int) -> Case:
    """The case, locked after the sheet of its refusal: in the order in which whoever signs takes both."""
    refused = refusal_of(db.session.get_one(Case, case_id))
    if refused is not None:
        signing.hold_sheet(SHEET, refused.id)
    return course.locked(case_id)


def call_back(refused: Refused, why: str) -> None:
    """Take back a refusal that nobody has signed: its sheet ends, and it counts as if it had not been written."""
    sheet = sheet_of(SHEET, refused.id)
    if sheet is not None:
        signing.end_sheet(sheet.id, why)
    refused.annulled_at = refused.called_back_at = now()
    refused.annulled_by_act = why[:200]
    db.session.flush()
    record(
        "applications:refusal:call_back",
        subject=("case", refused.case_id),
        office_id=refused.paper.office_id,
        new={"paper": refused.paper_id, "reason": why},
    )


def _leaving(case: Case) -> tuple[Verb, Outcome | None]:
    """By which verb the case leaves with its refusal now."""
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    for step in due(edition, case.procedure, here):
        verb, outcomes = verb_at(step, here), possible_outcomes(step, here)
        if here.exit and verb in {Verb.REFUSE, Verb.ISSUE}:
            return verb, None
        if not here.exit and Outcome.REFUSE in outcomes:
            return verb, Outcome.REFUSE
    raise Refusal(
        _l("This case has gone another way: its refusal is signed no more."),
        next_step=_l("Open the case: it shows what has happened and what is due now."),
    )


def _when_signed(sheet: SigningSheet, done: SigningDone) -> None:
    """Its author has signed it: it is handed out. What the head has signed goes on, or waits to be handed out."""
    case = course.locked(db.session.get_one(Refused, sheet.subject_id).case_id)
    refused = held(Refused, sheet.subject_id)
    brings = course.With(new={"clause": refused.clause, "refusal": done.digest})
    if by_own_act(refused):
        moved = course.perform(case, *_leaving(case), brings=brings)
        notices.of_step(case, moved.notices)
        return
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    if here.exit and here.step and edition.step(here.step).kind is StepKind.DOCUMENT_SIGNATURE:
        course.perform(case, Verb.SIGN_DOCUMENT, brings=brings)
        return
    record(
        "applications:refusal:sign",
        subject=("case", case.id),
        office_id=sheet.office_id,
        new={"paper": refused.paper_id, "file": done.digest},
    )


def _when_refused(sheet: SigningSheet, reason: str) -> None:
    """Whoever does not sign what they wrote themselves has called it back, where they may decide otherwise."""
    refused = held(Refused, sheet.subject_id)
    if by_own_act(refused) and may_be_called_back(refused):
        call_back(refused, reason)


def _may_sign(sheet: SigningSheet, account_id: int) -> Refusal | None:
    """A refusal is signed while it still can leave by this person's hand; said before the key is asked for."""
    refused = db.session.get_one(Refused, sheet.subject_id)
    if not by_own_act(refused):
        return None
    case = refused.case
    if case.executor_id not in (None, account_id):
        return Refusal(
            _l("The head has named another executor for this case."),
            next_step=_l("Whoever has the case now calls this refusal back and decides anew."),
        )
    try:
        course.lawful(case, *_leaving(case))
    except Refusal as refusal:
        return refusal
    return None


def _leads_on(sheet: SigningSheet) -> Onward | None:
    """Back to the case, with what has become of it."""
    refused = db.session.get_one(Refused, sheet.subject_id)
    if not by_own_act(refused):
        return None
    if refused.called_back_at is not None:
        said = _l("The refusal is called back. Nobody was told of it; the case lies on your desk as before.")
    elif refused.case.ended_at is not None:
        said = _l(
            "You have signed the refusal, and it is handed out: the applicant is told. The case is closed."
        )
    else:
        return None
    return Onward(said, place("case", public_id=refused.case.public_id))


register(
    SHEET,
    Hooks(when_signed=_when_signed, when_refused=_when_refused, may_sign=_may_sign, leads_on=_leads_on),
)
