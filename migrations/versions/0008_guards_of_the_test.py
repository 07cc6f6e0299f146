"""What the database holds of the test whatever the code does: written once, not early, not twice, not in two halls.

Revision: 0008, 2026-11-27
"""

from __future__ import annotations

from alembic import op

from core import guards

revision = "0008"
down_revision = "0007"

# Written once, with the unique keys under which a row could be written over.
APPEND_ONLY = {
    "sitting_set": ("sitting_id, set_id", "set_id"),
    "interest_declaration": ("id",),
    "admission": ("id",),
    "exam_paper": ("id", "place_id", "sealed_paper_id, turn"),
    "no_result_decision": ("id", "place_id"),
    "time_grant": ("id", "attempt_id, number"),
    "attempt_event": ("id",),
    "apart_entry": ("id", "attempt_id, epoch, sequence"),
    "apart_proposal": ("id",),
    "apart_proposed": ("proposal_id, entry_id", "entry_id"),
    "apart_verdict": ("proposal_id, place", "proposal_id, judge_id"),
    "hall_incident": ("id",),
    "hall_message": ("id",),
    "hall_message_read": ("message_id, attempt_id",),
    "problem_report": ("id",),
    "hall_record": ("id", "sitting_id, number", "replaces_id"),
    "question_ruling": ("id", "sitting_id, edition_id"),
    "test_result": ("id", "replaces_id"),
}
GUARDS = {
    "sitting": (
        "sitting_begins_as_a_plan",
        "sitting_stays",
        "sitting_has_seats",
        "sitting_no_delete",
    ),
    "sitting_place": (
        "sitting_place_in_an_open_sitting",
        "sitting_place_in_one_hall",
        "sitting_place_moved_in_one_hall",
        "sitting_place_stays",
        "sitting_place_no_delete",
    ),
    "admission": ("admission_through_open_doors",),
    "attempt": (
        "attempt_begins_ready",
        "attempt_stays",
        "attempt_not_early",
        "attempt_one_at_a_time",
        "attempt_no_delete",
    ),
    "attempt_device": (
        "attempt_device_is_the_next",
        "attempt_device_stays",
        "attempt_device_no_delete",
    ),
    "device_code": ("device_code_works_once", "device_code_no_delete"),
    "time_grant": ("time_grant_is_the_next",),
    "answer_entry": (
        "answer_entry_while_it_runs",
        "answer_entry_no_update",
        "answer_entry_no_delete",
    ),
    "apart_verdict": ("apart_verdict_from_outside_the_hall", "apart_verdict_before_the_score"),
    "no_result_decision": ("no_result_decision_on_the_outcome",),
    "test_result": ("test_result_of_an_ended_attempt",),
}
NEVER_EMPTIED = ("sitting", "sitting_place", "attempt", "attempt_device", "device_code", "answer_entry")


def upgrade() -> None:
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    _guard_sittings()
    _guard_places()
    _guard_attempts()
    _guard_devices_and_time()
    _guard_entries()
    _guard_results()
    for table in NEVER_EMPTIED:
        guards.refuse_truncate(op, table)


def downgrade() -> None:
    if guards.is_sqlite(op):
        guards.drop(op, "answer_entry", "answer_entry_no_other_value")
        guards.drop(op, "test_result", "test_result_first_stays")
    for table in NEVER_EMPTIED:
        guards.drop_refuse_truncate(op, table)
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _set_once(*columns: str) -> str:
    """A value that is there stays; one that is not there yet may come."""
    return " OR ".join(
        f"(OLD.{one} IS NOT NULL AND (NEW.{one} IS NULL OR NEW.{one} <> OLD.{one}))" for one in columns
    )


def _refuse(name: str, event: str, condition: str, sentence: str, queue_by: str | None = None) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, queue_by=queue_by)


def _guard_sittings() -> None:
    _refuse(
        "sitting_begins_as_a_plan", "INSERT", "NEW.published_at IS NOT NULL", "a sitting begins as a plan"
    )
    _refuse(
        "sitting_stays",
        "UPDATE",
        _changed("id", "office_id", "number", "kind", "service", "planned_by", "planned_at")
        + " OR "
        + _set_once("published_at", "published_by", "doors_at", "begun_at", "closed_at", "annulled_at")
        + " OR (OLD.doors_at IS NOT NULL AND ("
        + _changed("room_id", "starts_at", "capacity", "blueprint_edition_id", "grace_seconds", "score_shown")
        + "))",
        "what a sitting has come to stays",
    )
    _refuse(
        "sitting_has_seats",
        "UPDATE",
        "NEW.published_at IS NOT NULL"
        " AND (OLD.published_at IS NULL OR NEW.capacity <> OLD.capacity OR NEW.room_id <> OLD.room_id)"
        " AND NEW.capacity > (SELECT COUNT(*) FROM exam_seat WHERE room_id = NEW.room_id AND closed_on IS NULL)",
        "a sitting has no more places than its room has seats",
    )
    _refuse("sitting_no_delete", "DELETE", "TRUE", "a sitting is annulled, never deleted")


