"""The reports of an office: terms kept and missed, refusals by ground, results by specialty, cases by month.

Reads only. A report is a table with one column of figures that is drawn; page, spreadsheet and CSV show the same rows.
Counted are the cases that the reader may see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from accounts.models import Office, Specialty
from applications.case_reading import in_words
from applications.grounds import ground_in_words, listed_ground
from applications.models import Case, CaseStep, Paper, Refused
from applications.queries import may_see
from core.actor import Actor
from core.clock import now
from core.database import db
from core.languages import _l, current_language
from desks import report_appeals, report_orders, report_papers
from desks.report_parts import (
    Period,
    Report,
    Shown,
    gathered,
    in_order,
    month_of,
    service_named,
    specialty_named,
)
from exam.models import Result
from regulations.catalogue import catalogue


def _today(ended: datetime | None, refusal: int | None) -> str:
    """Where a case stands today."""
    if ended is None:
        return "open"
    return "ended" if refusal is None else "refused"


def _terms(actor: Actor, period: Period) -> Shown:
    """Each step that had a term and ended in the period, or is open past its term now."""
    began_late = CaseStep.ended_at.is_(None) & (CaseStep.due_at < now())
    rows = db.session.execute(
        select(Office, Case.edition_id, CaseStep.step, CaseStep.ended_at, CaseStep.due_at)
        .join(Case, CaseStep.case_id == Case.id)
        .join(Office, Office.id == CaseStep.office_id)
        .where(
            may_see(actor),
            CaseStep.due_at.is_not(None),
            (CaseStep.outcome.is_(None)) | (CaseStep.outcome != "passed_over"),
            period.holds(CaseStep.ended_at) | (began_late & period.holds(CaseStep.due_at)),
        )
    )

    def pairs() -> Iterable[tuple[tuple[str, ...], str]]:
        for office, edition_id, step, ended, due in rows:
            edition = catalogue().edition(edition_id)
            word = "open" if ended is None else "kept" if due is None or ended <= due else "missed"
            yield (
                (office.name, service_named(edition.service), in_words(edition.step(step).name)),
                word,
            )

    found = gathered(pairs())
    for counted in found.values():
        counted["late"] = counted["missed"] + counted["open"]
    return Shown(
        (_l("Office"), _l("Service"), _l("Step")),
        (
            _l("Terms"),
            _l("Terms kept"),
            _l("Terms missed"),
            _l("Still open past the term"),
            _l("Late in all"),
        ),
        in_order(found, ("all", "kept", "missed", "open", "late")),
        part=4,
    )


def _refusals(actor: Actor, period: Period) -> Shown:
    """Motivated refusals that were given, by service and ground, with those that an act annulled.

    A ground of an office's list is one row, whatever words it had when it was used: it is named as it stands last. What
    was refused before grounds were kept is counted by its wording, which the paper has in all three languages.
    """
    rows = db.session.execute(
        select(
            Case.service, Paper.office_id, Refused.ground_id, Paper.facts, Refused.clause, Refused.annulled_at
        )
        .join(Case, Refused.case_id == Case.id)
        .join(Paper, Paper.id == Refused.paper_id)
        .where(
            may_see(actor),
            period.holds(Refused.refused_at),
            (Case.place == Refused.exit) | Refused.annulled_at.is_not(None),
            Refused.called_back_at.is_(None),
        )
        .order_by(Refused.id.desc())
    ).all()
    named: dict[tuple[int, str, str], tuple[str, str]] = {}

    def pairs() -> Iterable[tuple[tuple[str, ...], str]]:
        for service, office_id, ground_id, facts, clause, annulled in rows:
            worded = (json.loads(facts)["ground"][current_language()], clause)
            if ground_id is not None:
                key = (office_id, service, ground_id)
                if key not in named:
                    # Read from the newest: a ground that the office has struck off its list keeps its last words.
                    listed = listed_ground(*key)
                    named[key] = (ground_in_words(listed), listed.clause) if listed else worded
                worded = named[key]
            yield (service_named(service), *worded), "standing" if annulled is None else "annulled"

    found = gathered(pairs())
    return Shown(
        (_l("Service"), _l("Ground"), _l("Clause")),
        (_l("Refusals"), _l("Refusals that stand"), _l("Annulled by an act")),
        in_order(found, ("all", "standing", "annulled")),
        part=2,
    )


def _results(actor: Actor, period: Period) -> Shown:
    """Current test results by service and specialty. A result that was replaced is counted no more."""
    replaced = select(Result.replaces_id).where(Result.replaces_id.is_not(None))
    rows = db.session.execute(
        select(Case.service, Specialty, Result.verdict)
        .join(Case, Result.case_id == Case.id)
        .outerjoin(Specialty, Specialty.id == Case.specialty_id)
        .where(may_see(actor), Result.id.not_in(replaced), period.holds(Result.entered_at))
    )
    found = gathered(
        ((service_named(service), specialty_named(specialty)), verdict)
        for service, specialty, verdict in rows
    )
    return Shown(
        (_l("Service"), _l("Specialty")),
        (_l("Results"), _l("Tests passed"), _l("Tests not passed"), _l("Taken back")),
        in_order(found, ("all", "positive", "negative", "void")),
        part=2,
    )


def _cases(actor: Actor, period: Period) -> Shown:
    """Cases submitted in the period, by month and service, and where they stand today."""
    rows = db.session.execute(
        select(Case.submitted_at, Case.service, Case.ended_at, Refused.id)
        .outerjoin(Refused, (Refused.case_id == Case.id) & Refused.annulled_at.is_(None))
        .where(may_see(actor), period.holds(Case.submitted_at))
    )

    def pairs() -> Iterable[tuple[tuple[str, ...], str]]:
        for submitted, service, ended, refused in rows:
            yield (month_of(submitted, period.zone), service_named(service)), _today(ended, refused)

    return Shown(
        (_l("Month"), _l("Service")),
        (_l("Cases"), _l("Still open"), _l("Refused"), _l("Ended otherwise")),
        in_order(gathered(pairs()), ("all", "open", "refused", "ended")),
        part=1,
    )


REPORTS: dict[str, Report] = {
    "terms": Report(
        _l("Terms kept and missed"),
        _l("Steps with a term that ended in these days, and steps open past their term."),
        _terms,
    ),
    "refusals": Report(
        _l("Refusals by ground"), _l("Motivated refusals that were given in these days."), _refusals
    ),
    "appeals": Report(
        _l("Appeals by outcome"),
        _l("Appeals that came in these days, and how they ended."),
        report_appeals.by_outcome,
    ),
    "results": Report(
        _l("Test results by specialty"),
        _l("Results entered in these days that nothing replaces."),
        _results,
    ),
    "cases": Report(
        _l("Cases by month"), _l("Applications of these days, and where their cases stand today."), _cases
    ),
    "orders": Report(
        _l("Orders by month"),
        _l("Orders signed in these days, by office and kind, and what they decided."),
        report_orders.by_month,
    ),
    "order-journal": Report(
        _l("Journal of orders"),
        _l("Every order signed in these days, in its order, with the number of cases in it."),
        report_orders.journal,
    ),
    "papers": Report(
        _l("Certificates and licences by month"),
        _l("Result papers issued in these days, by office, and how many of them still hold."),
        report_papers.by_month,
    ),
    "paper-journal": Report(
        _l("Journal of certificates and licences"),
        _l("Every result paper issued in these days, in its order, with its standing today."),
        report_papers.journal,
    ),
}
