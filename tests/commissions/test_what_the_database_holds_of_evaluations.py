"""The gate of organisations and the work of experts attacked past the code, by SQL, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, text, update

from commissions.actions import evaluating
from commissions.models import (
    Evaluation,
    EvaluationReport,
    ExpertStanding,
    Interview,
    Slot,
    Standard,
    StandardEvidence,
    StandardMark,
    StandardSet,
    Visit,
)
from core.actor import acting
from core.clock import now
from core.database import db
from tests.applications import making
from tests.commissions.evaluating import Accreditation, accreditation
from tests.commissions.hearing import order_file
from tests.commissions.test_evaluating import sitting
from tests.exam.test_what_the_database_holds import refused, refused_row, written

__all__ = ["accreditation"]


def interview(at: Accreditation, **changes: Any) -> Interview:
    facts: dict[str, Any] = {
        "case_id": at.case.id,
        "offered_by": at.official.account_id,
        "offered_at": now(),
    }
    return Interview(**(facts | changes))


def mark(at: Accreditation, **changes: Any) -> StandardMark:
    facts: dict[str, Any] = {
        "evaluation_id": at.evaluation.id,
        "set_id": at.standards.id,
        "standard_id": at.standards.standards[0].id,
        "group_id": at.evaluation.group_id,
        "member_id": member(at),
        "version": 1,
        "mark": "met",
        "marked_at": now(),
    }
    return StandardMark(**(facts | changes))


def member(at: Accreditation) -> int:
    from commissions.evaluation_queries import own_place

    found = own_place(at.evaluation, at.expert)
    assert found is not None
    return found.id


def report(at: Accreditation, **changes: Any) -> EvaluationReport:
    facts: dict[str, Any] = {
        "evaluation_id": at.evaluation.id,
        "case_id": at.case.id,
        "number": "2026-0001",
        "verdict": "positive",
        "conclusion_kk": "а",
        "conclusion_ru": "б",
        "facts": "{}",
        "digest": "0" * 64,
        "file_id": order_file().id,
        "finished_by": at.leader.account_id,
        "finished_at": now(),
    }
    return EvaluationReport(**(facts | changes))


def finished(at: Accreditation) -> EvaluationReport:
    at.open()
    at.plan()
    at.mark_all()
    return at.finish()


def again(at: Accreditation, first: EvaluationReport) -> EvaluationReport:
    """The case is evaluated once more by another order; its new report replaces the first."""
    second = Evaluation(
        case_id=at.case.id,
        office_id=at.evaluation.office_id,
        group_id=at.evaluation.group_id,
        order_number="78-НҚ",
        order_date=at.evaluation.order_date,
        order_file_id=at.evaluation.order_file_id,
        from_day=at.evaluation.from_day,
        until_day=at.evaluation.until_day,
        opened_at=now(),
    )
    written(second)
    at.opened.append(second)
    at.plan()
    at.mark_all()
    made = report(at, replaces_id=first.id, number="2026-0002")
    written(made)
    return made


def test_an_interview_rests_on_a_result_or_on_a_report_of_the_very_case_and_never_on_both_or_neither(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    refused_row(interview(at))
    refused_row(interview(at, verdict="positive"))
    refused_row(interview(at, report_id=999_999))
    first = finished(at)
    other = making.apply(at.service, "main")
    refused_row(interview(at, report_id=first.id, result_id=1))
    refused_row(interview(at, report_id=first.id, verdict="positive"))
    refused_row(interview(at, case_id=other.id, report_id=first.id))
    refused_row(interview(at, report_id=first.id, opened_at=now()))
    written(interview(at, report_id=first.id))
    refused_row(interview(at, report_id=first.id))
    refused(update(Interview).values(report_id=None))
    refused(text("UPDATE commission_interview SET report_id = NULL, result_id = 1, verdict = 'positive'"))


def test_a_report_that_was_replaced_opens_nothing_any_more(accreditation: Accreditation) -> None:
    at = accreditation
    first = finished(at)
    meeting = sitting(at)
    found = interview(at, report_id=first.id)
    written(found)
    slot = {
        "meeting_id": meeting.id,
        "interview_id": found.id,
        "case_id": at.case.id,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "put_by": at.official.account_id,
        "put_at": now(),
    }
    written(Slot(**slot))
    opened = update(Interview).values(opened_at=meeting.starts_at)
    before = db.session.begin_nested()
    db.session.execute(opened)
    again(at, first)
    refused(update(Interview).values(decided_at=meeting.starts_at, decision="positive"))
    before.rollback()
    db.session.expire_all()
    at.opened.pop()
    second = again(at, first)
    refused(opened)
    db.session.execute(update(Slot).values(released_at=now(), released_reason="қайта бағалау"))
    refused_row(Slot(**slot))
    db.session.execute(update(Interview).values(called_off_at=now(), called_off_reason="қайта бағалау"))
    refused_row(interview(at, report_id=first.id))
    written(interview(at, report_id=second.id))


def test_reports_of_a_case_stand_in_one_line_and_are_never_changed(accreditation: Accreditation) -> None:
    at = accreditation
    first = finished(at)
    refused_row(report(at))
    refused_row(report(at, replaces_id=first.id))
    second = again(at, first)
    refused_row(report(at, replaces_id=first.id))
    assert second.replaces_id == first.id
    for statement in (
        update(EvaluationReport).values(verdict="negative"),
        delete(EvaluationReport),
        text("UPDATE evaluation_report SET digest = facts"),
    ):
        refused(statement)


def test_a_report_says_what_was_found_of_every_standard(accreditation: Accreditation) -> None:
    at = accreditation
    at.open()
    refused_row(report(at))
    at.plan()
    refused_row(report(at))
    at.mark_all()
    for changes in (
        {"verdict": "perhaps"},
        {"digest": "0"},
        {"conclusion_kk": ""},
        {"percent": 101},
        {"case_id": making.apply(at.service, "main").id},
    ):
        refused_row(report(at, **changes))
    written(report(at))


def test_a_case_has_one_evaluation_at_a_time_as_it_was_ordered(accreditation: Accreditation) -> None:
    at = accreditation
    found = at.open()
    facts = {
        name: getattr(found, name)
        for name in (
            "case_id",
            "office_id",
            "group_id",
            "order_date",
            "order_file_id",
            "from_day",
            "until_day",
        )
    }
    refused_row(Evaluation(**facts, order_number="78-НҚ", opened_at=now()))
    for changes in (
        {"from_day": at.evaluation.until_day, "until_day": at.evaluation.from_day},
        {"order_number": "1"},
        {"group_id": 999_999},
        {"case_id": making.apply(at.service, "main").id},
    ):
        refused(update(Evaluation).values(**changes))
    refused(delete(Evaluation))
    with acting(at.official):
        evaluating.choose_standards(found.id, at.standards.id)
    refused(update(Evaluation).values(set_id=None))
    commission = sitting(at).commission_id
    other = making.apply(at.service, "main")
    refused_row(
        Evaluation(**facts | {"case_id": other.id, "group_id": commission}, order_number="1", opened_at=now())
    )


def test_only_an_expert_of_the_group_against_whom_nothing_stands_marks_and_before_the_report(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    with acting(at.official):
        evaluating.choose_standards(at.evaluation.id, at.standards.id)
    refused_row(mark(at))
    standing = {
        "evaluation_id": at.evaluation.id,
        "group_id": at.evaluation.group_id,
        "member_id": member(at),
        "noted_by": at.expert.account_id,
        "noted_at": now(),
    }
    refused_row(ExpertStanding(**standing, conflict=True))
    written(ExpertStanding(**standing, conflict=True, fact="туысы"))
    refused_row(mark(at))
    written(ExpertStanding(**standing, conflict=False))
    for changes in (
        {"version": 2},
        {"version": 0},
        {"mark": "good"},
        {"member_id": 999_999},
        {"standard_id": 999_999},
        {"set_id": 999_999},
    ):
        refused_row(mark(at, **changes))
    written(mark(at))
    refused_row(mark(at))
    refused(update(StandardMark).values(mark="not_met"))
    refused(delete(StandardMark))
    refused(update(ExpertStanding).values(conflict=False))
    refused(delete(ExpertStanding))


def test_after_the_report_nothing_of_the_work_is_added_or_taken_away(accreditation: Accreditation) -> None:
    at = accreditation
    at.open()
    at.plan()
    at.mark_all()
    evidence = {
        name: getattr(mark(at), name)
        for name in ("evaluation_id", "set_id", "standard_id", "group_id", "member_id")
    }
    shown = StandardEvidence(**evidence, file_id=order_file().id, brought_at=now())
    written(shown)
    refused(update(StandardEvidence).values(caption="басқа"))
    refused(update(StandardEvidence).values(removed_at=now()))
    refused(delete(StandardEvidence))
    refused(update(Visit).values(place="басқа"))
    at.finish()
    refused_row(StandardEvidence(**evidence, file_id=order_file().id, brought_at=now()))
    refused(update(StandardEvidence).values(removed_at=now(), removed_by=at.expert.account_id))
    refused_row(mark(at, version=2))
    planned = Visit(
        evaluation_id=at.evaluation.id,
        day=at.evaluation.from_day,
        place="Абай 1",
        planned_by=at.official.account_id,
        planned_at=now(),
    )
    refused_row(planned)


def test_a_set_of_standards_that_is_used_gets_no_other_standard_and_none_is_changed(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    set_id = at.standards.id

    def standard(**changes: Any) -> Standard:
        facts = {"set_id": set_id, "position": 4, "code": "3.1", "text_kk": "а", "text_ru": "б", "weight": 1}
        return Standard(**(facts | changes))

    for changes in ({"weight": 0}, {"weight": 101}, {"text_kk": ""}, {"code": "1.1"}, {"position": 1}):
        refused_row(standard(**changes))
    written(standard())
    at.open()
    with acting(at.official):
        evaluating.choose_standards(at.evaluation.id, set_id)
    refused_row(standard(code="3.2", position=5))
    refused(update(Standard).values(weight=100))
    refused(delete(Standard))
    refused(update(StandardSet).values(partly_percent=100))
    refused(update(StandardSet).values(retired_at=now()))
    refused(delete(StandardSet))
