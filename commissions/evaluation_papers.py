"""The report of an external evaluation on paper: its facts, frozen with a digest, and the PDF made of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from applications import paper_parts as parts
from applications.models import Case
from commissions import evaluation_queries, queries
from commissions.evaluation_words import GROUP_ROLES, MARKS, VERDICTS
from commissions.models import Evaluation, Member
from core.canonical import canonical, digest
from core.clock import now
from core.files import store_file
from core.models import StoredFile
from core.paper_facts import frozen_facts
from core.pdf import add_papers, render_pdf
from core.settings import Settings
from regulations.catalogue import catalogue

add_papers("commissions", Path(__file__).parent / "papers_typ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the group concludes, under which number, and which report it replaces."""

    number: str
    verdict: str
    percent: int | None
    conclusion_kk: str
    conclusion_ru: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it is kept: the facts, their digest, the file."""

    facts: str
    digest: str
    file: StoredFile


def report_facts(
    case: Case, evaluation: Evaluation, lines: Sequence[evaluation_queries.Line], outcome: Outcome
) -> dict[str, Any]:
    """Everything that the report says, as plain facts."""
    edition = catalogue().edition(case.edition_id)
    assert evaluation.standards is not None
    return {
        **parts.about(case, edition),
        "office": parts.office_names(evaluation.office),
        "moment": now().astimezone(ZoneInfo(evaluation.office.zone)),
        "number": outcome.number,
        "replaces": outcome.replaces,
        "order": evaluation.order_number,
        "order_date": evaluation.order_date,
        "from_day": evaluation.from_day,
        "until_day": evaluation.until_day,
        "group": _group(evaluation),
        "visits": [
            {"day": one.day, "place": one.place, "programme": one.programme}
            for one in evaluation_queries.visits_of(evaluation.id)
        ],
        "set": {"kk": evaluation.standards.name_kk, "ru": evaluation.standards.name_ru},
        "act": evaluation.standards.act,
        "partly_percent": evaluation.standards.partly_percent,
        "chapters": _chapters(lines),
        "percent": outcome.percent,
        "verdict": parts.in_three(VERDICTS[outcome.verdict]),
        "conclusion": {"kk": outcome.conclusion_kk, "ru": outcome.conclusion_ru},
    }


def _group(evaluation: Evaluation) -> list[dict[str, Any]]:
    standings = evaluation_queries.standings_of(evaluation.id)
    return [
        {
            "name": one.account.name,
            "role": parts.in_three(GROUP_ROLES[one.role]),
            "specialties": _specialties(one),
            "conflict": standings[one.id].fact if one.id in standings and standings[one.id].conflict else "",
            "declared": one.id in standings,
        }
        for one in queries.members_of(evaluation.group_id)
        if one.released_at is None
    ]


def _specialties(member: Member) -> dict[str, str]:
    return {
        "kk": ", ".join(one.name_kk for one in member.specialties),
        "ru": ", ".join(one.name_ru for one in member.specialties),
    }


def _chapters(lines: Sequence[evaluation_queries.Line]) -> list[dict[str, Any]]:
    return [
        {
            "title": {"kk": kk, "ru": ru},
            "standards": [_line(one) for one in of_chapter],
        }
        for (kk, ru), of_chapter in groupby(
            lines, key=lambda one: (one.standard.chapter_kk, one.standard.chapter_ru)
        )
    ]


def _line(line: evaluation_queries.Line) -> dict[str, Any]:
    assert line.mark is not None
    return {
        "code": line.standard.code,
        "text": {"kk": line.standard.text_kk, "ru": line.standard.text_ru},
        "weight": line.standard.weight,
        "mark": parts.in_three(MARKS[line.mark.mark]),
        "remark": line.mark.remark,
        "expert": line.mark.member.account.name,
        "evidence": [
            {"name": one.file.name, "digest": one.file.digest[:16], "caption": one.caption}
            for one in line.evidence
        ],
    }


def printed(facts: dict[str, Any], language: str) -> Printed:
    """Freeze the facts, print them, keep the file."""
    frozen = frozen_facts(facts)
    mark = digest(frozen)
    settings: Settings = current_app.extensions["synaq.settings"]
    pdf = render_pdf(
        "commissions/evaluation_report",
        {**frozen, "digest": mark},
        specimen=settings.specimen,
        language=language,
    )
    kept = store_file(io.BytesIO(pdf), f"evaluation-{facts['number']}.pdf")
    return Printed(canonical(frozen), mark, kept)
