"""Silent clients are closed by the sweep when their time and grace are over, and nobody else is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from applications.models import Accommodation
from core import sweep
from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.models import JournalEntry
from exam.actions import ending, starting
from exam.actions.sweeping import MARGIN, close_overdue
from exam.device_tokens import read_token
from exam.models import Attempt, TimeGrant
from tests.exam import making
from tests.exam.saving import Page, entry

GRACE = timedelta(seconds=10)


def running_since(page: Page) -> tuple[Attempt, timedelta]:
    """The attempt, and how long it has run."""
    attempt = db.session.get_one(Attempt, page.attempt_id)
    assert attempt.started_at is not None
    return attempt, now() - attempt.started_at


def sweep_after(app: Flask, page: Page, length: timedelta) -> int:
    """Sweep when the attempt has run for so long."""
    with app.app_context(), acting(SYSTEM):
        started = db.session.get_one(Attempt, page.attempt_id).started_at
        db.session.rollback()
        assert started is not None
        with frozen(started + length):
            return close_overdue()


def test_a_silent_client_is_closed_with_the_answers_it_had_saved(app: Flask, pages: list[Page]) -> None:
    pages[0].save(entry(1, 3, "2"))
    assert sweep_after(app, pages[0], timedelta(hours=1) + GRACE + MARGIN * 2) == 2
    with app.app_context():
        attempt = db.session.get_one(Attempt, pages[0].attempt_id)
        other = db.session.get_one(Attempt, pages[1].attempt_id)
        assert (attempt.ended_how, other.ended_how) == ("time", "time")
        assert attempt.receipt_code != other.receipt_code
        told = db.session.scalars(select(JournalEntry).where(JournalEntry.tag == "exam:attempt:end")).all()
        assert [one.actor_role for one in told] == ["system", "system"]
    receipt = pages[0].save(entry(2, 3, "1"))
    assert (receipt["state"], receipt["apart"]) == ("ended", {"2": "after_end"})


@pytest.mark.parametrize("seconds", [0, 3600, 3610, 3615])
def test_nobody_is_closed_while_an_answer_of_theirs_may_still_count(
    app: Flask, pages: list[Page], seconds: int
) -> None:
    assert sweep_after(app, pages[0], timedelta(seconds=seconds)) == 0
    assert pages[0].save(entry(1))["state"] == "running"


def test_who_got_more_time_or_is_paused_is_left_to_go_on(app: Flask, pages: list[Page]) -> None:
    with app.app_context():
        making.grant(db.session.get_one(Attempt, pages[0].attempt_id), "incident", 600, 2)
        db.session.get_one(Attempt, pages[1].attempt_id).pauses = 1
        db.session.get_one(Attempt, pages[1].attempt_id).paused_at = now()
        db.session.commit()
    assert sweep_after(app, pages[0], timedelta(hours=1, minutes=5)) == 0
    assert sweep_after(app, pages[0], timedelta(hours=1, minutes=11)) == 1
    with app.app_context():
        ended = [db.session.get_one(Attempt, page.attempt_id).ended_how for page in pages]
    assert ended == ["time", None]


def test_the_sweep_of_the_server_closes_them(app: Flask, pages: list[Page]) -> None:
    with app.app_context():
        attempt, ran = running_since(pages[0])
        started = attempt.started_at
        assert started is not None
        assert ran < timedelta(minutes=5)
        db.session.rollback()
        with frozen(started + timedelta(hours=2)):
            assert sweep.sweep_once()["tests whose time is over"] == 2


def test_extra_time_that_was_granted_with_the_documents_is_in_the_deadline(app: Flask) -> None:
    with app.app_context(), acting(SYSTEM):
        hall = making.hall(candidates=2)
        making.fix_papers(hall)
        making.open_doors(hall)
        for number, (decision, minutes) in enumerate([("granted", 30), ("refused", None)]):
            making.admit(hall, number)
            making.kept(
                Accommodation(
                    case_id=hall.cases[number].id,
                    kinds=["extra_time"],
                    wish="көбірек уақыт",
                    decision=decision,
                    extra_minutes=minutes,
                    reason="дәрігердің анықтамасы",
                    decided_by=hall.official.account_id,
                    decided_at=now(),
                )
            )
        making.begin(hall)
        making.all_kept([making.device_row(attempt) for attempt in hall.attempts])
        tokens = [read_token(making.token_of(attempt.id, 1)) for attempt in hall.attempts]
        clocks = [starting.start(token).clock for token in tokens if token is not None]
        lengths = [clock.granted_seconds // 60 for clock in clocks if clock is not None]
        assert lengths == [90, 60]
        extra = db.session.scalars(select(TimeGrant).where(TimeGrant.kind == "accommodation")).one()
        assert extra.reason == "дәрігердің анықтамасы"


def test_a_test_that_cannot_be_ended_keeps_nobody_elses_open(
    app: Flask, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = ending.end

    def end(attempt: Attempt, *told: Any) -> None:
        if attempt.id == pages[0].attempt_id:
            attempt.language = "kk"
            raise KeyError("spoilt")
        ends(attempt, *told)

    monkeypatch.setattr(ending, "end", end)
    assert sweep_after(app, pages[0], timedelta(hours=1) + GRACE + MARGIN * 2) == 1
    with app.app_context():
        ended = [db.session.get_one(Attempt, page.attempt_id).ended_how for page in pages]
    assert ended == [None, "time"]
