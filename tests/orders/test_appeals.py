"""Appeals: filed in time or late, heard by others than those who decided, and carried out by an act of its kind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from accounts.actions import signing
from accounts.models import Account, RoleGrant
from accounts.queries import today
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications.models import Case, CaseNotice, Refused
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.files import read_file
from core.refusals import NotFound, Refusal
from exam.actions import correcting
from exam.result_queries import current_result
from orders import appeal_queries, order_queries
from orders.actions import appeal_carrying, appeal_deciding, appeal_signing, appealing, ordering
from orders.actions.appeal_deciding import OutsideAct, Ruling
from orders.actions.appealing import Filed
from orders.appeal_reading import appealable, carrying
from orders.models import (
    Appeal,
    AppealAct,
    AppealDecision,
    AppealGround,
    AppealHearer,
    AppealPaper,
    HeadDecision,
)
from regulations.kinds import ChannelId
from tests.accounts.people import some_iin
from tests.applications import making as applying
from tests.applications.counter import Counter, end_by_refusal
from tests.exam.test_what_the_database_holds import refused, refused_row
from tests.orders.appealing_hands import (
    GRANTED,
    GROUNDS,
    REJECTED,
    RETURNED,
    applicant_of,
    decided,
    filed,
    granted,
    own_commission,
    refused_by_order,
    registered,
    sign_decision,
    some_file,
)
from tests.orders.hands import Decisive, at, decided_case, decisive
from tests.orders.ordering import signed
from tests.paper_reading import pages_of

__all__ = ["at", "decisive"]


def test_what_went_against_the_applicant_is_appealed_once_and_in_their_own_words(decisive: Decisive) -> None:
    case = refused_by_order(decisive)
    assert [one.against for one in appealable(case)] == ["refusal", "test"]
    assert appealable(decisive.cases[0]) == []
    with acting(applicant_of(case)), pytest.raises(RefusedFact):
        appealing.file(case, Filed("refusal", "  "))
    with acting(applicant_of(case)), pytest.raises(Refusal):
        appealing.file(case, Filed("interview", GROUNDS))
    appeal = filed(case)
    assert (appeal.number, appeal.state, appeal.heard_by, appeal.lateness) == (1, "filed", "outside", None)
    assert [one.against for one in appealable(case)] == ["test"]
    with acting(applicant_of(case)), pytest.raises(Refusal):
        appealing.file(case, Filed("refusal", GROUNDS))
    told = db.session.scalars(
        select(CaseNotice.body).where(CaseNotice.about == "appeal", CaseNotice.medium == "cabinet")
    ).one()
    assert appeal.spelled_number in told
    with acting(applicant_of(case)):
        appealing.withdraw(case, appeal.id)
        db.session.commit()
        with pytest.raises(Refusal):
            appealing.withdraw(case, appeal.id)
    assert filed(case).number == 2
    assert case.ended_at is not None, "an appeal changes nothing by itself"


def test_a_late_appeal_asks_for_the_term_and_is_heard_only_if_it_is_restored(decisive: Decisive) -> None:
    own_commission(decisive.closed.hall.office)
    case = refused_by_order(decisive)
    until = appealable(case)[0].until
    assert until is not None
    with frozen(now() + timedelta(days=400)):
        with acting(applicant_of(case)), pytest.raises(RefusedFact) as barred:
            appealing.file(case, Filed("refusal", GROUNDS))
        assert barred.value.field == "lateness"
        appeal = registered(filed(case, lateness="Ауруханада жаттым"))
        assert (appeal.until, appeal.lateness) == (until, "Ауруханада жаттым")
        for wrong in (
            GRANTED,
            Ruling("granted", "x", "9", True, " "),
            Ruling("granted", "x", "9", False, "Дәлелі жоқ"),
        ):
            with pytest.raises(RefusedFact):
                decided(appeal, wrong)
            db.session.rollback()
        decision = decided(appeal, RETURNED)
        assert (decision.restored, appeal.state) == (False, "returned")
        again = registered(filed(case, lateness="Ауруханада жаттым, анықтама бар"))
        decided(again, Ruling("rejected", "Кілт дұрыс", "9-тармақ", True, "Анықтама бар"))
        with acting(applicant_of(case)), pytest.raises(Refusal):
            appealing.file(case, Filed("refusal", GROUNDS, "тағы"))


def test_a_body_outside_decides_by_its_act_and_only_after_the_appeal_went_to_it(decisive: Decisive) -> None:
    case = refused_by_order(decisive)
    clerk = applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)
    member = applying.staff(Role.APPEAL_MEMBER, decisive.closed.hall.office)
    act = OutsideAct("77", today(), some_file(decisive))
    with acting(clerk), pytest.raises(RefusedFact):
        appealing.enter_on_paper(case.id, Filed("refusal", GROUNDS), today())
    with acting(clerk):
        appeal = appealing.enter_on_paper(
            case.id, Filed("refusal", GROUNDS, enclosure=some_file(decisive)), today()
        )
        assert appeal.state == "registered"
        with pytest.raises(Refusal):
            appeal_deciding.enter_outside_decision(appeal.id, GRANTED, act)
        with pytest.raises(RefusedFact):
            appealing.pass_on(appeal.id, today(), " ")
        with pytest.raises(RefusedFact):
            appealing.pass_on(appeal.id, today() + timedelta(days=3), "12-4/7")
    with acting(member), pytest.raises(Refusal):
        appeal_deciding.decide(appeal.id, GRANTED)
    with acting(clerk):
        appealing.pass_on(appeal.id, today(), "12-4/7")
        with pytest.raises(RefusedFact):
            appeal_deciding.enter_outside_decision(appeal.id, GRANTED, OutsideAct(" ", today(), act.file))
        made = appeal_deciding.enter_outside_decision(appeal.id, GRANTED, act)
        db.session.commit()
        assert (made.act_number, appeal.state) == ("77", "granted")
        with pytest.raises(Refusal):
            appeal_deciding.enter_outside_decision(appeal.id, REJECTED, act)


def test_whoever_had_a_hand_in_the_case_hears_no_appeal_in_it(decisive: Decisive) -> None:
    office = decisive.closed.hall.office
    own_commission(office)
    appeal = registered(filed(refused_by_order(decisive)))
    for actor in (decisive.official, decisive.head, decisive.closed.hall.invigilator):
        _also_a_member(actor.account_id or 0, office.id)
        refused_row(
            AppealHearer(appeal_id=appeal.id, case_id=appeal.case_id, account_id=actor.account_id or 0)
        )
    member = applying.staff(Role.APPEAL_MEMBER, office)
    db.session.commit()
    with acting(member), pytest.raises(RefusedFact):
        appeal_deciding.decide(appeal.id, GRANTED, [decisive.head.account_id or 0])
    db.session.rollback()
    stranger = applying.staff(Role.APPEAL_MEMBER, applying.office("territorial"))
    with acting(stranger), pytest.raises(NotFound):
        appeal_deciding.decide(appeal.id, GRANTED)
    clerk = applying.staff(Role.CHANCERY_CLERK, office)
    with acting(clerk), pytest.raises(NotFound):
        appeal_deciding.decide(appeal.id, GRANTED)
    refused_row(_decision(appeal, "granted", entered_by=clerk.account_id or 0))
    second = applying.staff(Role.APPEAL_MEMBER, office)
    with acting(member):
        appeal_deciding.decide(appeal.id, GRANTED, [second.account_id or 0])
    assert len(appeal_queries.hearers_of(appeal.id)) == 2
    with acting(second), pytest.raises(Refusal):
        appeal_deciding.decide(appeal.id, REJECTED)


def _also_a_member(account_id: int, office_id: int) -> None:
    """Somebody who decided has become a member of the appeal commission since."""
    db.session.add(
        RoleGrant(
            account_id=account_id, role=Role.APPEAL_MEMBER.value, office_id=office_id, from_day=today(),
            order_number="2-қ", order_date=today(), granted_at=now(),
        )
    )  # fmt: skip
    db.session.commit()


def _decision(appeal: Appeal, outcome: str, **more: object) -> AppealDecision:
    facts = {
        "appeal_id": appeal.id, "case_id": appeal.case_id, "heard_by": "own", "outcome": outcome,
        "reasons": "x", "clause": "9", "entered_by": 1, "entered_as": "appeal_member", "entered_at": now(),
    }  # fmt: skip
    return AppealDecision(**(facts | more))


def test_a_refusal_by_an_order_is_annulled_by_an_order_that_rests_on_the_appeal(decisive: Decisive) -> None:
    own_commission(decisive.closed.hall.office)
    case = refused_by_order(decisive)
    appeal = registered(filed(case))
    with acting(decisive.official), pytest.raises(Refusal):
        appeal_carrying.draft_annulment(appeal.id, "s05")
    decided(appeal)
    assert (case.ended_at is not None, appeal.carried_out_at) == (True, None), "granting undoes nothing"
    found = carrying(appeal)
    assert ([str(one) for one in found.due], found.proposed) == (["order"], "s05")
    with acting(decisive.head), pytest.raises(Refusal):
        appeal_carrying.annul_by_own_act(appeal.id, "s05")
    with acting(decisive.official):
        order = appeal_carrying.draft_annulment(appeal.id, "s05")
        with pytest.raises(Refusal):
            appeal_carrying.draft_annulment(appeal.id, "s05")
        (line,) = order_queries.lines_of(order.id)
        assert appeal.spelled_number in line.ground
        ordering.take_out(order.id, line.id)
        assert db.session.scalars(select(AppealGround)).all() == [], "the ground leaves with its point"
        again = appeal_carrying.draft_annulment(appeal.id, "s05")
        db.session.commit()
    assert appeal.carried_out_at is None
    signed(again, decisive.official, decisive.head)
    assert (case.place, case.ended_at) == ("s05", None)
    (act,) = appeal_queries.acts_of(appeal.id)
    assert (act.kind, act.reopened_at, act.done_by) == ("order", "s05", decisive.head.account_id)
    assert appeal.carried_out_at is not None
    assert carrying(appeal).due == ()
    told = db.session.scalars(select(CaseNotice.body).where(CaseNotice.about == "appeal")).all()
    assert len(told) >= 4


@pytest.mark.parametrize("slug", ["specialist-certificate", "medical-licence"])
def test_a_refusal_by_the_office_s_own_act_is_annulled_by_its_own_act(context: Flask, slug: str) -> None:
    """What the head signed, the head annuls; what the official refused, an official."""
    at = applying.service(slug)
    case = applying.apply(at, at.edition.procedures[0].id)
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    end_by_refusal(Counter(at, at.provider, clerk, ChannelId(case.channel)), case)
    own_commission(at.provider)
    appeal = granted(case)
    found = carrying(appeal)
    assert [str(one) for one in found.due] == ["own_act"]
    assert found.proposed is not None
    official, head = (at.actor(role, at.provider) for role in (Role.RESPONSIBLE_OFFICIAL, Role.HEAD))
    if slug == "medical-licence":
        with acting(official), pytest.raises(Refusal) as barred:
            appeal_carrying.annul_by_own_act(appeal.id, found.proposed)
        assert barred.value.status == 403
        db.session.rollback()
    with acting(head if slug == "medical-licence" else official):
        with pytest.raises(RefusedFact):
            appeal_carrying.annul_by_own_act(appeal.id, "s99")
        appeal_carrying.annul_by_own_act(appeal.id, found.proposed)
        db.session.commit()
        with pytest.raises(Refusal):
            appeal_carrying.annul_by_own_act(appeal.id, found.proposed)
    assert (case.place, case.ended_at) == (found.proposed, None)
    (act,) = appeal_queries.acts_of(appeal.id)
    assert act.act_number is not None
    assert act.act_number in (db.session.scalars(select(Refused.annulled_by_act)).one() or "")
    assert appeal.carried_out_at is not None


def test_a_result_is_corrected_first_and_then_the_case_goes_back(decisive: Decisive) -> None:
    """On the way out, before any order: the office's own act brings it back, to another sitting."""
    own_commission(decisive.closed.hall.office)
    case = decisive.cases[1]
    assert case.place.startswith("x-test")
    appeal = granted(case, "test")
    assert [str(one) for one in carrying(appeal).due] == ["correction", "own_act"]
    with acting(decisive.official), pytest.raises(Refusal):
        appeal_carrying.annul_by_own_act(appeal.id, "s04")
    with acting(decisive.official):
        with pytest.raises(Refusal):
            appeal_carrying.correct_result(appeal.id, "recount")
        db.session.rollback()
        appeal_carrying.correct_result(appeal.id, "take_back")
        db.session.commit()
    result = current_result(case.id)
    assert result is not None
    assert (result.verdict, appeal.spelled_number in (result.reason or "")) == ("void", True)
    assert (appeal.carried_out_at, carrying(appeal).proposed) == (None, "s04")
    with acting(decisive.official):
        appeal_carrying.annul_by_own_act(appeal.id, "s04")
        db.session.commit()
    assert (case.place, appeal.carried_out_at is not None) == ("s04", True)


