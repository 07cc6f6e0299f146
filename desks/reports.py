"""The reports of an office: terms kept and missed, refusals by ground, results by specialty, cases by month.

Reads only. A report is a table with one column of figures that is drawn; page, spreadsheet and CSV show the same rows.
Counted are the cases that the reader may see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from accounts.models import Office, Specialty
from applications.case_reading import in_words
from applications.models import Case, CaseStep, Refused
from applications.queries import may_see
from core.actor import Actor
from core.clock import now
from core.database import db
from core.languages import Text, _, _l
from exam.models import Result
from regulations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted, by the clock of the reader's office."""

    first: date
    last: date
    zone: str

    @property
    def moments(self) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.zone)
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(self.last + timedelta(days=1), time(), zone),
        )

    def holds(
        self, moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    ) -> ColumnElement[bool]:
        """Whether a moment lies within."""
        begins, ends = self.moments
        return (moment >= begins) & (moment < ends)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report found. The first columns name a row, `figures` are counts; the first of them is drawn."""

    names: tuple[Text, ...]
    figures: tuple[Text, ...]
    rows: tuple[tuple[str | int, ...], ...]
    # Which figure is a marked share of the drawn one, if any.
    part: int | None = None

    @property
    def heads(self) -> tuple[Text, ...]:
        return self.names + self.figures

    @property
    def totals(self) -> tuple[int, ...]:
        first = len(self.names)
        return tuple(sum(int(row[first + at]) for row in self.rows) for at in range(len(self.figures)))


@dataclass(frozen=True, slots=True)
class Report:
    """One report: what it is called, what is counted in it, and how it is found."""

    title: Text
    counted: Text
    find: Callable[[Actor, Period], Shown]


def _sorted(
    found: Mapping[tuple[str, ...], Counter[str]], keys: tuple[str, ...]
) -> tuple[tuple[str | int, ...], ...]:
    """The rows in the order of their names, with the figures behind them."""
    return tuple((*names, *(found[names][key] for key in keys)) for names in sorted(found))


def _gathered(pairs: Iterable[tuple[tuple[str, ...], str]]) -> dict[tuple[str, ...], Counter[str]]:
    """How often each word came up beside the same names; each row is counted as a whole by the word `all` too."""
    found: dict[tuple[str, ...], Counter[str]] = {}
    for names, word in pairs:
        found.setdefault(names, Counter()).update(("all", word))
    return found


def _service(slug: str) -> str:
    return in_words(catalogue().newest(slug).title)


def _specialty(specialty: Specialty | None) -> str:
    return specialty.name if specialty is not None else ""


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
                (office.name, _service(edition.service), in_words(edition.step(step).name)),
                word,
            )

    found = _gathered(pairs())
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
        _sorted(found, ("all", "kept", "missed", "open", "late")),
        part=4,
    )


def _refusals(actor: Actor, period: Period) -> Shown:
    """Motivated refusals by service and ground, with those that an act annulled."""
    rows = db.session.execute(
        select(Case.service, Refused.ground, Refused.clause, Refused.annulled_at)
        .join(Case, Refused.case_id == Case.id)
        .where(may_see(actor), period.holds(Refused.refused_at))
    )
    found = _gathered(
        ((_service(service), ground, clause), "standing" if annulled is None else "annulled")
        for service, ground, clause, annulled in rows
    )
    return Shown(
        (_l("Service"), _l("Ground"), _l("Clause")),
        (_l("Refusals"), _l("Refusals that stand"), _l("Annulled by an act")),
        _sorted(found, ("all", "standing", "annulled")),
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
    found = _gathered(
        ((_service(service), _specialty(specialty)), verdict) for service, specialty, verdict in rows
    )
    return Shown(
        (_l("Service"), _l("Specialty")),
        (_l("Results"), _l("Tests passed"), _l("Tests not passed"), _l("Taken back")),
        _sorted(found, ("all", "positive", "negative", "void")),
        part=2,
    )


def _cases(actor: Actor, period: Period) -> Shown:
    """Cases submitted in the period, by month and service, and where they stand today."""
    rows = db.session.execute(
        select(Case.submitted_at, Case.service, Case.ended_at, Refused.id)
        .outerjoin(Refused, (Refused.case_id == Case.id) & Refused.annulled_at.is_(None))
        .where(may_see(actor), period.holds(Case.submitted_at))
    )
    zone = ZoneInfo(period.zone)

    def pairs() -> Iterable[tuple[tuple[str, ...], str]]:
        for submitted, service, ended, refused in rows:
            yield (f"{submitted.astimezone(zone):%Y-%m}", _service(service)), _today(ended, refused)

    return Shown(
        (_l("Month"), _l("Service")),
        (_l("Cases"), _l("Still open"), _l("Refused"), _l("Ended otherwise")),
        _sorted(_gathered(pairs()), ("all", "open", "refused", "ended")),
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
    "results": Report(
        _l("Test results by specialty"),
        _l("Results entered in these days that nothing replaces."),
        _results,
    ),
    "cases": Report(
        _l("Cases by month"), _l("Applications of these days, and where their cases stand today."), _cases
    ),
}


def table_of(shown: Shown) -> list[list[str | int]]:
    """Heads, rows and the line of totals, as they stand in a file."""
    heads: list[str | int] = [str(head) for head in shown.heads]
    totals: list[str | int] = [_("Total"), *[""] * (len(shown.names) - 1), *shown.totals]
    return [heads, *[list(row) for row in shown.rows], totals]
