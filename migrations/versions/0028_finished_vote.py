"""A vote in which everybody has voted is counted, and not declared void.

Revision: 0028, 2026-11-28
"""

# The ballots of a secret vote are written anew with each that is put in, so the database cannot tell a vote that is
# emptied from one that goes on: there the verb alone holds to this.

from __future__ import annotations

from alembic import op

from core import guards

revision = "0028"
down_revision = "0027"

_NAME = "vote_round_void_only_unfinished"


def upgrade() -> None:
    guards.refuse_when(
        op,
        _NAME,
        "vote_round",
        "UPDATE",
        "NEW.voided_at IS NOT NULL AND OLD.voided_at IS NULL AND NEW.present <= ("
        "SELECT COUNT(*) FROM open_vote v WHERE v.interview_id = NEW.interview_id AND v.round = NEW.round)",
        "everybody has voted: the votes are counted",
    )


def downgrade() -> None:
    guards.drop(op, "vote_round", _NAME)
