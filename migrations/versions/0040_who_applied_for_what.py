"""For whom a registered case is, and for what specialty or activity, is not changed any more.

Revision: 0040, 2026-11-28
"""

# Orders and certificates take the name, the specialty and the activity from these columns, long after every gate has
# been passed: whoever could write them would have somebody else certified, and each composite key would hold.

from __future__ import annotations

from alembic import op

from core import guards

revision = "0040"
down_revision = "0039"

_REGISTERED = "EXISTS (SELECT 1 FROM case_file c WHERE c.id = OLD.case_id AND c.registered_at IS NOT NULL)"
_SAYS = "for whom and for what a registered case is, is not changed"


def upgrade() -> None:
    guards.refuse_when(
        op,
        "case_file_asked_for_stays",
        "case_file",
        "UPDATE",
        f"{_other('registered_at', 'specialty_id', 'examination_kind', 'activity')}"
        f" OR (OLD.applicant_id IS NOT NULL AND ({_other('applicant_id')}))",
        _SAYS,
        rows="OLD.registered_at IS NOT NULL",
    )
    guards.refuse_when(
        op,
        "case_person_stays",
        "case_person",
        "UPDATE",
        _REGISTERED,
        _SAYS,
        rows=_other("case_id", "kind", "bin", "name", "folded_name"),
    )
    guards.refuse_when(op, "case_person_no_delete", "case_person", "DELETE", _REGISTERED, _SAYS)


def downgrade() -> None:
    guards.drop(op, "case_person", "case_person_no_delete", "case_person_stays")
    guards.drop(op, "case_file", "case_file_asked_for_stays")


def _other(*columns: str) -> str:
    return " OR ".join(
        f"NEW.{one} <> OLD.{one} OR (NEW.{one} IS NULL) <> (OLD.{one} IS NULL)" for one in columns
    )
