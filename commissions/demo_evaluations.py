"""The demo's external evaluations: one organisation awaits its order, one is being evaluated, one has its report."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.models import Account, RoleGrant
from accounts.queries import today
from accounts.spreadsheets import SheetRow
from applications.actions import chancery, course
from applications.models import Case
from commissions.actions import evaluating, marking, reporting, standards
from commissions.actions.evaluating import Day, Expert, Ordered
from commissions.demo import actor_of
from commissions.models import Evaluation, StandardSet
from commissions.standards import Mark
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from core.files import store_file
from core.models import StoredFile
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from core.settings import Settings
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.verbs import Outcome, Verb

_LIST = (
    ("1.1", "Басқару", "Руководство", "Ұйымның стратегиялық жоспары бар және жыл сайын қаралады.",
     "Организация имеет стратегический план и ежегодно его пересматривает.", "5"),
    ("1.2", "Басқару", "Руководство", "Медициналық қызметтің сапасына ішкі бақылау жүргізіледі.",
     "Проводится внутренний контроль качества медицинских услуг.", "8"),
    ("2.1", "Пациенттердің қауіпсіздігі", "Безопасность пациентов", "Пациент әр емшара алдында сәйкестендіріледі.",
     "Пациента идентифицируют перед каждой процедурой.", "10"),
    ("2.2", "Пациенттердің қауіпсіздігі", "Безопасность пациентов", "Қол гигиенасының қағидалары сақталады.",
     "Соблюдаются правила гигиены рук.", "7"),
)  # fmt: skip


def fill_demo(settings: Settings) -> bool:
    """Take three organisations on to their evaluation and commit; False where there is one already."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    cases = _forwardable()
    if len(cases) < 3 or db.session.scalar(select(Evaluation.id).limit(1)) is not None:
        return False
    official, head, expert = (actor_of(login) for login in ("official-committee", "head-committee", "expert"))
    _awaiting, running, finished = (_at_the_order(case, official) for case in cases[-3:])
    with frozen(now() - timedelta(days=40)), acting(official):
        chosen = _standards()
    _evaluate(
        _opened(running, head, expert, "31-НҚ"), chosen, official, expert, 2, today() + timedelta(days=3)
    )
    done = _opened(finished, head, expert, "30-НҚ")
    _reported(done, chosen, official, expert)
    db.session.commit()
    return True


def evaluated(cases: Sequence[Case], order: str) -> None:
    """Organisations that one order names, each from the draft of that order to the report of the group."""
    official, head, expert = (actor_of(login) for login in ("official-committee", "head-committee", "expert"))
    chosen = db.session.scalars(select(StandardSet).order_by(StandardSet.id)).first()
    if chosen is None:
        raise LookupError("the demo has no standards yet")
    for case in cases:
        with acting(official):
            course.perform(course.locked(case.id), Verb.DRAFT_ORDER)
        _reported(_opened(case, head, expert, order), chosen, official, expert)


def _reported(found: Evaluation, chosen: StandardSet, official: Actor, expert: Actor) -> None:
    _evaluate(found, chosen, official, expert, len(_LIST), today())
    with acting(expert):
        reporting.finish(
            found.id,
            reporting.Concluded(
                Outcome.POSITIVE,
                "Ұйым аккредиттеу стандарттарына негізінен сәйкес келеді.",
                "Организация в основном соответствует стандартам аккредитации.",
            ),
        )


def _forwardable() -> list[Case]:
    edition = catalogue().newest("organisation-accreditation")
    forward = next(step.id for step in edition.steps if step.kind is StepKind.FORWARD)
    return list(
        db.session.scalars(
            select(Case).where(Case.edition_id == edition.id, Case.place == forward).order_by(Case.id)
        )
    )


def _at_the_order(case: Case, official: Actor) -> Case:
    """The file goes to the Committee, whose official drafts the order on the evaluation."""
    with acting(holder(case)):
        chancery.forward(case.id)
    with acting(official):
        course.perform(course.locked(case.id), Verb.DRAFT_ORDER)
    return case


def _opened(case: Case, head: Actor, expert: Actor, order: str) -> Evaluation:
    """As the signing of the order does it."""
    with acting(head):
        return evaluating.open_evaluation(
            case.id,
            Ordered(
                order,
                today(),
                _paper(f"{order} бұйрық.pdf").id,
                (Expert(expert.account_id or 0, "chair"),),
                today(),
                today() + timedelta(days=14),
            ),
        )


def _evaluate(
    found: Evaluation, chosen: StandardSet, official: Actor, expert: Actor, marked: int, visit: date
) -> None:
    """The plan, the expert's declaration, the first marks with a remark and a photo for the second."""
    with acting(official):
        evaluating.choose_standards(found.id, chosen.id)
        evaluating.plan_visit(
            found.id,
            Day(
                visit,
                "Көкшетау, Абай көшесі, 1",
                "Бөлімшелерді аралау, құжаттарды қарау",
            ),
        )
    with acting(expert):
        marking.declare(found.id, False)
        for place, standard in enumerate(chosen.standards[:marked]):
            mark = Mark.PARTLY if place == 1 else Mark.MET
            remark = "2026 жылғы бақылау жоспары бекітілмеген." if place == 1 else ""
            marking.mark(found.id, marking.Found(standard.id, mark, remark, 0))
            if place == 1:
                marking.bring_evidence(found.id, standard.id, _paper("жоспар.pdf"), "Бақылау жоспары")


def _standards() -> StandardSet:
    keys = [column.key for column in standards.COLUMNS]
    rows = [
        SheetRow(number, dict(zip(keys, cells, strict=True)), dict.fromkeys(keys, "A"))
        for number, cells in enumerate(_LIST, start=2)
    ]
    return standards.bring(
        standards.Brought(
            "Медициналық ұйымдарды аккредиттеу стандарттары (үлгі)",
            "Стандарты аккредитации медицинских организаций (образец)",
            "DEMO-031",
            50,
            _paper("стандарттар.pdf"),
            rows,
        )
    )


def _paper(name: str) -> StoredFile:
    return store_file(io.BytesIO(render_pdf("core/example", EXAMPLE_FACTS, specimen=True)), name)


def holder(case: Case) -> Actor:
    """The official on whose desk the case lies, in the role in which it lies there."""
    account = db.session.get_one(Account, case.executor_id)
    grant = db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account.id, RoleGrant.role == case.desk_role)
    ).one()
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)
