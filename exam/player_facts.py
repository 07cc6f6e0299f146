"""What the player's scripts are told when the page opens: plain values, and nothing of any key."""

from __future__ import annotations

from typing import Any

from core.database import db
from exam import attempt_reading as reading
from exam import player_papers as papers
from exam.attempt_reading import EVERY_MS, Sitter
from exam.models import Attempt, Sitting
from question_banks.blueprint_form import unpack_blueprint


def state_facts(found: Sitter) -> dict[str, Any]:
    """Where the attempt stands; the paper's order and the answers only while it runs."""
    attempt, phase = found.attempt, reading.phase_of(found)
    told: dict[str, Any] = {"phase": phase, "wall_ms": reading.wall_ms(attempt)}
    if phase in ("waiting", "ready"):
        told["facts"] = {"questions": attempt.questions, "minutes": _minutes(attempt)}
    if phase in ("ready", "running"):
        told["token"] = found.token.text
    if phase == "running":
        told |= _running(found)
    if phase == "ended":
        told["ended"] = ended_facts(attempt)
    return told


def _running(found: Sitter) -> dict[str, Any]:
    attempt = found.attempt
    form = papers.form_of(attempt)
    section_of = {one.number: one.section for one in form.placed}
    titles = {section: _titles(attempt, form, section) for section in form.sections}
    messages = reading.messages_for(attempt)
    return {
        "attempt": attempt.public_id,
        "every_ms": EVERY_MS,
        "clock": reading.clock_facts(attempt),
        "language": attempt.language,
        "languages": papers.languages_for(attempt, form),
        "order": [
            {
                "number": number,
                "section": titles[section_of[number]],
                "calculator": section_of[number] in form.calculators,
            }
            for number in papers.order_of(attempt, form)
        ],
        "last_sequence": reading.last_sequence(found.token),
        "answers": reading.answers_facts(attempt),
        "question": reading.question_reached(attempt),
        "news": max((message.id for message, _read in messages), default=0),
    }


def _titles(attempt: Attempt, form: papers.Form, section: str) -> dict[str, str]:
    allowed = papers.languages_for(attempt, form)
    return {language: title for language, title in form.sections[section].items() if language in allowed}


def ended_facts(attempt: Attempt) -> dict[str, Any]:
    """How it ended, for the last page; the score is not among it."""
    assert attempt.ended_at is not None
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    answers = reading.counted_answers(attempt.id).values()
    return {
        "how": attempt.ended_how,
        "receipt_code": attempt.receipt_code,
        "answered": sum(reading.is_answered(one) for one in answers),
        "questions": attempt.questions,
        "at": reading.time_in_hall(attempt, attempt.ended_at),
        "score_shown": "rehearsal" if sitting.kind == "rehearsal" else sitting.score_shown,
    }


def messages_facts(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {
            "id": message.id,
            "words": message.words,
            "at": reading.time_in_hall(attempt, message.sent_at),
            "read": read,
        }
        for message, read in reading.messages_for(attempt)
    ]


def _minutes(attempt: Attempt) -> int | None:
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    return unpack_blueprint(sitting.blueprint_edition.content).minutes
