"""A result paper as its pages show it: where it stands in one word, its facts, who signs it, its history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.journal_reading import about
from accounts.signing_models import SigningPlace, SigningSheet
from accounts.signing_queries import places_of, sheet_of
from accounts.views.histories import shown
from applications.case_reading import due_of, in_words
from applications.models import Case
from core.clock import now
from core.database import db
from core.languages import Text, _, _l, current_language, long_date, long_moment, short_moment
from core.models import StoredFile
from orders import paper_queries
from orders.actions.standing import entries_of
from orders.models import PaperStatus, ResultPaper
from orders.models.papers import KIND
from orders.paper_standing import CHANGED, STANDINGS, Standing, standing_of
from regulations.catalogue import catalogue

WITHDRAWN, REFUSED, WAITS, SIGNED = (
    (_l("taken back"), "bad"),
    (_l("not signed: somebody refused"), "bad"),
    (_l("waits for the signature"), "warn"),
    (_l("signed, not issued yet"), "now"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the paper, its holder, what it is, when, and where it stands."""

    paper: ResultPaper
    title: str
    holder: str
    when: str
    word: Text
    kind: str


@dataclass(frozen=True, slots=True)
class ToDraw:
    """A case that waits for its paper."""

    case: Case
    service: str
    due: dict[str, str] | None


def to_draw_rows(cases: Iterable[Case]) -> list[ToDraw]:
    """Cases without their paper, as a list shows them."""
    return [
        ToDraw(case, in_words(catalogue().edition(case.edition_id).title), due_of(case, case.due_at))
        for case in cases
    ]


def rows_of(papers: Sequence[ResultPaper]) -> list[Row]:
    """Papers as a list shows them."""
    return [
        Row(
            paper,
            json.loads(paper.facts)["title"][current_language()],
            paper.case.person.name,
            short_moment(paper.drafted_at, paper.office.zone),
            *state_of(paper),
        )
        for paper in papers
    ]


def state_of(paper: ResultPaper) -> tuple[Text, str]:
    """Where a paper stands, in a word and its colour."""
    if paper.withdrawn_at is not None:
        return WITHDRAWN
    if paper_queries.issued_of(paper.id) is not None:
        standing = present_standing(paper)
        return STANDINGS[standing], "ok" if standing is Standing.VALID else "bad"
    if paper_queries.signed_of(paper.id) is not None:
        return SIGNED
    return REFUSED if paper_queries.refused_to_sign(paper.id) is not None else WAITS


def present_standing(paper: ResultPaper) -> Standing:
    """The status of an issued paper today at its office."""
    today = now().astimezone(ZoneInfo(paper.office.zone)).date()
    return standing_of([one.status for one in entries_of(paper.id)], paper.valid_until, today)


def facts_of_paper(paper: ResultPaper) -> list[tuple[str, str]]:
    """What the paper says, as names and values; taken from the frozen facts and from nothing else."""
    told, language = json.loads(paper.facts), current_language()
    signs = _("Signed by") if paper_queries.signed_of(paper.id) is not None else _("To be signed by")
    rows = [
        (_("Paper"), told["title"][language]),
        (_("Number"), told["number"]),
        (_("Holder of the paper"), told["name"]),
        (_("Specialty"), told["specialty"][language] if told["specialty"] else ""),
        (_("Category"), told["category"][language] if told["category"] else ""),
        (
            _("Kind of forensic examination"),
            told["examination_kind"][language] if told["examination_kind"] else "",
        ),
        (_("Kind of activity"), told["activity"] or ""),
        (_("Order"), _order(told["order"], language)),
        (_("Earlier paper"), _order(told["earlier"], language)),
        (_("From"), long_date(paper.valid_from)),
        (_("Until"), long_date(paper.valid_until) if paper.valid_until else _("without an end date")),
        (signs, f"{told['signatory']['name']}, {told['signatory']['role'][language]}"),
    ]
    return [(name, value) for name, value in rows if value]


def _order(told: dict[str, Any] | None, language: str) -> str:
    if not told:
        return ""
    number, day = told["number"], told["day"]["day"][language]
    if told.get("on_paper"):
        return _("No. %(number)s of %(day)s, signed on paper, not electronically", number=number, day=day)
    return _("No. %(number)s of %(day)s", number=number, day=day)


def annex_of(paper: ResultPaper) -> list[str]:
    """The lines of the annex."""
    return list(json.loads(paper.facts)["annex"])


def signing_of(paper: ResultPaper) -> tuple[SigningSheet | None, SigningPlace | None]:
    """The sheet on which the paper is signed, and who signs it."""
    sheet = sheet_of(KIND, paper.id)
    return sheet, places_of(sheet.id)[0] if sheet else None


def unsigned_file(paper: ResultPaper) -> StoredFile:
    """The paper as it was sent to be signed, also when it was taken back since."""
    return (
        db.session.scalars(
            select(SigningSheet)
            .where(SigningSheet.kind == KIND, SigningSheet.subject_id == paper.id)
            .order_by(SigningSheet.id.desc())
            .limit(1)
        )
        .one()
        .unsigned_file
    )


def history_of_paper(paper: ResultPaper) -> list[dict[str, Any]]:
    """What happened to the paper, the newest first: entries about itself, and those of its case that mean it."""
    own = about("result_paper", paper.id)
    of_case = [
        one
        for one in about("case", paper.case_id, most=500)
        if one.tag.startswith("orders:result_paper:") and one.new.get("paper") == paper.id
    ]
    return shown(
        sorted([*own, *of_case], key=lambda one: (one.moment, one.chain, one.position), reverse=True)
    )


def changes_shown(paper: ResultPaper) -> list[tuple[str, Text, PaperStatus]]:
    """What became of an issued paper: when, in words, and by which order or paper."""
    return [
        (long_moment(one.from_at, paper.office.zone), CHANGED[one.status], one)
        for one in entries_of(paper.id)
    ]


def copies_shown(paper: ResultPaper) -> list[tuple[str, str, str, str]]:
    """The copies on paper: when, who signed by hand, who took it, by which document."""
    return [
        (
            long_moment(one.given_at, paper.office.zone),
            one.signed_by_hand,
            one.given_to,
            one.identity_document,
        )
        for one in paper_queries.copies_of(paper.id)
    ]
