"""The hall's facts attacked past the code, by SQL: what must not happen does not happen, on either database."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from applications.models import CasePerson
from core.clock import now
from core.database import db
from exam.models import (
    AnswerEntry,
    ApartEntry,
    ApartProposal,
    ApartVerdict,
    Attempt,
    AttemptDevice,
    DeviceCode,
    NoResultDecision,
    Result,
    Sitting,
    SittingPlace,
)
from tests.exam import making
from tests.exam.making import NO_DIGEST, Hall


def refused(statement: Any) -> None:
    """The database refuses it, and everything else stands as before."""
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(statement)
    db.session.expire_all()


def written(row: Any) -> None:
    """The database takes the row."""
    db.session.add(row)
    db.session.flush()


def refused_row(row: Any) -> None:
    with pytest.raises(DBAPIError), db.session.begin_nested():
        written(row)


def test_one_place_more_than_the_capacity_is_refused(context: Flask) -> None:
    hall = making.hall(candidates=2)
    refused_row(making.place_row(hall, 3, making.case(hall.office)))
    refused_row(making.place_row(hall, 3, making.case(hall.office), capacity=3))
    refused_row(making.place_row(hall, 2, making.case(hall.office)))


def test_a_sitting_cannot_shrink_below_its_places_and_places_follow_when_it_grows(context: Flask) -> None:
    hall = making.hall(candidates=2, capacity=5)
    refused(update(Sitting).where(Sitting.id == hall.sitting.id).values(capacity=1))
    db.session.execute(update(Sitting).where(Sitting.id == hall.sitting.id).values(capacity=3))
    db.session.expire_all()
    assert [place.capacity for place in hall.places] == [3, 3]


def test_a_sitting_has_no_more_places_than_its_room_has_seats(context: Flask) -> None:
    hall = making.hall(candidates=1, capacity=2)
    refused(update(Sitting).where(Sitting.id == hall.sitting.id).values(capacity=3))


def test_a_place_that_was_given_back_can_be_given_again(context: Flask) -> None:
    hall = making.hall(candidates=2)
    hall.places[1].released_at, hall.places[1].released_reason = now(), "ауыстыру"
    db.session.flush()
    written(making.place_row(hall, 2, making.case(hall.office)))
    refused(update(SittingPlace).where(SittingPlace.id == hall.places[1].id).values(released_at=None))


def test_a_case_has_one_open_place(context: Flask) -> None:
    hall = making.hall(candidates=1, capacity=3)
    later = making.hall(candidates=0, starts_at=now() + timedelta(days=3))
    refused_row(making.place_row(hall, 2, hall.cases[0]))
    refused_row(making.place_row(later, 1, hall.cases[0]))


def same_person(hall: Hall, person: CasePerson) -> Any:
    """Another case of the same person."""
    case = making.case(hall.office)
    case.person.iin = person.iin
    db.session.flush()
    return case


@pytest.mark.parametrize(
    ("hours", "taken"), [(0, False), (1, False), (-1, False), (24, True), (2, True), (-2, True)]
)
def test_a_person_is_in_one_hall_at_a_time(context: Flask, hours: int, taken: bool) -> None:
    hall = making.hall(candidates=1)
    other = making.hall(candidates=0, starts_at=hall.sitting.starts_at + timedelta(hours=hours))
    row = making.place_row(other, 1, same_person(other, hall.cases[0].person))
    written(row) if taken else refused_row(row)


def test_a_sitting_is_not_moved_over_another_of_the_same_person(context: Flask) -> None:
    hall = making.hall(candidates=1)
    other = making.hall(candidates=0, starts_at=hall.sitting.starts_at + timedelta(hours=24))
    written(making.place_row(other, 1, same_person(other, hall.cases[0].person)))
    starts = hall.sitting.starts_at + timedelta(minutes=30)
    moved = update(Sitting).where(Sitting.id == other.sitting.id)
    refused(moved.values(starts_at=starts, ends_at=starts + timedelta(hours=1)))
    starts = hall.sitting.starts_at + timedelta(hours=48)
    db.session.execute(moved.values(starts_at=starts, ends_at=starts + timedelta(hours=1)))


def test_two_halls_at_the_same_moment_are_refused_to_one_of_two_writers(app: Flask) -> None:
    with app.app_context():
        halls = [making.hall(candidates=0, starts_at=now() + timedelta(days=2)) for _ in range(2)]
        first = making.case(halls[0].office)
        cases = [first, same_person(halls[1], first.person)]
        rows = [
            {
                column.name: getattr(row, column.name)
                for column in SittingPlace.__table__.columns
                if column.name != "id"
            }
            for row in (making.place_row(hall, 1, case) for hall, case in zip(halls, cases, strict=True))
        ]
        db.session.commit()
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def book(values: dict[str, Any]) -> None:
        with app.app_context():
            both.wait()
            try:
                db.session.execute(insert(SittingPlace).values(**values))
                db.session.commit()
                outcomes.append("taken")
            except DBAPIError:
                db.session.rollback()
                outcomes.append("refused")
            db.session.remove()

    writers = [threading.Thread(target=book, args=(row,)) for row in rows]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcomes) == ["refused", "taken"]


def test_a_place_is_for_the_person_of_its_case_and_is_erased_with_them(context: Flask) -> None:
    hall = making.hall(candidates=1, capacity=2)
    stranger = making.case(hall.office)
    refused_row(making.place_row(hall, 2, stranger, iin=hall.places[0].iin))
    person = update(CasePerson).where(CasePerson.case_id == hall.cases[0].id)
    db.session.execute(person.values(iin=None))
    db.session.expire_all()
    assert hall.places[0].iin is None


def test_nobody_is_seated_in_a_sitting_that_is_not_published_or_has_begun(context: Flask) -> None:
    hall = making.running(candidates=1, capacity=3)
    refused_row(making.place_row(hall, 2, making.case(hall.office)))
    planned = making.hall(candidates=0)
    planned.sitting.annulled_at, planned.sitting.annulled_reason = now(), "өрт"
    planned.sitting.annulled_by = planned.official.account_id
    db.session.flush()
    refused_row(making.place_row(planned, 1, making.case(planned.office)))


def test_nobody_is_admitted_twice_or_to_a_taken_seat_or_through_closed_doors(context: Flask) -> None:
    hall = making.hall(candidates=2)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.admit(hall)
    making.fix_papers(hall)
    making.open_doors(hall)
    making.admit(hall, admitted=False, seat_id=None, reason="құжаты жоқ", document_number="")
    making.admit(hall)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.admit(hall)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.admit(hall, 1, seat_id=hall.seats[0].id)
    other = making.hall(candidates=1)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.admit(hall, 1, seat_id=other.seats[0].id)


def test_a_seat_serves_one_person_at_a_time_and_another_one_after_a_move(context: Flask) -> None:
    hall = making.hall(candidates=3, capacity=4)
    making.fix_papers(hall)
    making.open_doors(hall)
    making.admit(hall)
    first, second, third = hall.attempts
    written(code_for(hall, first, 0))
    refused_row(code_for(hall, second, 0))
    db.session.execute(update(DeviceCode).values(used_at=now()))
    written(code_for(hall, first, 3))
    refused_row(making.admission_row(hall, 1, seat_id=hall.seats[0].id, admitted=True, document_number=""))
    making.admit(hall, 1, seat_id=hall.seats[0].id)
    refused_row(code_for(hall, second, 3))
    written(code_for(hall, second, 0))
    refused_row(code_for(hall, third, 0))


def code_for(hall: making.Hall, attempt: Attempt, seat: int) -> DeviceCode:
    """A code that opens this test on that seat."""
    return DeviceCode(
        attempt_id=attempt.id,
        code_digest=f"{attempt.id}-{seat}".rjust(64, "0"),
        seat_id=hall.seats[seat].id,
        reason="ауысу",
        issued_by=hall.invigilator.account_id,
        issued_at=now(),
        expires_at=now() + timedelta(minutes=10),
    )


def test_nobody_starts_from_a_place_that_was_given_back(context: Flask) -> None:
    hall = making.hall(candidates=1)
    making.fix_papers(hall)
    place = update(SittingPlace).where(SittingPlace.id == hall.places[0].id)
    db.session.execute(place.values(released_at=now(), released_reason="ауырды"))
    making.open_doors(hall)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.admit(hall)
    making.begin(hall)
    refused(update(Attempt).where(Attempt.id == hall.attempts[0].id).values(started_at=now()))


def test_no_sitting_begins_early_or_behind_closed_doors(context: Flask) -> None:
    hall = making.hall(starts_at=now() + timedelta(minutes=5))
    sitting = update(Sitting).where(Sitting.id == hall.sitting.id)
    refused(sitting.values(begun_at=now() + timedelta(minutes=6)))
    making.fix_papers(hall)
    making.open_doors(hall)
    refused(sitting.values(begun_at=now()))
    refused(sitting.values(starts_at=now() - timedelta(minutes=5)))
    db.session.execute(sitting.values(begun_at=now() + timedelta(minutes=6)))
    refused(sitting.values(begun_at=None))


def test_nobody_starts_early_or_without_admission(context: Flask) -> None:
    hall = making.hall(candidates=2)
    making.fix_papers(hall)
    making.open_doors(hall)
    making.admit(hall, 0)
    first = update(Attempt).where(Attempt.id == hall.attempts[0].id)
    refused(first.values(started_at=now()))
    making.begin(hall)
    assert hall.sitting.begun_at is not None
    refused(first.values(started_at=hall.sitting.begun_at - timedelta(seconds=1)))
    refused(update(Attempt).where(Attempt.id == hall.attempts[1].id).values(started_at=now()))
    db.session.execute(first.values(started_at=now()))
    refused(first.values(started_at=now() + timedelta(minutes=5)))


def test_a_person_sits_one_test_at_a_time(context: Flask) -> None:
    hall = making.running(candidates=1)
    other = making.hall(candidates=0, starts_at=hall.sitting.ends_at + timedelta(seconds=1))
    making.give_place(other, same_person(other, hall.cases[0].person))
    making.fix_papers(other)
    making.open_doors(other)
    making.admit(other)
    other.sitting.begun_at = other.sitting.starts_at
    db.session.flush()
    second = update(Attempt).where(Attempt.id == other.attempts[0].id)
    refused(second.values(started_at=other.sitting.starts_at))
    db.session.execute(ending(hall))
    db.session.execute(second.values(started_at=other.sitting.starts_at))


def test_whoever_pauses_scores_or_annuls_a_whole_hall_queues_for_nobody_in_it(context: Flask) -> None:
    hall = making.running(candidates=3)
    for place, attempt in zip(hall.places, hall.attempts, strict=True):
        attempt.pauses, attempt.paused_at = 1, now()
        db.session.flush()
        attempt.paused_at = None
        place.outcome, place.outcome_at = "annulled", now()
    db.session.flush()
    assert queued_for() == 0


def test_whoever_starts_or_is_given_a_place_queues_by_the_person(context: Flask) -> None:
    hall = making.seated(candidates=2)
    db.session.commit()
    making.start_all(hall)
    assert queued_for() == (0 if db.engine.dialect.name == "sqlite" else 2)


def queued_for() -> int:
    """How many persons this transaction makes others wait for; SQLite has one writer and needs no such locks."""
    if db.engine.dialect.name == "sqlite":
        return 0
    mine = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    return int(db.session.scalar(text(mine)) or 0)


def ending(hall: Hall, number: int = 0, how: str = "finished") -> Any:
    return (
        update(Attempt)
        .where(Attempt.id == hall.attempts[number].id)
        .values(ended_at=now(), ended_how=how, answers_digest=NO_DIGEST, receipt_code="-", paused_at=None)
    )


def test_an_attempt_ends_once_and_never_runs_again(context: Flask) -> None:
    hall = making.running(candidates=1)
    db.session.execute(ending(hall))
    refused(ending(hall, how="time"))
    mine = update(Attempt).where(Attempt.id == hall.attempts[0].id)
    refused(mine.values(ended_at=None, ended_how=None, answers_digest=None, receipt_code=None))
    refused(delete(Attempt).where(Attempt.id == hall.attempts[0].id))


def test_a_paper_of_another_sitting_is_no_paper_here(context: Flask) -> None:
    hall, other = making.hall(candidates=1), making.hall(candidates=1)
    hall.sealed = other.sealed
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.fix_papers(hall)


def device(hall: Hall, epoch: int, **changes: Any) -> AttemptDevice:
    attempt = hall.attempts[0]
    facts: dict[str, Any] = {
        "attempt_id": attempt.id,
        "epoch": epoch,
        "token_digest": making.token_digest(attempt.id, epoch),
        "began_at": now(),
    }
    return AttemptDevice(**(facts | changes))


def test_an_attempt_has_one_device_at_a_time_and_they_are_counted(context: Flask) -> None:
    hall = making.running(candidates=1)
    refused_row(device(hall, 2))
    refused_row(device(hall, 3, ended_at=now(), ended_reason="-"))
    old = update(AttemptDevice).where(AttemptDevice.attempt_id == hall.attempts[0].id)
    refused(old.values(token_digest=NO_DIGEST))
    db.session.execute(old.values(ended_at=now(), ended_reason="монитор сөнді"))
    refused(old.values(ended_at=None, ended_reason=None))
    refused_row(device(hall, 3))
    written(device(hall, 2))


def test_a_code_works_once(context: Flask) -> None:
    hall = making.running(candidates=1)
    code = DeviceCode(
        attempt_id=hall.attempts[0].id,
        code_digest=NO_DIGEST,
        reason="ауысу",
        issued_by=hall.invigilator.account_id,
        issued_at=now(),
        expires_at=now() + timedelta(minutes=10),
    )
    written(code)
    used = update(DeviceCode).where(DeviceCode.id == code.id)
    refused(used.values(expires_at=now() + timedelta(days=1)))
    db.session.execute(used.values(used_at=now()))
    refused(used.values(used_at=now() + timedelta(minutes=1)))
    refused(used.values(used_at=None))


def test_time_is_granted_in_order_with_a_reason_and_never_rewritten(context: Flask) -> None:
    hall = making.running(candidates=1)
    attempt = hall.attempts[0]
    making.grant(attempt, "incident", 300, 2)
    for kind, seconds, number in [
        ("incident", 300, 2),
        ("incident", 300, 4),
        ("base", 60, 3),
        ("pause", -60, 3),
        ("incident", 0, 3),
    ]:
        with pytest.raises(DBAPIError), db.session.begin_nested():
            making.grant(attempt, kind, seconds, number)
    refused(text("UPDATE time_grant SET seconds = 99999"))
    refused(text("DELETE FROM time_grant"))
    refused(text("UPDATE time_grant SET reason = ''"))
    db.session.execute(ending(hall))
    with pytest.raises(DBAPIError), db.session.begin_nested():
        making.grant(attempt, "incident", 300, 3)


def entry(hall: Hall, **changes: Any) -> Any:
    facts: dict[str, Any] = {
        "attempt_id": hall.attempts[0].id,
        "epoch": 1,
        "sequence": 1,
        "question": 1,
        "value": '"1"',
        "made_at": now(),
        "arrived_at": now(),
    }
    return insert(AnswerEntry).values(**(facts | changes))


def test_the_journal_of_answers_is_written_once(context: Flask) -> None:
    hall = making.running(candidates=1)
    db.session.execute(entry(hall))
    refused(entry(hall, value='"2"'))
    refused(update(AnswerEntry).values(value='"2"'))
    refused(delete(AnswerEntry))
    if db.engine.dialect.name == "sqlite":
        refused(entry(hall, value='"2"').prefix_with("OR REPLACE"))
    for changes in (
        {"epoch": 2},
        {"question": 9},
        {"question": 0},
        {"sequence": 0},
        {"sequence": 1_000_001},
        {"value": ""},
        {"value": "x" * 8001},
        {"attempt_id": 999_999},
    ):
        refused(entry(hall, **({"sequence": 2} | changes)))


def test_no_answer_is_entered_before_the_start_or_after_the_end(context: Flask) -> None:
    hall = making.hall(candidates=1)
    making.fix_papers(hall)
    written(device(hall, 1))
    refused(entry(hall))
    hall = making.running(candidates=1)
    db.session.execute(entry(hall))
    db.session.execute(ending(hall))
    refused(entry(hall, sequence=2))


def proposed(hall: Hall) -> ApartProposal:
    attempt = hall.attempts[0]
    written(
        ApartEntry(
            attempt_id=attempt.id,
            epoch=1,
            sequence=7,
            question=1,
            value='"1"',
            why="after_deadline",
            made_at=now(),
            arrived_at=now(),
        )
    )
    proposal = ApartProposal(
        attempt_id=attempt.id,
        reason="желі үзілді",
        proposed_by=hall.invigilator.account_id,
        proposed_at=now(),
    )
    written(proposal)
    return proposal


def verdict(hall: Hall, proposal: ApartProposal, place: int, judge: int | None) -> ApartVerdict:
    return ApartVerdict(
        proposal_id=proposal.id,
        place=place,
        proposed_by=proposal.proposed_by,
        judge_id=judge,
        admits=True,
        reason="дәлел бар",
        decided_at=now(),
    )


def test_two_other_persons_outside_the_hall_decide_on_what_was_kept_apart(context: Flask) -> None:
    hall = making.running(candidates=1)
    proposal = proposed(hall)
    one, two = (judge.account_id for judge in hall.judges)
    refused_row(verdict(hall, proposal, 1, hall.invigilator.account_id))
    written(verdict(hall, proposal, 1, one))
    refused_row(verdict(hall, proposal, 2, one))
    refused_row(verdict(hall, proposal, 3, two))
    written(verdict(hall, proposal, 2, two))


def result(hall: Hall, number: int = 0, **changes: Any) -> Result:
    facts: dict[str, Any] = {
        "case_id": hall.cases[number].id,
        "attempt_id": hall.attempts[number].id,
        "verdict": "positive",
        "score": "{}",
        "transcript": "{}",
        "transcript_digest": NO_DIGEST,
        "key_salt": b"0" * 16,
        "entered_as": "system",
        "entered_at": now(),
    }
    return Result(**(facts | changes))


VOID: dict[str, Any] = {
    "verdict": "void",
    "score": None,
    "transcript": None,
    "transcript_digest": None,
    "key_salt": None,
}


def test_a_case_has_exactly_one_current_result(context: Flask) -> None:
    hall = making.running(candidates=2)
    refused_row(result(hall))
    for number in (0, 1):
        db.session.execute(ending(hall, number))
    first = result(hall)
    written(first)
    refused_row(result(hall))
    refused_row(result(hall, case_id=hall.cases[1].id))
    refused_row(result(hall, replaces_id=first.id))
    refused_row(result(hall, 1, replaces_id=first.id, reason="-"))
    second = result(hall, verdict="negative", replaces_id=first.id, reason="сұрақ жарамсыз")
    written(second)
    refused_row(result(hall, replaces_id=first.id, reason="екінші рет"))
    refused_row(result(hall, **VOID))
    third = result(hall, **VOID, replaces_id=second.id, reason="сеанс жойылды")
    written(third)
    written(result(hall, replaces_id=third.id, reason="қайта тапсырды"))
    refused(update(Result).values(verdict="positive"))
    refused(delete(Result))


def test_after_the_score_nobody_lets_more_answers_count(context: Flask) -> None:
    hall = making.running(candidates=1)
    proposal = proposed(hall)
    db.session.execute(ending(hall))
    written(result(hall))
    refused_row(verdict(hall, proposal, 1, hall.judges[0].account_id))


def test_where_there_is_no_result_an_official_decides_on_what_happened(context: Flask) -> None:
    hall = making.hall(candidates=1)
    place = hall.places[0]

    def decision(outcome: str, decided: str, **changes: Any) -> NoResultDecision:
        facts: dict[str, Any] = {
            "place_id": place.id,
            "outcome": outcome,
            "decision": decided,
            "heard": "телефонмен, 12.03",
            "reason": "науқастанды",
            "decided_by": hall.official.account_id,
            "decided_at": now(),
        }
        return NoResultDecision(**(facts | changes))

    refused_row(decision("absent_with_reason", "seat_again"))
    place.outcome, place.outcome_at = "absent_without_reason", now()
    db.session.flush()
    refused_row(decision("removed", "end"))
    mine = update(SittingPlace).where(SittingPlace.id == place.id)
    refused(mine.values(outcome="scored"))
    refused(mine.values(outcome=None, outcome_at=None))
    db.session.execute(mine.values(outcome="absent_with_reason"))
    refused_row(decision("absent_with_reason", "end"))
    refused_row(decision("absent_with_reason", "seat_again", heard=""))
    written(decision("absent_with_reason", "seat_again"))


@pytest.mark.parametrize(
    "table",
    [
        "admission", "exam_paper", "time_grant", "attempt_event", "apart_entry", "hall_incident", "hall_message",
        "problem_report", "hall_record", "question_ruling", "test_result", "answer_entry", "sitting", "attempt",
        "sitting_place",
    ],
)  # fmt: skip
def test_no_table_of_the_hall_is_emptied(context: Flask, table: str) -> None:
    if db.engine.dialect.name == "sqlite":
        return
    refused(text(f"TRUNCATE {table} CASCADE"))
