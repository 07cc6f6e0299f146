"""What members read before they hear a candidate: application, papers, test by its sections; facts, no opinions.

Only who sits on the day of the meeting and is not recused from this candidate finds it; for others there is none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from accounts.specialty_branches import BRANCHES
from applications import paper_parts as parts
from applications.actions import course
from applications.models import Case, CaseDocument
from applications.questions import CATEGORIES
from commissions import queries, recusals
from commissions.models import EvaluationReport, Interview, Member, Slot
from core.actor import Actor
from core.clock import now
from core.database import db
from core.languages import LANGUAGES, NAMES
from core.refusals import NotFound
from exam.models import Attempt, Result, Sitting
from question_banks.blueprint import Section
from question_banks.blueprint_form import unpack_blueprint


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the test: its title in each language, what was earned, what was needed."""

    title: dict[str, str]
    earned: str
    possible: str
    needed: str | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The test that was passed, by its sections."""

    result: Result
    earned: str
    possible: str
    needed: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ReadingFile:
    """All that a member reads of one candidate."""

    slot: Slot
    case: Case
    documents: Sequence[CaseDocument]
    profile: Profile | None
    report: EvaluationReport | None


def seat_before(interview_id: int, actor: Actor) -> tuple[Slot, Member]:
    """The hearing and the seat in it of whoever asks."""
    slot = queries.live_slot(interview_id)
    if slot is None or slot.meeting.office_id != actor.office_id:
        raise NotFound
    mine = next((one for one in recusals.sitters(slot) if one.account_id == actor.account_id), None)
    if mine is None or any(one.member_id == mine.id for one in recusals.recused_from(interview_id)):
        raise NotFound
    return slot, mine


def has_reading_file(interview_id: int, actor: Actor) -> bool:
    """Whether whoever asks finds the file."""
    try:
        seat_before(interview_id, actor)
    except NotFound:
        return False
    return True


def reading_file(interview_id: int, actor: Actor) -> ReadingFile:
    """The file of a candidate, for whoever sits before them."""
    slot, _seat = seat_before(interview_id, actor)
    interview: Interview = slot.interview
    return ReadingFile(
        slot,
        interview.case,
        parts.documents_of(interview.case),
        _profile(interview),
        db.session.get(EvaluationReport, interview.report_id) if interview.report_id else None,
    )


def _profile(interview: Interview) -> Profile | None:
    result = db.session.get(Result, interview.result_id) if interview.result_id else None
    if result is None or result.score is None:
        return None
    score: dict[str, Any] = json.loads(result.score)
    titles = _titles(result)
    return Profile(
        result,
        score["earned"],
        score["possible"],
        score["needed"],
        tuple(
            Part(titles.get(one["id"]) or _numbered(at), one["earned"], one["possible"], one["needed"], one["passed"])
            for at, one in enumerate(score["sections"], start=1)
        ),
    )  # fmt: skip


def _titles(result: Result) -> dict[str, dict[str, str]]:
    attempt = db.session.get_one(Attempt, result.attempt_id)
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    sections: tuple[Section, ...] = unpack_blueprint(sitting.blueprint_edition.content).sections
    return {one.id: _in_each(dict(one.titles)) for one in sections if one.titles}


def _in_each(titles: dict[Any, str]) -> dict[str, str]:
    """A section that is titled in one language only is called so in all of them."""
    known = next(iter(titles.values()))
    return {language: titles.get(language) or known for language in LANGUAGES}


def _numbered(at: int) -> dict[str, str]:
    return {"kk": f"{at}-бөлім", "ru": f"Раздел {at}", "en": f"Section {at}"}


def paper_facts(held: ReadingFile) -> dict[str, Any]:
    """The same as facts of a paper, in the languages of papers."""
    case, meeting = held.case, held.slot.meeting
    zone = ZoneInfo(meeting.office.zone)
    edition = course.edition_of(case)
    return {
        **parts.about(case, edition),
        "office": parts.office_names(meeting.office),
        "moment": now().astimezone(zone),
        "meeting": meeting.number,
        "commission": meeting.commission.name,
        "begins": held.slot.starts_at.astimezone(zone),
        "submitted": case.submitted_at.astimezone(zone),
        "specialty": _three(case.specialty, "name") if case.specialty else None,
        "category": parts.in_three(CATEGORIES[case.category]) if case.category else None,
        "kind": parts.in_three(BRANCHES[case.examination_kind]) if case.examination_kind else None,
        "activity": case.activity or "",
        "languages": _spoken(case),
        "documents": [parts.told(one) for one in held.documents],
        "test": _test(held.profile, zone) if held.profile else None,
        "report": _report(held.report) if held.report else None,
    }


def _three(row: Any, name: str) -> dict[str, str]:
    return {language: getattr(row, f"{name}_{language}") for language in LANGUAGES}


def _spoken(case: Case) -> str:
    chosen = (case.test_language, case.interview_language)
    return " / ".join(NAMES[one][1] if one else "–" for one in chosen) if any(chosen) else ""


def _test(profile: Profile, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "number": profile.result.id,
        "entered": profile.result.entered_at.astimezone(zone),
        "digest": profile.result.transcript_digest,
        "earned": profile.earned,
        "possible": profile.possible,
        "needed": profile.needed,
        "parts": [
            {"title": one.title, "earned": one.earned, "possible": one.possible, "needed": one.needed or "–"}
            for one in profile.parts
        ],
    }


def _report(report: EvaluationReport) -> dict[str, Any]:
    return {"number": report.number, "digest": report.file.digest}
