"""Appeals over the pages: refused after the interview, appealed, granted, annulled by an order, heard anew."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Office
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications.given_papers import SHEET
from applications.models import Case, Refused
from commissions.models import Interview
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from orders import appeal_queries
from orders.actions import deciding, refusing
from orders.models import Appeal, Order
from tests.accounts.signing_hands import sign_all
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, hearing, meeting_of
from tests.commissions.live_hands import hold_meeting
from tests.commissions.protocol_hands import signed_protocol
from tests.core.file_samples import pdf
from tests.exam.planners import AtDesk
from tests.orders.appealing_hands import (
    GROUNDS,
    applicant_of,
    filed,
    own_commission,
    refused_by_order,
    registered,
    sign_decision,
)
from tests.orders.hands import AWARD, REFUSAL, Decisive, at, decisive
from tests.orders.ordering import drafted, signed

__all__ = ["at", "decisive", "hearing"]
DECIDED = {"outcome": "granted", "reasons": "Комиссия толық құрамда болмаған", "clause": "9-тармақ"}


def staff(role: Role, office: Office) -> Actor:
    """Somebody in a role, there for the pages too."""
    made = applying.staff(role, office)
    db.session.commit()
    return made


def refused_after_the_interview(hearing: Hearing) -> tuple[Case, Actor]:
    """The commission was against, the head and the order too; the refusal is handed out."""
    case = hearing.cases[0]
    head = staff(Role.HEAD, hearing.closed.hall.office)
    hold_meeting(hearing.meeting, {case.id: "negative"})
    signed_protocol(hearing.meeting)
    with acting(head):
        deciding.decide(case.id, REFUSAL)
    signed(drafted(hearing.official, "award", case.service, [case.id]), hearing.official, head)
    refused = db.session.scalars(select(Refused).where(Refused.case_id == case.id)).one()
    sheet = sheet_of(SHEET, refused.id)
    assert sheet is not None
    sign_all(sheet.id)
    with acting(staff(Role.CHANCERY_CLERK, hearing.closed.hall.office)):
        refusing.hand_over(case.id)
    db.session.commit()
    return case, head


@pytest.mark.parametrize("against", ["refusal", "interview"])
def test_a_case_refused_after_the_interview_is_appealed_annulled_and_heard_anew(
    hearing: Hearing, against: str
) -> None:
    case, head = refused_after_the_interview(hearing)
    office = hearing.closed.hall.office
    own_commission(office)
    member, clerk = (staff(role, office) for role in (Role.APPEAL_MEMBER, Role.CHANCERY_CLERK))
    applicant = applicant_of(case)
    db.session.commit()
    address = f"/cabinet/{case.public_id}"
    cabinet = hearing.page(applicant)
    assert f"{address}/appeals" in cabinet.page(address)
    assert f"{address}/appeals/new" in cabinet.page(f"{address}/appeals")
    form = cabinet.page(f"{address}/appeals/new")
    assert cabinet.post(f"{address}/appeals/new", form, against=against, grounds=" ").status_code == 422
    answer = cabinet.post(f"{address}/appeals/new", form, against=against, grounds=GROUNDS)
    assert answer.status_code == 200
    appeal_id = db.session.scalars(select(Appeal.id)).one()
    page = f"/appeals/{appeal_id}"
    office_desk = hearing.page(clerk)
    assert page in office_desk.page("/desk")
    assert "зарегистрирована" in office_desk.post(f"{page}/register", office_desk.page(page)).text
    table = hearing.page(member)
    assert page in table.page("/desk")
    assert page in table.page("/appeals")
    assert GROUNDS in table.page(page)
    assert table.post(f"{page}/decide", table.page(f"{page}/decide"), outcome="granted").status_code == 422
    assert table.post(f"{page}/decide", table.page(f"{page}/decide"), **DECIDED).status_code == 200
    assert table.post(f"{page}/decide", table.page(page), **DECIDED).status_code == 409
    official = hearing.page(hearing.official)
    assert page not in official.page("/desk"), "nothing is carried out before the decision is signed"
    assert cabinet.get(f"{address}/appeals/{appeal_id}/decision").status_code == 404
    sign_decision(db.session.get_one(Appeal, appeal_id))
    assert cabinet.get(f"{address}/appeals/{appeal_id}/decision").data.startswith(b"%PDF")
    assert table.get(f"{page}/decision").data.startswith(b"%PDF")
    assert page in official.page("/desk")
    assert official.post(f"{page}/order", official.page(f"{page}/order")).status_code == 422
    answer = official.post(f"{page}/order", official.page(f"{page}/order"), reopen_at="s06")
    assert answer.status_code == 200
    assert official.get(f"{page}/own-act").status_code == 404
    order = db.session.scalars(select(Order).where(Order.kind == "annulment")).one()
    signed(order, hearing.official, head)
    assert (case.place, case.ended_at) == ("s06", None)
    appeal = db.session.get_one(Appeal, appeal_id)
    assert appeal.carried_out_at is not None
    assert order.spelled_number in cabinet.page(f"{address}/appeals")
    inspector = hearing.page(staff(Role.INSPECTOR, office))
    assert order.spelled_number in inspector.page(f"/cases/{case.public_id}")
    assert order.spelled_number in inspector.page(page)
    heard_anew(hearing, case, head)


def heard_anew(hearing: Hearing, case: Case, head: Actor) -> None:
    """The commission hears the case once more, and the head awards."""
    with acting(hearing.secretary):
        later = meeting_of(hearing.commission, days=80)
    hold_meeting(later, {case.id: "positive"})
    signed_protocol(later)
    with acting(head):
        deciding.decide(case.id, AWARD)
    signed(drafted(hearing.official, "award", case.service, [case.id]), hearing.official, head)
    assert case.place == "s10"
    assert len(db.session.scalars(select(Interview).where(Interview.case_id == case.id)).all()) == 2


def test_a_paper_appeal_goes_to_the_body_outside_and_comes_back_with_its_act(decisive: Decisive) -> None:
    case = refused_by_order(decisive)
    office = decisive.closed.hall.office
    clerk = decisive.page(staff(Role.CHANCERY_CLERK, office))
    new = f"/cases/{case.public_id}/appeals/new"
    assert new in clerk.page(f"/cases/{case.public_id}")
    day = f"{now():%d.%m.%Y}"
    told = {"against": "refusal", "came_on": day, "grounds": GROUNDS}
    assert clerk.post(new, clerk.page(new), **told).status_code == 422
    answer = clerk.post(new, clerk.page(new), **told, enclosure=(io.BytesIO(pdf()), "shagym.pdf"))
    assert answer.status_code == 200
    appeal_id = db.session.scalars(select(Appeal.id)).one()
    page = f"/appeals/{appeal_id}"
    assert clerk.get(f"{page}/enclosure").data.startswith(b"%PDF")
    passing = clerk.page(f"{page}/pass-on")
    assert clerk.post(f"{page}/pass-on", passing, number="12-4/7", day="01.01.2031").status_code == 422
    assert clerk.post(f"{page}/pass-on", passing, number="12-4/7", day=day).status_code == 200
    outside = clerk.page(f"{page}/outside")
    ruling = {
        "outcome": "rejected",
        "reasons": "Негізсіз",
        "clause": "9-тармақ",
        "act_number": "77",
        "act_day": day,
    }
    assert clerk.post(f"{page}/outside", outside, **ruling).status_code == 422
    answer = clerk.post(f"{page}/outside", outside, **ruling, act_file=(io.BytesIO(pdf()), "act.pdf"))
    assert "77" in answer.text
    cabinet = decisive.page(applicant_of(case))
    assert "77" in cabinet.page(f"/cabinet/{case.public_id}/appeals")
    assert cabinet.get(f"/cabinet/{case.public_id}/appeals/{appeal_id}/act").data.startswith(b"%PDF")
    official = decisive.page(decisive.official)
    assert official.get(f"{page}/order").status_code == 404


def test_strangers_find_no_appeal_and_a_late_one_says_why(decisive: Decisive) -> None:
    case = refused_by_order(decisive)
    applicant, stranger = applicant_of(case), applicant_of(db.session.get_one(Case, decisive.cases[0].id))
    db.session.commit()
    new = f"/cabinet/{case.public_id}/appeals/new"
    other: AtDesk = decisive.page(stranger)
    assert other.get(new).status_code == 404
    cabinet = decisive.page(applicant)
    with frozen(now() + timedelta(days=400)):
        late = AtDesk(decisive.app, applicant.account_id)
        late.moment = now()
        form = late.page(new)
        assert late.post(new, form, against="refusal", grounds=GROUNDS).status_code == 422
    appeal = registered(filed(case))
    own = f"/cabinet/{case.public_id}/appeals"
    assert other.get(f"{own}/{appeal.id}/enclosure").status_code == 404
    taken = cabinet.post(f"{own}/{appeal.id}/withdraw", cabinet.page(own))
    assert "отозвана" in taken.text
    elsewhere = decisive.page(staff(Role.CHANCERY_CLERK, applying.office("territorial")))
    assert elsewhere.get(f"/appeals/{appeal.id}").status_code == 404
    assert appeal_queries.appeals(decisive.official, "withdrawn")
    report = decisive.page(decisive.head).page("/reports/appeals")
    assert "Отозвана заявителем" in report
