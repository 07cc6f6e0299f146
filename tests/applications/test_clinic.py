"""The clinic: documents on arrival, the ticket, or a motivated refusal by the statistics specialist."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from accounts.roles import Role
from applications.actions import checking, clinic, course
from applications.actions.submission import Declaration, Entry, Person, Wishes
from applications.models import Case, CaseDocument, CaseStep, IncomingEntry, Paper
from core.actor import acting
from core.clock import now
from core.database import db
from core.refusals import NotFound, Refusal
from regulations.kinds import ChannelId
from tests.applications import making
from tests.applications.counter import LONG_NAME
from tests.applications.signing_refusals import sign_refusal

pytestmark = pytest.mark.usefixtures("context")


def arrived(at: making.Service) -> Case:
    entry = Entry(
        service="clinic-attachment",
        edition=at.edition,
        procedure="main",
        channel=ChannelId.IN_PERSON,
        office=at.provider,
        person=Person("person", LONG_NAME, iin=making.iin(5), phone="+7 701 000 00 00"),
        wishes=Wishes(),
        declaration=Declaration(LONG_NAME, "on_paper"),
        language="kk",
    )
    document = CaseDocument(item="card", title=making.THREE, on_paper=True, added_at=now())
    with acting(at.actor(Role.STATISTICS_SPECIALIST, at.provider)):
        case = clinic.arrive(entry, [document])
    db.session.commit()
    return case


def test_the_clinic_runs_from_the_counter_to_its_issued_paper_ticket() -> None:
    at = making.service("clinic-attachment")
    case = arrived(at)
    with acting(at.actor(Role.STATISTICS_SPECIALIST, at.provider)):
        ticket = clinic.accept(case.id, sheets=2)
        db.session.commit()
    assert case.place == "issued"
    assert case.ended_at is not None
    assert ticket.kind == "ticket"
    assert json.loads(ticket.facts)["name"] == LONG_NAME
    kinds = set(db.session.scalars(select(Paper.kind).where(Paper.case_id == case.id)))
    assert kinds == {"receipt", "ticket"}
    steps = db.session.scalars(
        select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.id)
    ).all()
    assert [(step.step, step.outcome) for step in steps] == [("s01", "accept"), ("s02", "done")]
    assert db.session.scalars(select(IncomingEntry)).one().sheets == 2


def test_inaccurate_documents_are_refused_by_the_specialist_with_motives() -> None:
    at = making.service("clinic-attachment")
    case = arrived(at)
    specialist = at.actor(Role.STATISTICS_SPECIALIST, at.provider)
    with acting(specialist):
        refused = clinic.refuse(case.id, checking.Motives("Үлгі", "pt 4-1", "Мекенжай сәйкес емес"), sheets=2)
        db.session.commit()
    assert refused.refused_as == "statistics_specialist"
    assert refused.exit == "x-documents"
    assert refused.appeal_body
    assert refused.appeal_term
    assert case.ended_at is None, "it is written, and not signed yet"
    sign_refusal(case)
    assert (case.place, case.ended_at is not None) == ("x-documents", True)
    assert db.session.scalars(select(IncomingEntry)).one().case_id == case.id


def test_a_refusal_that_was_called_back_leaves_one_line_in_the_journal_and_the_ticket_open() -> None:
    at = making.service("clinic-attachment")
    case = arrived(at)
    with acting(at.actor(Role.STATISTICS_SPECIALIST, at.provider)):
        clinic.refuse(case.id, checking.Motives("Үлгі", "pt 4-1", "Мекенжай сәйкес емес"), sheets=2)
        db.session.commit()
        with pytest.raises(course.RefusalWaits):
            clinic.accept(case.id, sheets=2)
        checking.call_back(case.id)
        ticket = clinic.accept(case.id, sheets=2)
        db.session.commit()
    assert ticket.kind == "ticket"
    assert case.place == "issued"
    assert len(db.session.scalars(select(IncomingEntry)).all()) == 1


def test_a_ticket_is_not_given_over_a_faulty_document() -> None:
    at = making.service("clinic-attachment")
    case = arrived(at)
    document = db.session.scalars(select(CaseDocument)).one()
    with acting(at.actor(Role.STATISTICS_SPECIALIST, at.provider)):
        checking.mark_document(case.id, document.id, "The address is another")
        with pytest.raises(Refusal):
            clinic.accept(case.id, sheets=1)


def test_an_application_without_documents_does_not_begin() -> None:
    at = making.service("clinic-attachment")
    with pytest.raises(Refusal), acting(at.actor(Role.STATISTICS_SPECIALIST, at.provider)):
        clinic.arrive(None, [])  # type: ignore[arg-type]  # it is refused before the entry is looked at


def test_another_clinic_cannot_touch_the_case() -> None:
    at, other = making.service("clinic-attachment"), making.service("clinic-attachment")
    case = arrived(at)
    with acting(other.actor(Role.STATISTICS_SPECIALIST, other.provider)):
        with pytest.raises(NotFound):
            clinic.accept(case.id, sheets=1)
        with pytest.raises(NotFound):
            clinic.refuse(case.id, checking.Motives("g", "c", "f"), sheets=1)
