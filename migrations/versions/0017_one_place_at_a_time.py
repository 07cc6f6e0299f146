"""A candidate with a time before a commission gets no place in a sitting at that time, as the reverse was refused.

Revision: 0017, 2026-11-28
"""

from __future__ import annotations

from alembic import op

from core import guards

revision = "0017"
down_revision = "0016"

# Both sides hold the rows of the person, so that a place and a time that come at one moment see each other.
_THE_PERSON = "case_person WHERE iin = NEW.iin"
_HEARD = (
    "EXISTS (SELECT 1 FROM agenda_slot s WHERE s.iin = NEW.iin AND s.released_at IS NULL"
    " AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at)"
)
_TESTED = (
    "EXISTS (SELECT 1 FROM sitting_place p WHERE p.iin = NEW.iin AND p.released_at IS NULL"
    " AND p.outcome IS NULL AND p.starts_at < NEW.ends_at AND p.ends_at > NEW.starts_at)"
)
_SENTENCE = "a candidate is in one place at a time"


def upgrade() -> None:
    guards.refuse_when(
        op,
        "sitting_place_beside_no_interview",
        "sitting_place",
        "INSERT",
        f"NEW.iin IS NOT NULL AND NEW.released_at IS NULL AND {_HEARD}",
        _SENTENCE,
        hold=_THE_PERSON,
    )
    guards.refuse_when(
        op,
        "sitting_place_moved_beside_no_interview",
        "sitting_place",
        "UPDATE",
        "NEW.iin IS NOT NULL AND NEW.released_at IS NULL AND NEW.outcome IS NULL"
        f" AND (NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at) AND {_HEARD}",
        _SENTENCE,
    )
    guards.drop(op, "agenda_slot", "agenda_slot_of_one_candidate")
    _of_one_candidate(hold=_THE_PERSON)


def downgrade() -> None:
    guards.drop(op, "agenda_slot", "agenda_slot_of_one_candidate")
    _of_one_candidate(queue_by="NEW.iin")
    guards.drop(
        op, "sitting_place", "sitting_place_beside_no_interview", "sitting_place_moved_beside_no_interview"
    )


def _of_one_candidate(**waits: str) -> None:
    guards.refuse_when(
        op,
        "agenda_slot_of_one_candidate",
        "agenda_slot",
        "INSERT",
        f"NEW.iin IS NOT NULL AND ({_HEARD} OR {_TESTED})",
        _SENTENCE,
        **waits,
    )
