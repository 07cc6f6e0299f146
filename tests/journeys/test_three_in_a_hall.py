"""Three candidates in one hall: one finishes, one loses the network for ten minutes, one moves to another computer.

Everybody acts in a browser, before the real application on a real database; the server's clock alone is moved. Between
the doors and the signed record nothing that was answered is lost, and every score is what a person counts by hand.
"""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from core.database import db
from core.files import read_file
from core.models import StoredFile
from exam.models import AnswerEntry, ApartEntry, Attempt, HallRecord, Result
from exam.transcript import sums_are_right
from tests.journeys.three_in_a_hall import (
    MULTIPLE,
    NAMES,
    NUMERIC,
    SHORT_TEXT,
    SINGLE,
    TRUE_FALSE,
    Candidate,
    Hall,
    Staff,
    three_in_a_hall,
)
from tests.paper_reading import pages_of

SOON = 20_000


def test_three_candidates_sit_in_one_hall_and_nothing_is_lost(app: Flask, chromium: Browser) -> None:
    with three_in_a_hall(app, chromium) as hall:
        official, watch = hall.staff(hall.official), hall.staff(hall.watch)
        official.send("", "/papers")
        codes = doors(hall, watch)
        first, second, third = (hall.sit_down(code) for code in codes)
        receipt = finishes(first)
        loses_the_network(hall, watch, second)
        third.start()
        third.answer_rightly(SINGLE, MULTIPLE)
        third.sees("saved")
        pauses(hall, watch, [second, third])
        moved = moves(hall, watch, third)
        second.answer_rightly(NUMERIC)
        second.sees("saved")
        later = second.finish()
        watch.act("close", "Залды жабу уақыты келді")
        moved.ask_now()
        expect(moved.part("end-code")).to_be_visible(timeout=SOON)
        watch.send("/close")
        official.send("/results", "/score")
        official.send("/record")
        scores_are_right(app)
        record_is_complete(app, [receipt, later, moved.part("end-code").inner_text()])


def doors(hall: Hall, watch: Staff) -> list[str]:
    """Declared, opened, everybody admitted to the seat of the own number, begun; the codes."""
    page = watch.open("/declare")
    page.locator('input[name="answer"][value="none"]').check()
    watch.press("main form button.button-primary")
    watch.send("/desk", "/doors")
    codes = [
        watch.admit(place, str(seat), f"04321000{seat}") for seat, place in enumerate(hall.places, start=1)
    ]
    watch.send("/desk", "/begin")
    return codes


def finishes(candidate: Candidate) -> str:
    """Five right answers of eight, two of them in the second section; an act of the own will."""
    candidate.start()
    candidate.answer_rightly(SINGLE, MULTIPLE, TRUE_FALSE, NUMERIC, SHORT_TEXT)
    candidate.sees("saved")
    return candidate.finish()


def loses_the_network(hall: Hall, watch: Staff, candidate: Candidate) -> None:
    """Answers for ten minutes without a network, reloads when it is back; the invigilator gives the minutes back."""
    candidate.start()
    candidate.choose(SINGLE, candidate.wrong_option())
    candidate.sees("saved")
    context = candidate.page.context
    context.set_offline(True)
    candidate.answer_rightly(SINGLE, TRUE_FALSE, SHORT_TEXT)
    candidate.sees("unsaved")
    expect(candidate.part("strip")).to_contain_text("Байланыс жоқ")
    hall.clock.later += timedelta(minutes=10)
    board = watch.open("/board")
    expect(board.locator("[data-trouble]")).to_contain_text(NAMES[1])
    # What a dead browser leaves behind: its journal, and no farewell.
    candidate.page.goto("about:blank")
    context.set_offline(False)
    candidate.page.goto("/exam/test")
    candidate.sees("saved")
    expect(candidate.question(SHORT_TEXT).locator('input[type="text"]')).to_have_value(
        candidate.right[SHORT_TEXT]
    )
    left = candidate.minutes_left()
    assert 46 <= left < 50
    watch.act("time", "Желі он минут болмады", NAMES[1])
    candidate.page.reload()
    candidate.part("stage").wait_for()
    # The silence was a little over ten minutes; the board offers whole ones, in the candidate's favour.
    assert left + 10 <= candidate.minutes_left() <= left + 11