def test_a_decision_of_the_head_before_the_order_ends_with_the_act(decisive: Decisive) -> None:
    own_commission(decisive.closed.hall.office)
    decision = decided_case(decisive, 1)
    case = decisive.cases[1]
    appeal = granted(case, "test")
    with acting(decisive.official):
        appeal_carrying.correct_result(appeal.id, "take_back")
        db.session.commit()
    with acting(decisive.official):
        appeal_carrying.annul_by_own_act(appeal.id, "s04")
        db.session.commit()
    assert db.session.get_one(HeadDecision, decision.id).annulled_at is not None
    assert case.place == "s04"


def test_past_the_code_nobody_appeals_twice_grants_alone_or_carries_out_what_was_not_granted(
    decisive: Decisive,
) -> None:
    own_commission(decisive.closed.hall.office)
    case = refused_by_order(decisive)
    appeal = registered(filed(case))
    row = {
        one.name: getattr(appeal, one.name)
        for one in Appeal.__table__.columns
        if one.name not in {"id", "number"}
    }
    for wrong in (
        {},
        {"case_id": decisive.cases[0].id},
        {"state": "granted"},
        {"until": today() - timedelta(days=1)},
        {"result_id": 1, "verdict": "negative"},
        {"grounds": ""},
    ):
        refused_row(Appeal(**(row | {"number": 2} | wrong)))
    for change in (
        {"grounds": "басқа"},
        {"state": "granted", "ended_at": now()},
        {"state": "filed"},
        {"carried_out_at": now()},
        {"heard_by": "outside"},
        {"until": None},
    ):
        refused(update(Appeal).where(Appeal.id == appeal.id).values(**change))
    refused(delete(Appeal))
    act = {
        "appeal_id": appeal.id, "case_id": case.id, "kind": "own_act", "act_number": "1", "act_day": today(),
        "reopened_at": "s05", "done_by": decisive.head.account_id, "done_as": "head", "done_at": now(),
    }  # fmt: skip
    refused_row(AppealAct(**act))
    decided(appeal, REJECTED)
    refused_row(AppealAct(**act))
    refused(update(Appeal).values(state="granted"))
    refused(update(AppealDecision).values(outcome="granted"))
    refused(delete(AppealDecision))
    refused_row(Appeal(**(row | {"number": 3})))
    with acting(decisive.official), pytest.raises(Refusal):
        appeal_carrying.draft_annulment(appeal.id, "s05")


