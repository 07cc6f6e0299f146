"""Every service and procedure: an application comes in, is registered, assigned, checked, and admitted or refused."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from applications.actions import chancery, checking, course
from applications.actions.checking import Motives
from applications.models import Case, CaseStep, IncomingEntry, Refused
from applications.own_refusals import waiting_in
from core import journal_proof
from core.actor import Actor, acting
from core.database import db
from core.refusals import NotFound, Refusal
from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import StepKind
from regulations.places import parse
from regulations.verbs import Outcome, Verb
from tests.applications import making
from tests.applications.signing_refusals import sign_refusal

WAYS = [(slug, procedure.id) for slug in SERVICES for procedure in catalogue().newest(slug).procedures]
CHECKED = [way for way in WAYS if way[0] != "clinic-attachment"]


def kind_now(case: Case) -> StepKind | None:
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    return edition.step(here.step).kind if here.step else None


def step_by(at: making.Service, case: Case) -> Actor:
    """Whoever the regulation names for the step that is due."""
    office = (
        at.committee
        if case.desk_office_id and at.committee and case.desk_office_id == at.committee.id
        else None
    )
    return at.actor(Role(case.desk_role or ""), office or at.provider)


def pay(case: Case) -> None:
    if kind_now(case) is StepKind.PAYMENT:
        from core.actor import SYSTEM

        with acting(SYSTEM):
            course.perform(course.locked(case.id), Verb.PAY, Outcome.PAID)
        db.session.commit()


def bring_to_check(at: making.Service, case: Case) -> None:
    """Pay, register and name the executor, as the text has it, until the documents are to be checked."""
    pay(case)
    while kind_now(case) is not StepKind.DOCUMENT_CHECK:
        actor = step_by(at, case)
        with acting(actor):
            if kind_now(case) is StepKind.REGISTER:
                chancery.register(case.id, sheets=3)
            else:
                role = (
                    Role.COMMISSION_SECRETARY
                    if at.edition.service.startswith("rural")
                    else Role.RESPONSIBLE_OFFICIAL
                )
                executor = at.actor(role, at.provider)
                chancery.assign(
                    case.id, executor.account_id or 0, "Қарауға", "1-қ" if actor.role == "acting_head" else ""
                )
        db.session.commit()


def check(at: making.Service, case: Case, fault: str | None = None) -> None:
    while kind_now(case) is StepKind.DOCUMENT_CHECK:
        with acting(step_by(at, case)):
            for document in chancery.documents_of(case):
                checking.mark_document(case.id, document.id, fault)
            if fault:
                checking.refuse(case.id, Motives("Құжаттар толық емес", "10-тармақ", fault))
            else:
                checking.accept(case.id)
        if waiting_in(case) is not None:
            sign_refusal(case)
        db.session.commit()


@pytest.mark.parametrize(("slug", "procedure"), CHECKED)
def test_an_application_is_taken_in_checked_and_admitted(context: Flask, slug: str, procedure: str) -> None:
    at = making.service(slug)
    case = making.apply(at, procedure)
    bring_to_check(at, case)
    assert case.registered_at is not None
    check(at, case)
    assert kind_now(case) not in {None, StepKind.REGISTER, StepKind.DOCUMENT_CHECK}
    assert case.ended_at is None
    assert db.session.scalars(select(IncomingEntry).where(IncomingEntry.case_id == case.id)).first()
    assert journal_proof.verify().holds


@pytest.mark.parametrize(("slug", "procedure"), CHECKED)
def test_an_application_with_a_fault_is_refused_with_its_paper(
    context: Flask, slug: str, procedure: str
) -> None:
    at = making.service(slug)
    case = making.apply(at, procedure)
    bring_to_check(at, case)
    check(at, case, fault="Дипломның көшірмесі жоқ")
    refused = db.session.scalars(select(Refused).where(Refused.case_id == case.id)).one()
    assert refused.paper.digest
    assert "Дипломның" in refused.facts


def test_no_step_can_be_skipped(context: Flask) -> None:
    at = making.service("forensic-expert-attestation")
    case = making.apply(at, "main")
    for verb, role in [
        (Verb.ASSIGN, Role.HEAD),
        (Verb.FORWARD, Role.RESPONSIBLE_OFFICIAL),
        (Verb.ISSUE, Role.CHANCERY_CLERK),
    ]:
        with acting(at.actor(role, at.provider)), pytest.raises(Refusal):
            course.perform(course.locked(case.id), verb)
        db.session.rollback()
    assert case.place == "s01"


def test_another_office_finds_nothing_to_do(context: Flask) -> None:
    at = making.service("specialist-certificate")
    case = making.apply(at, "main")
    stranger = making.staff(Role.CHANCERY_CLERK, making.office("territorial"))
    assert course.what_now(case, stranger) == ()
    with acting(stranger), pytest.raises(Refusal):
        chancery.register(case.id, sheets=1)


def test_only_the_named_executor_checks(context: Flask) -> None:
    at = making.service("specialist-certificate")
    case = making.apply(at, "main")
    bring_to_check(at, case)
    document = chancery.documents_of(case)[0]
    with acting(making.staff(Role.RESPONSIBLE_OFFICIAL, at.provider)), pytest.raises(Refusal):
        checking.mark_document(case.id, document.id, None)
    with (
        acting(making.staff(Role.RESPONSIBLE_OFFICIAL, making.office("territorial"))),
        pytest.raises(NotFound),
    ):
        checking.mark_document(case.id, document.id, None)


def test_each_step_has_its_term_and_lies_on_one_desk(context: Flask) -> None:
    at = making.service("specialist-certificate")
    case = making.apply(at, "main")
    assert (case.desk_role, case.desk_office_id) == ("chancery_clerk", at.provider.id)
    assert case.due_at is not None
    assert case.total_due_at is not None
    assert case.due_at < case.total_due_at
    bring_to_check(at, case)
    assert case.desk_role == "responsible_official"
    assert case.executor_id == at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider).account_id
    steps = db.session.scalars(
        select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.id)
    ).all()
    assert [(step.step, step.outcome) for step in steps] == [("s01", "done"), ("s02", "done"), ("s03", None)]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE case_file SET edition_id = 'another/2020'",
        "UPDATE case_file SET request = '{}'",
        "UPDATE case_file SET number = 'X-1'",
        "UPDATE case_file SET desk_role = NULL",
        "UPDATE case_file SET ended_at = submitted_at",
        "DELETE FROM case_step",
        "UPDATE case_step SET step = 's09'",
        "DELETE FROM case_document",
        "UPDATE case_document SET state = 'accepted'",
        "UPDATE case_document SET item = 'other'",
        "DELETE FROM case_file",
    ],
)
def test_sql_past_the_code_cannot_bend_a_case(context: Flask, attack: str) -> None:
    at = making.service("specialist-certificate")
    making.apply(at, "main")
    with pytest.raises(DBAPIError):
        db.session.execute(text(attack))
    db.session.rollback()
