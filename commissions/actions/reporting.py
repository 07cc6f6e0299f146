"""Finishing an external evaluation: the report is made of the facts, frozen, and told to the quality management."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.queries import today
from accounts.refused_facts import RefusedFact
from applications.actions import course, neighbours
from applications.models import Case
from commissions import evaluation_papers, evaluation_queries
from commissions.actions import evaluating
from commissions.models import Evaluation, EvaluationReport
from commissions.standards import Marked, progress, share
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l, long_date
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from gateways import quality
from regulations.kinds import StepKind
from regulations.verbs import Outcome, Verb

LEADS = frozenset({"chair", "deputy"})


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the group concludes, in both languages of the report."""

    verdict: Outcome
    conclusion_kk: str
    conclusion_ru: str


def finish(evaluation_id: int, concluded: Concluded) -> EvaluationReport:
    """The leader concludes the report; the case goes on to the sitting of the accreditation commission."""
    seen = db.session.get(Evaluation, evaluation_id)
    if seen is None:
        raise NotFound
    case = course.locked(seen.case_id)
    evaluation = evaluating.locked(evaluation_id)
    _led(evaluation)
    lines = evaluation_queries.lines_of(evaluation)
    marked = [line.marked() for line in lines]
    _refuse_open(evaluation, marked)
    if concluded.verdict not in (Outcome.POSITIVE, Outcome.NEGATIVE):
        raise RefusedFact("verdict", _l("The conclusion is positive or negative."))
    assert evaluation.standards is not None
    percent = share(marked, evaluation.standards.partly_percent)
    report = _reported(case, evaluation, lines, concluded, percent)
    new = {"report": report.number, "verdict": report.verdict, "percent": percent, "digest": report.digest}
    course.perform(
        case,
        Verb.EVALUATE,
        Outcome.FINISHED,
        tag="commissions:evaluation:finish",
        brings=course.With(new=new),
    )
    _tell_quality(case, evaluation, report)
    return report


def _led(evaluation: Evaluation) -> None:
    member = evaluation_queries.own_place(evaluation, current_actor())
    if member is None:
        raise NotFound
    if member.role not in LEADS:
        raise Refusal(_l("The leader of the expert group concludes the report."), status=403)
    standing = evaluation_queries.standings_of(evaluation.id).get(member.id)
    if standing is None or standing.conflict:
        raise Refusal(
            _l("Whoever concludes the report has declared that nothing stands against it."), status=403
        )


def _refuse_open(evaluation: Evaluation, marked: list[Marked]) -> None:
    if evaluation.set_id is None:
        raise Refusal(_l("The standards of this evaluation are not chosen yet."))
    done = progress(marked)
    if done.unmarked:
        raise Refusal(_l("Standards not marked yet: %(count)s.", count=done.unmarked))
    if done.unsaid:
        raise Refusal(
            _l("Marks that take something away without saying what was found: %(count)s.", count=done.unsaid),
            next_step=_l("Write the remark beside each of these marks."),
        )
    _refuse_before_the_visit(evaluation)


def _refuse_before_the_visit(evaluation: Evaluation) -> None:
    """A report that lists a visit says what was found on it: it is not concluded before."""
    zone = evaluation.office.zone
    coming = [one.day for one in evaluation_queries.visits_of(evaluation.id) if one.day > today(zone)]
    if coming:
        raise Refusal(
            _l("A visit is still to come, on %(day)s.", day=long_date(max(coming))),
            next_step=_l("Conclude the report after it. The official can move its day."),
        )


def _reported(
    case: Case,
    evaluation: Evaluation,
    lines: list[evaluation_queries.Line],
    concluded: Concluded,
    percent: int | None,
) -> EvaluationReport:
    earlier = evaluation_queries.current_report(case.id)
    year = now().astimezone(ZoneInfo(evaluation.office.zone)).year
    number = f"{year}-{next_number('evaluation_report', evaluation.office_id, year):04d}"
    facts = evaluation_papers.report_facts(
        case, evaluation, lines, evaluation_papers.Outcome(
            number, concluded.verdict.value, percent, concluded.conclusion_kk, concluded.conclusion_ru,
            earlier.number if earlier else None,
        )
    )  # fmt: skip
    printed = evaluation_papers.printed(facts, case.language)
    made = EvaluationReport(
        evaluation_id=evaluation.id,
        case_id=case.id,
        number=number,
        verdict=concluded.verdict.value,
        percent=percent,
        conclusion_kk=concluded.conclusion_kk,
        conclusion_ru=concluded.conclusion_ru,
        facts=printed.facts,
        digest=printed.digest,
        file_id=printed.file.id,
        replaces_id=earlier.id if earlier else None,
        finished_by=current_actor().account_id,
        finished_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _tell_quality(case: Case, evaluation: Evaluation, report: EvaluationReport) -> None:
    edition = course.edition_of(case)
    step = next(one for one in edition.steps if one.kind is StepKind.EVALUATION)
    if quality.SYSTEM not in step.records_in:
        return
    neighbours.tell_evaluation(
        case,
        step.id,
        quality.EvaluationResult(
            case_number=case.number,
            applicant_number=case.person.bin or "",
            applicant_name=case.person.name,
            order_number=evaluation.order_number,
            report_number=report.number,
            finished_on=report.finished_at.astimezone(ZoneInfo(evaluation.office.zone)).date(),
            verdict=report.verdict,
            percent=report.percent,
            report_digest=report.digest,
        ),
    )