def test_past_the_code_a_granted_appeal_is_carried_out_only_by_an_act_of_its_kind(decisive: Decisive) -> None:
    own_commission(decisive.closed.hall.office)
    case = refused_by_order(decisive)
    appeal = granted(case)
    (line,) = order_queries.signed_lines_of(case.id)
    result = current_result(case.id)
    assert result is not None
    act = {
        "appeal_id": appeal.id, "case_id": case.id, "done_by": decisive.head.account_id, "done_as": "head",
        "done_at": now(),
    }  # fmt: skip
    for wrong in (
        {"kind": "own_act", "act_number": "1", "act_day": today(), "reopened_at": "s05"},
        {"kind": "order", "line_id": line.line_id, "line_outcome": "annul"},
        {"kind": "order"},
        {"kind": "correction", "result_id": result.id},
    ):
        refused_row(AppealAct(**(act | wrong)))
    refused(update(Appeal).values(carried_out_at=now()))
    with acting(decisive.official):
        correcting.take_back(case.id, "басқа адам тапсырды")
        db.session.commit()
    assert case.ended_at is not None, "a lowering never acts by itself"


def test_another_office_and_another_applicant_find_nothing(decisive: Decisive) -> None:
    case = refused_by_order(decisive)
    appeal = filed(case)
    other = db.session.get_one(Case, decisive.cases[0].id)
    with acting(applicant_of(other)), pytest.raises(NotFound):
        appealing.withdraw(other, appeal.id)
    stranger = applying.staff(Role.CHANCERY_CLERK, applying.office("territorial"))
    with acting(stranger), pytest.raises(NotFound):
        appealing.register(appeal.id)
    with pytest.raises(NotFound):
        appeal_queries.find_appeal(appeal.id, stranger)
    assert appeal_queries.find_appeal(appeal.id, decisive.official).id == appeal.id


