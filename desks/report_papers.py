"""Reports of result papers: how many were issued by office and month, and the journal of each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from accounts.models import Office, Specialty
from applications.models import Case, CasePerson
from applications.queries import may_see
from core.actor import Actor
from core.clock import now
from core.database import db
from core.languages import _l, short_moment
from desks.report_parts import Period, Shown, gathered, in_order, month_of, service_named, specialty_named
from orders.last_status import last_status
from orders.models import ResultPaper, ResultPaperIssued
from orders.paper_standing import STANDINGS, Standing, standing_of

Issued = Row[ResultPaper, ResultPaperIssued, Office, Specialty | None, str, str | None]


def by_month(actor: Actor, period: Period) -> Shown:
    """Papers issued by office, month and service, and how many of them hold today."""
    return _counted(_issued(actor, period), period)


def _counted(rows: Sequence[Issued], period: Period) -> Shown:
    def pairs() -> Iterable[tuple[tuple[str, ...], str]]:
        for paper, issued, office, _specialty, _holder, status in rows:
            holds = _standing(paper, office, status) is Standing.VALID
            yield (
                (office.name, month_of(issued.issued_at, period.zone), service_named(paper.kind)),
                "valid" if holds else "other",
            )

    return Shown(
        (_l("Office"), _l("Month"), _l("Service")),
        (_l("Papers issued"), _l("Valid today"), _l("No longer valid")),
        in_order(gathered(pairs()), ("all", "valid", "other")),
        part=2,
    )


def journal(actor: Actor, period: Period) -> Shown:
    """Every paper in the order in which it was issued; the plot counts them by month."""
    rows = _issued(actor, period)
    listed = tuple(
        (
            short_moment(issued.issued_at, period.zone),
            paper.number,
            holder,
            service_named(paper.kind),
            specialty_named(specialty),
            office.name,
            str(STANDINGS[standing := _standing(paper, office, status)]),
            1,
            int(standing is Standing.VALID),
        )
        for paper, issued, office, specialty, holder, status in rows
    )
    heads = (
        _l("Issued"),
        _l("Number"),
        _l("Holder"),
        _l("Service"),
        _l("Specialty"),
        _l("Office"),
        _l("Standing"),
    )
    return Shown(heads, (_l("Papers issued"), _l("Valid today")), listed, drawn=_counted(rows, period))


def _standing(paper: ResultPaper, office: Office, status: str | None) -> Standing:
    today = now().astimezone(ZoneInfo(office.zone)).date()
    return standing_of([status] if status else [], paper.valid_until, today)


def _issued(actor: Actor, period: Period) -> Sequence[Issued]:
    """The papers of cases that the reader may see, each with the last thing that became of it."""
    last = last_status()
    return db.session.execute(
        select(ResultPaper, ResultPaperIssued, Office, Specialty, CasePerson.name, last.c.status)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .join(Case, Case.id == ResultPaper.case_id)
        .join(CasePerson, CasePerson.case_id == Case.id)
        .join(Office, Office.id == ResultPaper.office_id)
        .outerjoin(Specialty, Specialty.id == Case.specialty_id)
        .outerjoin(last, last.c.paper_id == ResultPaper.id)
        .where(may_see(actor), period.holds(ResultPaperIssued.issued_at))
        .order_by(ResultPaperIssued.issued_at, ResultPaper.id)
    ).all()
