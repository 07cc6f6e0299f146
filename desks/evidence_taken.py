"""The evidence file of a case leaves the house: nothing of the case changes, and the journal keeps who took it."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from core.actor import Actor
from core.journal import record
from core.languages import _
from core.settings import Settings
from desks.chain.evidence_file import written
from desks.chain.links import sha256
from desks.chain.whole import Chain
from orders.register_key import register_key


def take(chain: Chain, reader: Actor, settings: Settings) -> bytes:
    """Make the file for this reader and enter it in the journal with its digest; never commits."""
    data = written(chain.evidence(), list(chain.links.values()), register_key(settings))
    record(
        "desks:evidence:take",
        subject=("case", chain.case.id),
        office_id=reader.office_id or chain.case.office_id,
        new={"digest": sha256(data), "size": len(data)},
    )
    return data


def _taken(entry: Entry, _names: Names) -> str:
    return _("The evidence file was taken: %(digest)s.", digest=entry.new.get("digest", "")[:16])


tells("desks:evidence:take", _taken)
