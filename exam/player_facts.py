"""What the player's scripts are told when the page opens: plain values, and nothing of any key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exam import attempt_reading as reading
from exam import player_papers as papers
from exam.attempt_reading import EVERY_MS, Sitter
from exam.entries import Entry
from exam.models import Attempt
from exam.time_left import Clock
from question_banks.blueprint_form import minutes_of


def state_facts(found: Sitter) -> dict[str, Any]:
    """Where the attempt stands; the paper's order and the answers only while it runs."""
    attempt, phase = found.attempt, reading.phase_of(found)
    told: dict[str, Any] = {"phase": phase, "wall_ms": reading.wall_ms(found)}
    if phase in ("waiting", "ready"):
        told["facts"] = {
            "questions": attempt.questions,
            "minutes": minutes_of(found.around.blueprint),
            "score_shown": _score_shown(found),
        }
    if phase in ("ready", "running"):
        told["token"] = found.token.text
    if phase == "running":
        told |= _running(found, reading.clock_facts(attempt), reading.entries_of(attempt.id))
    if phase == "ended":
        told["ended"] = ended_facts(found)
    return told


def started_facts(found: Sitter, clock: Clock) -> dict[str, Any]:
    """The same of an attempt that has started in this moment: it has no answers yet."""
    told = {"phase": "running", "wall_ms": reading.wall_ms(found), "token": found.token.text}
    return told | _running(found, reading.facts_of_clock(clock), [])


def _running(found: Sitter, clock: dict[str, Any] | None, entries: Sequence[Entry]) -> dict[str, Any]:
    attempt = found.attempt
    form = papers.form_of(found)
    section_of = {one.number: one.section for one in form.placed}
    titles = {section: _titles(attempt, form, section) for section in form.sections}
    return {
        "attempt": attempt.public_id,
        "every_ms": EVERY_MS,
        "clock": clock,
        "language": attempt.language,
        "languages": papers.languages_for(attempt, form),
        "order": [
            {
                "number": number,
                "section": titles[section_of[number]],
                "calculator": section_of[number] in form.calculators,
            }
            for number in papers.order_of(found, form)
        ],
        "last_sequence": reading.last_sequence(entries, found.token.epoch),
        "answers": reading.answers_facts(entries),
        "question": found.around.question,
        "news": found.around.news,
    }


def _titles(attempt: Attempt, form: papers.Form, section: str) -> dict[str, str]:
    allowed = papers.languages_for(attempt, form)
    return {language: title for language, title in form.sections[section].items() if language in allowed}


def _score_shown(found: Sitter) -> str:
    """When the score is seen, as it is said before the test and after it."""
    return "rehearsal" if found.around.kind == "rehearsal" else found.around.score_shown


def ended_facts(found: Sitter) -> dict[str, Any]:
    """How it ended, for the last page; the score is not among it."""
    attempt = found.attempt
    assert attempt.ended_at is not None
    answers = reading.counted_answers(attempt.id).values()
    return {
        "how": attempt.ended_how,
        "receipt_code": attempt.receipt_code,
        "answered": sum(reading.is_answered(one) for one in answers),
        "questions": attempt.questions,
        "at": reading.time_in_hall(found, attempt.ended_at),
        "score_shown": _score_shown(found),
    }


def messages_facts(found: Sitter) -> list[dict[str, Any]]:
    return [
        {
            "id": message.id,
            "words": message.words,
            "at": reading.time_in_hall(found, message.sent_at),
            "read": read,
        }
        for message, read in reading.messages_for(found.attempt)
    ]