def test_nothing_is_carried_out_before_everybody_who_heard_the_appeal_has_signed(decisive: Decisive) -> None:
    """Whoever is named without having heard it does not sign, and the decision stays without effect."""
    own_commission(decisive.closed.hall.office)
    case = refused_by_order(decisive)
    appeal = registered(filed(case))
    members = [applying.staff(Role.APPEAL_MEMBER, decisive.closed.hall.office) for _one in range(2)]
    for member in members:
        db.session.get_one(Account, member.account_id).iin = some_iin(member.account_id or 0)
    with acting(members[0]):
        appeal_deciding.decide(appeal.id, GRANTED, [members[1].account_id or 0])
        db.session.commit()
        with pytest.raises(Refusal):
            appeal_signing.send_again(appeal.id)
    assert carrying(appeal).due == ()
    with acting(decisive.official), pytest.raises(Refusal):
        appeal_carrying.draft_annulment(appeal.id, "s05")
    act = {
        "appeal_id": appeal.id, "case_id": case.id, "kind": "own_act", "act_number": "1", "act_day": today(),
        "reopened_at": "s05", "done_by": decisive.head.account_id, "done_as": "head", "done_at": now(),
    }  # fmt: skip
    refused_row(AppealAct(**act))
    refused(update(AppealPaper).values(facts="{}"))
    sheet = sheet_of(appeal_signing.KIND, appeal.id)
    assert sheet is not None
    with acting(members[0]):
        signing.refuse(sheet.id, "Мен бұл шешімге қатысқан жоқпын")
        db.session.commit()
        appeal_signing.send_again(appeal.id)
        db.session.commit()
    sign_decision(appeal)
    assert [str(one) for one in carrying(appeal).due] == ["order"]
    paper = db.session.get_one(AppealPaper, appeal.id)
    text = "".join(pages_of(read_file(paper.file)))
    assert GRANTED.reasons in " ".join(text.split())