def _guard_places() -> None:
    _refuse(
        "sitting_place_in_an_open_sitting",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM sitting WHERE id = NEW.sitting_id AND published_at IS NOT NULL"
        " AND closed_at IS NULL AND annulled_at IS NULL AND (begun_at IS NULL OR kind = 'rehearsal'))",
        "a place is given in a published sitting before it begins",
    )
    elsewhere = (
        "NEW.iin IS NOT NULL AND NEW.released_at IS NULL AND EXISTS (SELECT 1 FROM sitting_place"
        " WHERE iin = NEW.iin AND released_at IS NULL AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at{})"
    )
    sentence = "a person is in one hall at a time"
    _refuse("sitting_place_in_one_hall", "INSERT", elsewhere.format(""), sentence, "NEW.iin")
    _refuse(
        "sitting_place_moved_in_one_hall",
        "UPDATE",
        f"({_changed('starts_at', 'ends_at')}) AND " + elsewhere.format(" AND id <> NEW.id"),
        sentence,
        "NEW.iin",
    )
    _refuse(
        "sitting_place_stays",
        "UPDATE",
        _changed("id", "public_id", "sitting_id", "kind", "slot", "booked_at")
        + " OR COALESCE(NEW.case_id, 0) <> COALESCE(OLD.case_id, 0)"
        + " OR (NEW.iin IS NOT NULL AND NEW.iin <> COALESCE(OLD.iin, ''))"
        + " OR "
        + _set_once("released_at", "released_reason")
        + " OR (OLD.outcome IS NOT NULL AND (NEW.outcome IS NULL OR (NEW.outcome <> OLD.outcome"
        " AND NEW.outcome <> 'annulled'"
        " AND NOT (OLD.outcome = 'absent_without_reason' AND NEW.outcome = 'absent_with_reason'))))",
        "a place stays as it was given, and ends once",
    )
    _refuse("sitting_place_no_delete", "DELETE", "TRUE", "a place is given back, never deleted")
    _refuse(
        "admission_through_open_doors",
        "INSERT",
        "NEW.admitted AND NOT EXISTS (SELECT 1 FROM sitting_place p JOIN sitting s ON s.id = p.sitting_id"
        " WHERE p.id = NEW.place_id AND p.released_at IS NULL AND p.outcome IS NULL AND s.doors_at IS NOT NULL"
        " AND s.closed_at IS NULL AND s.annulled_at IS NULL)",
        "one is admitted to a place one has, while the doors are open",
    )


def _guard_attempts() -> None:
    _refuse("attempt_begins_ready", "INSERT", "NEW.started_at IS NOT NULL", "an attempt begins as ready")
    _refuse(
        "attempt_stays",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR NEW.pauses < OLD.pauses OR "
        + _changed("id", "public_id", "sitting_id", "place_id", "paper_id", "questions")
        + " OR COALESCE(NEW.case_id, 0) <> COALESCE(OLD.case_id, 0) OR "
        + _set_once("started_at"),
        "an attempt starts once and ends once",
    )
    _refuse(
        "attempt_not_early",
        "UPDATE",
        "NEW.started_at IS NOT NULL AND OLD.started_at IS NULL AND NOT EXISTS (SELECT 1 FROM sitting s"
        " WHERE s.id = NEW.sitting_id AND s.begun_at <= NEW.started_at AND s.closed_at IS NULL"
        " AND s.annulled_at IS NULL AND (s.kind = 'rehearsal' OR EXISTS (SELECT 1 FROM admission a"
        " WHERE a.place_id = NEW.place_id AND a.admitted)))",
        "an attempt starts when the sitting has begun, and for somebody who was admitted",
    )
    _refuse(
        "attempt_one_at_a_time",
        "UPDATE",
        "NEW.started_at IS NOT NULL AND OLD.started_at IS NULL AND EXISTS (SELECT 1 FROM sitting_place mine"
        " JOIN sitting_place other ON other.iin = mine.iin JOIN attempt a ON a.place_id = other.id"
        " WHERE mine.id = NEW.place_id AND a.id <> NEW.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL)",
        "a person sits one test at a time",
        "(SELECT iin FROM sitting_place WHERE id = NEW.place_id)",
    )
    _refuse("attempt_no_delete", "DELETE", "TRUE", "an attempt is never deleted")


