"""The lawful erasure: the names in the journal's entries about one thing go, and the chain goes on proving the rest.

No text of the service gives a term; whoever runs the installation decides it, and names the ground of each erasure.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select, update

from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.models import JournalEntry, JournalPersonal
from core.refusals import Refusal


def erase_personal(subject_kind: str, subject_id: int | str, ground: str, days: int) -> int:
    """Erase what is older than the term, for a ground that the journal keeps; returns how many parts went."""
    if not days:
        raise Refusal(
            _l("No term has been decided after which names in the journal may be erased."),
            next_step=_l("Set SYNAQ_RETAIN_NAMES_DAYS by the act that decides it; then erase."),
        )
    if not ground.strip():
        raise Refusal(_l("Say on which ground the names are erased."), status=422)
    ids = list(db.session.scalars(_kept(subject_kind, subject_id, days)))
    if not ids:
        raise Refusal(_l("The journal holds no names about this whose term is over."), status=404)
    db.session.execute(
        update(JournalPersonal)
        .where(JournalPersonal.id.in_(ids))
        .values(facts=None, salt=None, erased_at=now())
    )
    record(
        "core:journal:erase",
        subject=(subject_kind, subject_id),
        new={"entries": len(ids), "ground": ground.strip(), "days": days},
    )
    return len(ids)


def _kept(subject_kind: str, subject_id: int | str, days: int) -> Select[int]:
    return (
        select(JournalPersonal.id)
        .join(
            JournalEntry,
            (JournalEntry.chain == JournalPersonal.chain)
            & (JournalEntry.position == JournalPersonal.position),
        )
        .where(
            JournalEntry.subject_kind == subject_kind,
            JournalEntry.subject_id == str(subject_id),
            JournalEntry.moment < now() - timedelta(days=days),
            JournalPersonal.facts.is_not(None),
        )
    )
