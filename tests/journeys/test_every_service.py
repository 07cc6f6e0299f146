"""Every service and procedure over HTTP: a portal submits; the staff register, assign, check, and refuse."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.roles import Role
from core import journal_proof
from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import StepKind
from tests.applications.systems import said
from tests.journeys import papering
from tests.journeys.offices import FAULT, Offices

WAYS = [(slug, procedure.id) for slug in SERVICES for procedure in catalogue().newest(slug).procedures]
CHECKED = [way for way in WAYS if way[0] != "clinic-attachment"]


def papers(offices: Offices) -> dict[str, bytes]:
    """The papers of the case as the portal takes them, by kind."""
    address = f"/cases/{offices.case['id']}/papers"
    return {
        paper["kind"]: offices.system.get(f"{address}/{paper['id']}").data
        for paper in said(offices.system.get(address))
    }


@pytest.mark.parametrize(("slug", "procedure"), CHECKED)
def test_an_application_is_registered_assigned_checked_and_refused_with_its_paper(
    app: Flask, slug: str, procedure: str
) -> None:
    offices = Offices(app, slug, procedure)
    checker = offices.bring_to_check()
    offices.mark(checker, "faulty", FAULT)
    answer = checker.fill(f"{offices.address}/refuse", ground="incomplete", facts=FAULT)
    assert answer.status_code == 302, answer.text
    if slug != "medical-licence":  # there the head signs it
        assert "refusal" not in papers(offices), "nothing is given before it is signed"
        papering.sign_own_refusal(app, checker, str(offices.case["id"]))
    page = checker.get(offices.address).text
    assert FAULT in page
    handed = {"receipt"} if slug == "medical-licence" else {"receipt", "refusal"}
    assert papers(offices).keys() & {"receipt", "refusal"} == handed, "none before it is handed out"
    assert all(content.startswith(b"%PDF") for content in papers(offices).values())
    steps = said(offices.system.get(f"/cases/{offices.case['id']}/steps"))
    assert [step["outcome"] for step in steps if step["ended_at"]][-1] == "refuse"
    # In the medical licence the refusal is still to be handed out; everywhere else nothing is left to do.
    seen = said(offices.system.get(f"/cases/{offices.case['id']}"))
    assert (seen["ended_at"] is None) == (slug == "medical-licence")
    with app.app_context():
        assert journal_proof.verify().holds


@pytest.mark.parametrize(("slug", "procedure"), [CHECKED[0], CHECKED[-1]])
def test_an_application_in_order_is_admitted_to_what_the_text_has_next(
    app: Flask, slug: str, procedure: str
) -> None:
    offices = Offices(app, slug, procedure)
    while offices.standing().kind in {
        StepKind.PAYMENT,
        StepKind.REGISTER,
        StepKind.ASSIGN,
        StepKind.DOCUMENT_CHECK,
    }:
        checker = offices.bring_to_check()
        offices.mark(checker)
        hidden = checker.hidden(f"{offices.address}/check")
        assert checker.send(f"{offices.address}/accept", **hidden).status_code == 302
    assert not offices.standing().ended
    assert "receipt" in papers(offices)


def test_the_clinic_gives_the_ticket_in_one_act(app: Flask) -> None:
    offices = Offices(app, "clinic-attachment")
    cabinet = offices.browser(Role.STATISTICS_SPECIALIST, offices.provider_id)
    address = f"/clinic{offices.address}"
    hidden = cabinet.hidden(address)
    assert cabinet.send(f"{address}/ticket", **hidden, sheets="1").status_code == 302
    assert {"receipt", "ticket"} <= papers(offices).keys()
    assert offices.standing().ended


def test_the_clinic_refuses_with_motives_under_its_specialists_key(app: Flask) -> None:
    offices = Offices(app, "clinic-attachment")
    cabinet = offices.browser(Role.STATISTICS_SPECIALIST, offices.provider_id)
    address = f"/clinic{offices.address}"
    hidden = cabinet.hidden(address)
    answer = cabinet.send(f"{address}/refuse", **hidden, sheets="1", ground="incomplete", facts=FAULT)
    assert answer.status_code == 302, answer.text
    assert "refusal" not in papers(offices), "nothing is given before it is signed"
    papering.sign_own_refusal(app, cabinet, str(offices.case["id"]))
    assert "refusal" in papers(offices)
    assert offices.standing().ended
