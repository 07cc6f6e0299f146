"""An organisation from its application to the agenda of the accreditation commission, over HTTP on either database.

The times on an agenda have pages of their own; here their verbs stand for them.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account, Office, RoleGrant
from accounts.queries import today
from accounts.roles import Role
from applications.models import Case
from commissions.actions import agenda, evaluating, forming
from commissions.actions.evaluating import Ordered
from commissions.models import Evaluation, EvaluationReport, StandardMark
from commissions.office_settings import SECRETARY_VOTES
from core import journal_proof
from core.actor import Actor, acting
from core.database import db
from core.refusals import Refusal
from orders.models import Order
from tests.applications import making
from tests.commissions.evaluating import sheet, some_rows
from tests.commissions.hearing import meeting_of, named, order_file
from tests.core.file_samples import pdf
from tests.exam.planners import decide
from tests.journeys import ordering, papering
from tests.journeys.offices import FAULT, Offices, Staff, employ

SLUG = "organisation-accreditation"


def actor(app: Flask, account_id: int) -> Actor:
    """The person as the journal knows them."""
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account_id)).one()
    return Actor(
        account_id, grant.role, grant.office_id, grant.id, db.session.get_one(Account, account_id).name
    )


def case_of(offices: Offices) -> Case:
    return db.session.scalars(select(Case).where(Case.public_id == offices.case["id"])).one()


def awaiting_order(app: Flask, days: int = 10) -> Offices:
    """The documents are in order, the file lies at the Committee, the draft of the order before its head."""
    offices = Offices(app, SLUG)
    checker = offices.bring_to_check()
    offices.mark(checker)
    hidden = checker.hidden(f"{offices.address}/check")
    assert checker.send(f"{offices.address}/accept", **hidden).status_code == 302
    assert checker.fill(f"{offices.address}/forward").status_code == 302
    order_sent(offices, days)
    return offices


def order_sent(offices: Offices, days: int = 10) -> int:
    """The official drafts the order, names the group and its days, and sends it to the head; its number."""
    desks = ordering.desks_of(offices)
    expert = offices.person(Role.EXPERT_MEMBER, offices.office_ids[1])
    order = ordering.drafted(desks, "evaluation", SLUG)
    address = f"/orders/{order}"
    assert desks.official.send(f"{address}/send", **desks.official.hidden(address)).status_code == 409
    group = {"chair": str(expert.id), "name": "Сараптау тобы", "from_day": in_days(0)}
    assert desks.official.fill(f"{address}/people", **group, until_day=in_days(-1)).status_code == 422
    assert desks.official.fill(f"{address}/people", **group, until_day=in_days(days)).status_code == 302
    assert desks.official.send(f"{address}/send", **desks.official.hidden(address)).status_code == 302
    return order


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).strftime("%d.%m.%Y")


def opened(app: Flask, offices: Offices) -> int:
    """The head approves the order and signs it: the evaluation is there, by its group and for its days."""
    desks = ordering.desks_at(offices, offices.office_ids[1])
    with app.app_context():
        order = db.session.scalars(select(Order.id)).one()
    address = f"/orders/{order}"
    assert desks.head.send(f"{address}/approve", **desks.head.hidden(address)).status_code == 302
    ordering.signed(offices, desks, order)
    with app.app_context():
        found: int = db.session.scalars(select(Evaluation.id)).one()
        return found


def brought(official: Staff) -> None:
    """The official brings the standards of the act in from a spreadsheet."""
    answer = official.fill(
        "/standards/bring",
        name_kk="Аккредиттеу стандарттары",
        name_ru="Стандарты аккредитации",
        act="№ 314 бұйрық, 05.06.2025",
        partly_percent="50",
        act_file=(io.BytesIO(pdf()), "акт.pdf"),
        file=(io.BytesIO(sheet(some_rows())), "standards.xlsx"),
    )
    assert answer.status_code == 302, answer.text
    assert "1.2" in official.get(answer.headers["Location"]).text


def planned(official: Staff, number: int) -> None:
    page = official.get(f"/evaluations/{number}/choose").text
    chosen = re.findall(r'name="standards"\s+value="(\d+)"', page)[0]
    assert official.fill(f"/evaluations/{number}/choose", standards=chosen).status_code == 302
    visit = f"/evaluations/{number}/visit"
    late = (today() + timedelta(days=11)).strftime("%d.%m.%Y")
    assert official.fill(visit, day=late, place="Абай 1").status_code == 422
    day = today().strftime("%d.%m.%Y")
    assert official.fill(visit, day=day, place="Абай 1", programme="Аралау").status_code == 302


def evaluated(expert: Staff, address: str) -> None:
    """The expert declares, marks every standard with its evidence and concludes the report."""
    assert address in expert.get("/desk").text
    assert expert.fill(f"{address}/declare", conflict="yes").status_code == 422
    assert expert.fill(f"{address}/declare", conflict="no").status_code == 302
    standards = re.findall(rf'href="{address}/standards/(\d+)"', expert.get(f"{address}/standards").text)
    assert len(standards) == 3
    for place, (standard, mark) in enumerate(zip(standards, ("met", "partly", "met"), strict=True)):
        one = f"{address}/standards/{standard}"
        hidden = expert.hidden(one)
        saved = expert.send(f"{one}/save", **hidden, mark=mark, remark="Жоспар жоқ" if place == 1 else "")
        assert saved.json is not None
        assert saved.json["version"] == 1
        # Another tab that still shows the page without a mark overwrites nothing.
        stale = expert.send(f"{one}/save", **hidden, mark="not_met", remark="")
        assert (stale.status_code, stale.json and stale.json["stale"]) == (409, True)
    photo = f"{address}/standards/{standards[1]}"
    hidden = expert.hidden(photo)
    kept = expert.send(
        f"{photo}/evidence", **hidden, file=(io.BytesIO(pdf()), "жоспар.pdf"), caption="Жоспар"
    )
    assert kept.status_code == 302
    assert "Жоспар" in expert.get(photo).text
    answer = expert.fill(
        f"{address}/conclude", verdict="positive", conclusion_kk="Дайын.", conclusion_ru="Готова."
    )
    assert answer.status_code == 302, answer.text


def test_an_organisation_is_evaluated_after_the_order_and_comes_on_the_agenda_with_its_report(
    app: Flask,
) -> None:
    offices = awaiting_order(app)
    committee = offices.office_ids[1]
    official = offices.browser(Role.RESPONSIBLE_OFFICIAL, committee)
    head = offices.browser(Role.HEAD, committee)
    number = str(offices.case["number"])
    page = official.get("/evaluations").text
    assert "awaiting the order" in page
    assert number in page
    assert "Awaits the order on the external evaluation" in head.get("/desk").text
    assert "Awaits the order on the external evaluation" in head.get(offices.address).text
    evaluation = opened(app, offices)
    address = f"/evaluations/{evaluation}"
    brought(official)
    planned(official, evaluation)
    expert = offices.browser(Role.EXPERT_MEMBER, committee)
    assert expert.get(offices.address).status_code == 403
    evaluated(expert, address)
    assert "85 per cent" in official.get(address).text
    assert official.get(f"{address}/report.pdf").data.startswith(b"%PDF")
    assert "the results of the external evaluation" in official.get(offices.address).text
    on_the_agenda(app, offices)
    with app.app_context():
        assert journal_proof.verify().holds
        assert len(db.session.scalars(select(StandardMark)).all()) == 3


def on_the_agenda(app: Flask, offices: Offices) -> None:
    """The accreditation commission meets; the case has its time by virtue of the report."""
    committee = offices.office_ids[1]
    official = offices.person(Role.RESPONSIBLE_OFFICIAL, committee)
    with app.app_context():
        office = db.session.get_one(Office, committee)
        decide(office, SECRETARY_VOTES, False)
        with acting(making.staff(Role.ADMINISTRATOR, office)):
            commission = forming.form(
                forming.Formed(
                    "accreditation_commission", "Аккредиттеу комиссиясы", "5-НҚ", today(), order_file()
                )
            )
            chair = making.staff(Role.COMMISSION_MEMBER, office)
            named(commission, "chair", chair, from_day=today())
            named(commission, "secretary", actor(app, official.id), from_day=today())
        with acting(actor(app, official.id)):
            meeting = meeting_of(commission)
            slot = agenda.put_on(
                meeting.id,
                case_of(offices).id,
                meeting.starts_at,
                meeting.starts_at + timedelta(minutes=20),
            )
        db.session.commit()
        report = db.session.scalars(select(EvaluationReport)).one()
        assert slot.interview.report_id == report.id
        where = f"/commissions/meetings/{meeting.id}"
    browser = offices.browser(Role.RESPONSIBLE_OFFICIAL, committee)
    assert str(offices.case["number"]) in browser.get(where).text


def test_an_organisation_whose_documents_do_not_conform_is_refused_and_never_evaluated(
    app: Flask,
) -> None:
    offices = Offices(app, SLUG)
    checker = offices.bring_to_check()
    offices.mark(checker, "faulty", FAULT)
    assert checker.fill(f"{offices.address}/refuse", ground="incomplete", facts=FAULT).status_code == 302
    papering.sign_own_refusal(app, checker, str(offices.case["id"]))
    assert FAULT in checker.get(offices.address).text
    committee = offices.office_ids[1]
    official = offices.browser(Role.RESPONSIBLE_OFFICIAL, committee)
    assert str(offices.case["number"]) not in official.get("/evaluations").text
    head = offices.person(Role.HEAD, committee)
    with app.app_context(), acting(actor(app, head.id)), pytest.raises(Refusal, match="бұйрық"):
        evaluating.open_evaluation(case_of(offices).id, Ordered("1", today(), 1, (), today(), today()))


def test_strangers_and_other_experts_see_nothing_of_an_evaluation(app: Flask) -> None:
    offices = awaiting_order(app)
    evaluation = opened(app, offices)
    committee = offices.office_ids[1]
    with app.app_context():
        other = making.office("committee")
        db.session.commit()
        elsewhere = other.id
    for role in (Role.RESPONSIBLE_OFFICIAL, Role.EXPERT_MEMBER, Role.HEAD):
        stranger = offices.browser(role, elsewhere)
        for path in ("", "/standards", "/report.pdf"):
            assert stranger.get(f"/evaluations/{evaluation}{path}").status_code == 404
    outsider = Staff(app, "10.9.0.9")
    outsider.log_in(employ(app, Role.EXPERT_MEMBER, committee))
    assert outsider.get(f"/evaluations/{evaluation}").status_code == 404
    assert outsider.get(f"/evaluations/{evaluation}/declare").status_code == 404
    # The territorial department that forwarded the file reads on and plans nothing.
    department = offices.browser(Role.RESPONSIBLE_OFFICIAL, offices.provider_id)
    assert department.get(f"/evaluations/{evaluation}").status_code == 200
    assert department.get(f"/evaluations/{evaluation}/visit").status_code == 404