def _guard_devices_and_time() -> None:
    _refuse(
        "attempt_device_is_the_next",
        "INSERT",
        "NEW.epoch <> 1 + COALESCE((SELECT MAX(epoch) FROM attempt_device WHERE attempt_id = NEW.attempt_id), 0)"
        " OR EXISTS (SELECT 1 FROM attempt WHERE id = NEW.attempt_id AND ended_at IS NOT NULL)",
        "devices of a running attempt are counted one by one",
    )
    _refuse(
        "attempt_device_stays",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR "
        + _changed("attempt_id", "epoch", "token_digest", "began_at"),
        "a device is ended, never changed",
    )
    _refuse("attempt_device_no_delete", "DELETE", "TRUE", "a device is ended, never deleted")
    _refuse(
        "device_code_works_once",
        "UPDATE",
        "OLD.used_at IS NOT NULL OR NEW.used_at IS NULL OR "
        + _changed("id", "attempt_id", "code_digest", "issued_at", "expires_at"),
        "a code works once",
    )
    _refuse("device_code_no_delete", "DELETE", "TRUE", "a code is used up, never deleted")
    _refuse(
        "time_grant_is_the_next",
        "INSERT",
        "NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM time_grant WHERE attempt_id = NEW.attempt_id), 0)"
        " OR EXISTS (SELECT 1 FROM attempt WHERE id = NEW.attempt_id AND ended_at IS NOT NULL)",
        "time is granted one after the other while the attempt runs",
    )


def _guard_entries() -> None:
    _refuse(
        "answer_entry_while_it_runs",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM attempt WHERE id = NEW.attempt_id AND started_at IS NOT NULL"
        " AND ended_at IS NULL AND questions >= NEW.question)",
        "answers are entered while the attempt runs, to questions of its paper",
    )
    _refuse("answer_entry_no_update", "UPDATE", "TRUE", "answer_entry is append-only")
    _refuse("answer_entry_no_delete", "DELETE", "TRUE", "answer_entry is append-only")
    if guards.is_sqlite(op):
        # The same once more is let through, for ON CONFLICT DO NOTHING to pass over; REPLACE puts nothing else there.
        guards.refuse_when(
            op,
            "answer_entry_no_other_value",
            "answer_entry",
            "INSERT",
            "EXISTS (SELECT 1 FROM answer_entry WHERE attempt_id = NEW.attempt_id AND epoch = NEW.epoch"
            " AND sequence = NEW.sequence AND (question <> NEW.question OR value <> NEW.value))",
            "answer_entry is append-only",
        )
    _refuse(
        "apart_verdict_from_outside_the_hall",
        "INSERT",
        "EXISTS (SELECT 1 FROM apart_proposal p JOIN attempt a ON a.id = p.attempt_id"
        " JOIN sitting_invigilator i ON i.sitting_id = a.sitting_id"
        " WHERE p.id = NEW.proposal_id AND i.account_id = NEW.judge_id)",
        "entries kept apart are decided on outside the hall",
    )
    _refuse(
        "apart_verdict_before_the_score",
        "INSERT",
        "EXISTS (SELECT 1 FROM apart_proposal p JOIN test_result r ON r.attempt_id = p.attempt_id"
        " WHERE p.id = NEW.proposal_id)",
        "entries kept apart are decided on before the score is known",
    )


def _guard_results() -> None:
    _refuse(
        "no_result_decision_on_the_outcome",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM sitting_place WHERE id = NEW.place_id AND outcome = NEW.outcome)",
        "what is decided follows the outcome of the place",
    )
    _refuse(
        "test_result_of_an_ended_attempt",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM attempt WHERE id = NEW.attempt_id AND ended_at IS NOT NULL)",
        "only an ended attempt has a result",
    )
    if guards.is_sqlite(op):
        guards.refuse_when(
            op,
            "test_result_first_stays",
            "test_result",
            "INSERT",
            "NEW.replaces_id IS NULL AND EXISTS"
            " (SELECT 1 FROM test_result WHERE case_id = NEW.case_id AND replaces_id IS NULL)",
            "test_result is append-only",
        )
