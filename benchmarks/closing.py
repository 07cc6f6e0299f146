"""The end of a sitting: everybody's time is over, the sweep closes their tests, and the verb scores them.

Both as the service does it: locks, digests, receipts, journal, transcripts. Beside it stands what cannot be saved:
the same answers to the same paper, graded by the pure rule in memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain, repeat

import orjson
from flask import Flask
from sqlalchemy import insert, literal, select

from app import create_app
from benchmarks.ground import Ground
from benchmarks.rounds import BadLoad, Measured, Subject
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from exam.actions.judging import score_sitting
from exam.actions.sweeping import close_overdue
from exam.grading import PaperQuestion, grade
from exam.model_answers import model_answer
from exam.models import AnswerEntry, Attempt, ExamPaper
from exam.shown import by_ids, by_places
from question_banks.released_papers import ReleasedPaper, read_paper
from tests.exam import making
from tests.exam.making import Hall

QUESTIONS = 100
AGO = timedelta(hours=3)
WARMS = 20


@contextmanager
def closing(ground: Ground) -> Iterator[list[Subject]]:
    """A sitting closed and scored, beside the pure grading of the same papers."""
    app = create_app(ground.settings(ground.databases.fresh()))
    floor = Subject("graded in memory", grading(app), unit="attempts a second")
    real = Subject(
        f"closed and scored, {ground.people:,} attempts",
        ending(app, ground.people),
        (floor.name,),
        unit="attempts a second",
    )
    yield [floor, real]


def ending(app: Flask, people: int) -> Callable[[float], Measured]:
    """A new sitting each time, as large as it is whatever the time: nothing is closed twice. A small one warms up."""
    sizes = chain([min(people, WARMS)], repeat(people))

    def measure(_seconds: float) -> Measured:
        people = next(sizes)
        with app.app_context():
            hall = sat(people)
            began, used = time.perf_counter(), time.process_time()
            with acting(SYSTEM):
                closed = close_overdue()
            hall.sitting.closed_at = now()
            db.session.commit()
            with acting(hall.official):
                scored = score_sitting(hall.sitting.id)
                db.session.commit()
            took, spent = time.perf_counter() - began, time.process_time() - used
            db.session.remove()
        if (closed, scored) != (people, people):
            raise BadLoad(f"of {people} attempts {closed} were closed and {scored} scored")
        return Measured(people / took, spent / people * 1000)

    return measure


def sat(people: int) -> Hall:
    """A sitting whose time is over, everything answered: each row under the guards that hold it."""
    began = now() - AGO
    hall = making.seated(people, QUESTIONS, starts_at=began, begun_at=began)
    making.start_all(hall, started_at=began)
    paper = read_paper(db.session.get_one(ExamPaper, hall.papers[0].id).sealed_paper_id)
    for number, value in shown_answers(paper).items():
        _answer(hall.sitting.id, number, value, began)
    db.session.commit()
    return hall


def shown_answers(paper: ReleasedPaper) -> dict[int, str]:
    """A right answer to each question, as a candidate's page sends it."""
    return {
        one.number: orjson.dumps(
            by_places(one.question.body, one.arrangement, model_answer(one.question))
        ).decode()
        for one in paper.places
    }


def _answer(sitting_id: int, number: int, value: str, at: datetime) -> None:
    """The same answer of everybody in the sitting, by one statement."""
    moment = literal(at, AnswerEntry.arrived_at.type)
    names = ["attempt_id", "epoch", "sequence", "question", "value", "made_at", "arrived_at"]
    everybody = select(
        Attempt.id, literal(1), literal(number), literal(number), literal(value), moment, moment
    ).where(Attempt.sitting_id == sitting_id)
    db.session.execute(insert(AnswerEntry).from_select(names, everybody))


def grading(app: Flask) -> Callable[[float], Measured]:
    """One paper and one candidate's answers, graded again and again."""
    with app.app_context():
        hall = making.hall(0, QUESTIONS)
        paper = read_paper(hall.sealed.id)
        db.session.rollback()
    questions = [PaperQuestion(one.number, one.section, one.edition_id, one.question) for one in paper.places]
    places = {one.number: one for one in paper.places}

    def measure(seconds: float) -> Measured:
        texts, done = shown_answers(paper), 0
        until, used = time.perf_counter() + seconds, time.process_time()
        while time.perf_counter() < until:
            answers = {
                number: by_ids(places[number].question.body, places[number].arrangement, orjson.loads(text))
                for number, text in texts.items()
            }
            grade(paper.blueprint, questions, answers)  # type: ignore[arg-type]  # answers as JSON says them
            done += 1
        return Measured(done / seconds, (time.process_time() - used) / done * 1000)

    return measure