def pauses(hall: Hall, watch: Staff, candidates: list[Candidate]) -> None:
    """The hall pauses for three minutes: no question is seen, and nobody pays for it with time."""
    before = [one.minutes_left() for one in candidates]
    watch.act("pause", "Өрт дабылы")
    for one in candidates:
        one.ask_now()
        expect(one.part("cover-title")).to_have_text("Тестілеу үзілді", timeout=SOON)
        expect(one.part("stage")).to_be_hidden()
    hall.clock.later += timedelta(minutes=3)
    watch.act("resume", "Дабыл жалған болды")
    for one, left in zip(candidates, before, strict=True):
        one.ask_now()
        expect(one.part("stage")).to_be_visible(timeout=SOON)
        assert left - 1 <= one.minutes_left() <= left


def moves(hall: Hall, watch: Staff, candidate: Candidate) -> Candidate:
    """The same question, answers and clock at the fourth seat; the computer that was left takes nothing more."""
    candidate.choose(TRUE_FALSE, str(not candidate.right[TRUE_FALSE]).lower())
    candidate.sees("saved")
    left = candidate.minutes_left()
    watch.act("transfer", "Монитор сөнді", NAMES[2], seat="4")
    code = watch.page.locator(".receipt-number").inner_text()
    moved = hall.sit_down(code)
    moved.part("stage").wait_for()
    candidate.ask_now()
    expect(candidate.part("cover-title")).to_have_text("Тестілеу басқа компьютерде жалғасуда", timeout=SOON)
    assert left - 1 <= moved.minutes_left() <= left
    answered = moved.question(SINGLE).locator(f'[data-place="{moved.right[SINGLE]}"] input')
    expect(answered).to_be_checked()
    # The code of the slip worked once.
    again = hall.browser(language="kk")
    again.goto("/exam/open")
    again.fill("#code", code)
    again.locator("main button.button-primary").click()
    expect(again.locator("h1")).to_have_text("Тестілеу басқа компьютерде ашық")
    return moved


def scores_are_right(app: Flask) -> None:
    """Counted by hand: one point a question, three fifths of eight needed, and half of the second section."""
    with app.app_context():
        attempts = list(db.session.scalars(select(Attempt).order_by(Attempt.id)))
        assert [one.ended_how for one in attempts] == ["finished", "finished", "closed"]
        results = list(db.session.scalars(select(Result).order_by(Result.attempt_id)))
        scores = [json.loads(one.score or "") for one in results]
        assert [(one["earned"], one["needed"], one["possible"]) for one in scores] == [
            ("5", "24/5", "8"),
            ("4", "24/5", "8"),
            ("2", "24/5", "8"),
        ]
        assert [one.verdict for one in results] == ["positive", "negative", "negative"]
        assert all(sums_are_right(one) for one in scores)
        # Nothing came too late, and what was changed without a network stands beside what it changed.
        assert db.session.scalar(select(func.count()).select_from(ApartEntry)) == 0
        entries = db.session.scalar(
            select(func.count()).where(
                AnswerEntry.attempt_id == attempts[1].id, AnswerEntry.question == SINGLE
            )
        )
        assert entries == 2


def record_is_complete(app: Flask, receipts: list[str]) -> None:
    """Everything that happened between the doors and the close stands in the record that is signed."""
    with app.app_context():
        made = db.session.scalars(select(HallRecord)).one()
        pdf = read_file(db.session.get_one(StoredFile, made.file_id))
        root = made.tree_root
    said = " ".join(pages_of(pdf))
    for words in (
        *NAMES, *receipts, "043210001", "043210002", "043210003",
        "Желі он минут болмады", "Өрт дабылы", "Дабыл жалған болды", "Монитор сөнді", "Залды жабу уақыты келді",
        "3, 4",
    ):  # fmt: skip
        assert words in said, words
    assert root in said.replace(" ", "")
