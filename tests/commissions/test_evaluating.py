"""The external evaluation by its verbs: opened by an order, planned, marked by experts, reported, then the sitting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.queries import today
from accounts.refused_facts import RefusedFact, Stale
from accounts.roles import Role
from applications.actions import course
from applications.models import CaseNotice, Told
from commissions import evaluation_queries, queries
from commissions.actions import agenda, evaluating, forming, marking, reporting
from commissions.actions.evaluating import Day, Expert
from commissions.gate import Bar, bar
from commissions.models import Commission, Interview, Meeting, StandardMark
from commissions.standards import Mark
from core.actor import acting
from core.database import db
from core.files import read_file
from core.models import JournalEntry
from core.refusals import NotFound, Refusal
from regulations.verbs import Outcome, Verb
from tests.applications import making
from tests.commissions.evaluating import Accreditation, accreditation
from tests.commissions.hearing import meeting_of, named, order_file
from tests.paper_reading import pages_of

__all__ = ["accreditation"]


def told(at: Accreditation) -> list[str]:
    return list(
        db.session.scalars(
            select(CaseNotice.body)
            .where(
                CaseNotice.case_id == at.case.id,
                CaseNotice.about == "evaluation",
                CaseNotice.medium == "cabinet",
            )
            .order_by(CaseNotice.id)
        )
    )


def sitting(at: Accreditation) -> Meeting:
    """The accreditation commission of the Committee with a meeting to come."""
    administrator = making.staff(Role.ADMINISTRATOR, at.committee)
    with acting(administrator):
        commission = forming.form(
            forming.Formed(
                "accreditation_commission", "Аккредиттеу комиссиясы", "5-НҚ", date(2026, 1, 12), order_file()
            )
        )
        named(commission, "chair", making.staff(Role.COMMISSION_MEMBER, at.committee))
        named(commission, "secretary", at.official)
    with acting(at.official):
        return meeting_of(commission)


def test_until_the_order_is_signed_the_case_awaits_it_and_is_offered_to_nobody(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    assert at.case.place == "s06"
    assert list(evaluation_queries.awaiting_order(at.official)) == [at.case]
    assert bar(queries.standing_of(at.case)) is Bar.NOT_EVALUATED
    assert evaluation_queries.evaluation_of(at.case.id) is None


def test_the_order_opens_the_evaluation_forms_the_group_and_tells_the_days(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    found = at.open()
    assert (at.case.place, at.case.desk_role) == ("s07", "expert_member")
    assert [one.role for one in queries.members_of(found.group_id)] == ["chair", "member"]
    assert "77-НҚ" in told(at)[-1]
    assert list(evaluation_queries.awaiting_order(at.official)) == []
    db.session.commit()
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.tag == "commissions:evaluation:open"))
    assert entry.one().actor_role == "head"
    with pytest.raises(Refusal):
        at.open()


def test_only_the_committee_opens_it_at_the_right_step_with_one_leader(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    with pytest.raises(RefusedFact):
        at.open(group=(Expert(at.leader.account_id or 0), Expert(at.expert.account_id or 0)))
    db.session.rollback()
    with pytest.raises(RefusedFact):
        at.open(until_day=today() - timedelta(days=1))
    db.session.rollback()
    with pytest.raises(RefusedFact):
        at.open(group=(Expert(at.official.account_id or 0, "chair"),))
    db.session.rollback()
    stranger = making.staff(Role.HEAD, making.office("committee"))
    with acting(stranger), pytest.raises(NotFound):
        evaluating.open_evaluation(at.case.id, at.ordered())
    with acting(at.official), pytest.raises(Refusal):
        evaluating.open_evaluation(at.case.id, at.ordered())


def test_one_order_opens_the_evaluations_of_several_organisations_by_one_group(
    accreditation: Accreditation,
) -> None:
    from tests.commissions.evaluating import chancery_and_check

    at = accreditation
    first = at.open()
    other = making.apply(at.service, "main")
    chancery_and_check(at.service, other)
    with acting(at.head):
        second = evaluating.open_evaluation(other.id, at.ordered())
    assert first.group_id == second.group_id
    groups = select(Commission).where(Commission.kind == "expert_group")
    assert len(db.session.scalars(groups).all()) == 1


def test_visits_lie_within_the_order_and_the_organisation_is_told_of_each_change(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    with acting(at.official):
        with pytest.raises(RefusedFact):
            evaluating.plan_visit(at.evaluation.id, Day(today() + timedelta(days=11), "Абай 1"))
        visit = evaluating.plan_visit(at.evaluation.id, Day(today() + timedelta(days=2), "Абай 1"))
        moved = evaluating.move_visit(visit.id, Day(today() + timedelta(days=3), "Абай 1"), "Жол жабық")
        with pytest.raises(Refusal):
            evaluating.move_visit(visit.id, Day(today() + timedelta(days=4), "Абай 1"), "тағы")
    assert list(evaluation_queries.visits_of(at.evaluation.id)) == [moved]
    assert "Жол жабық" in told(at)[-1]


def test_nobody_marks_before_the_declaration_nor_with_a_conflict_of_interest(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    with acting(at.official):
        evaluating.choose_standards(at.evaluation.id, at.standards.id)
    found = marking.Found(at.standards.standards[0].id, Mark.MET, "", 0)
    with acting(at.expert):
        with pytest.raises(Refusal):
            marking.mark(at.evaluation.id, found)
        with pytest.raises(RefusedFact):
            marking.declare(at.evaluation.id, True)
        marking.declare(at.evaluation.id, False)
        marking.mark(at.evaluation.id, found)
        marking.declare(at.evaluation.id, True, "Сол ұйымда жұмыс істеген")
        with pytest.raises(Refusal):
            marking.mark(at.evaluation.id, marking.Found(found.standard_id, Mark.MET, "", 1))
        with pytest.raises(Refusal):
            marking.declare(at.evaluation.id, False)
    with acting(at.stranger), pytest.raises(NotFound):
        marking.declare(at.evaluation.id, False)
    place = evaluation_queries.own_place(at.evaluation, at.expert)
    assert place is not None
    with acting(at.official):
        marking.note_conflict(at.evaluation.id, place.id, False, "")
    with acting(at.expert):
        marking.mark(at.evaluation.id, marking.Found(found.standard_id, Mark.MET, "", 1))


def test_two_tabs_never_overwrite_each_other(accreditation: Accreditation) -> None:
    at = accreditation
    at.open()
    at.plan()
    standard = at.standards.standards[0].id
    with acting(at.expert):
        marking.mark(at.evaluation.id, marking.Found(standard, Mark.MET, "", 0))
    with acting(at.leader):
        with pytest.raises(Stale):
            marking.mark(at.evaluation.id, marking.Found(standard, Mark.NOT_MET, "Жоқ", 0))
        marking.mark(at.evaluation.id, marking.Found(standard, Mark.NOT_MET, "Жоқ", 1))
    line = evaluation_queries.lines_of(at.evaluation)[0]
    assert (line.version, line.mark and line.mark.mark) == (2, "not_met")
    assert len(db.session.scalars(select(StandardMark)).all()) == 2


def test_a_report_waits_for_every_mark_and_every_remark_and_is_concluded_by_the_leader(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    with pytest.raises(Refusal):
        at.finish()
    at.plan()
    with pytest.raises(Refusal, match="3"):
        at.finish()
    standards = at.standards.standards
    with acting(at.expert):
        for standard in standards:
            marking.mark(at.evaluation.id, marking.Found(standard.id, Mark.NOT_MET, "", 0))
    with pytest.raises(Refusal, match="3"):
        at.finish()
    with acting(at.expert):
        for standard in standards:
            marking.mark(at.evaluation.id, marking.Found(standard.id, Mark.NOT_MET, "Жоқ", 1))
        with pytest.raises(Refusal):
            reporting.finish(at.evaluation.id, reporting.Concluded(Outcome.POSITIVE, "а", "б"))
    with acting(at.official):
        again = evaluating.plan_visit(at.evaluation.id, Day(today() + timedelta(days=2), "Абай 1"))
    with pytest.raises(Refusal, match="Сапар"):
        at.finish()
    with acting(at.official):
        evaluating.move_visit(again.id, Day(today(), "Абай 1"), "Ұйым бүгін дайын")
    assert at.finish(Outcome.NEGATIVE).percent == 0


def test_the_report_is_frozen_printed_told_to_quality_management_and_opens_the_sitting(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    at.plan()
    at.mark_all()
    with acting(at.expert):
        marking.bring_evidence(at.evaluation.id, at.standards.standards[1].id, order_file(), "Сурет")
    report = at.finish()
    assert report.percent == 81
    assert (at.case.place, "s07" in at.case.gates) == ("s08", True)
    words = " ".join(pages_of(read_file(report.file)))
    for one in ("81 %", "Қаралды", "Организация готова.", "77-НҚ", report.digest[:8], at.case.person.name):
        assert one in words
    kept = db.session.scalars(select(Told).where(Told.case_id == at.case.id, Told.kind == "evaluation")).one()
    assert kept.message is not None
    assert (kept.message.payload or {})["report_digest"] == report.digest
    with acting(at.expert), pytest.raises(Refusal):
        marking.mark(at.evaluation.id, marking.Found(at.standards.standards[0].id, Mark.MET, "", 1))
    meeting = sitting(at)
    assert queries.waiting_cases(meeting.commission) == [(at.case, None)]
    with acting(at.official):
        slot = agenda.put_on(
            meeting.id, at.case.id, meeting.starts_at, meeting.starts_at + timedelta(minutes=20)
        )
    assert (slot.interview.report_id, slot.interview.result_id, slot.interview.verdict) == (
        report.id,
        None,
        None,
    )


def test_a_negative_report_goes_to_the_commission_too_for_the_text_lets_it_decide(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    at.plan()
    at.mark_all()
    at.finish(Outcome.NEGATIVE)
    assert bar(queries.standing_of(at.case)) is None


def test_while_the_evaluation_is_under_way_the_case_is_shown_to_the_commission_and_not_offered(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    meeting = sitting(at)
    assert queries.waiting_cases(meeting.commission) == [(at.case, Bar.NOT_EVALUATED)]
    with acting(at.official), pytest.raises(Refusal):
        agenda.put_on(meeting.id, at.case.id, meeting.starts_at, meeting.starts_at + timedelta(minutes=20))
    assert db.session.scalars(select(Interview)).all() == []


def test_nobody_finishes_the_step_past_the_report(accreditation: Accreditation) -> None:
    at = accreditation
    at.open()
    with acting(at.official), pytest.raises(Refusal):
        course.perform(course.locked(at.case.id), Verb.EVALUATE, Outcome.FINISHED)
