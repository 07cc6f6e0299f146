"""The record of a hall: frozen facts of what happened, the root over all transcripts, and the PDF to be signed."""

from __future__ import annotations

import io

from sqlalchemy import select

from core.actor import current_actor
from core.canonical import canonical, digest
from core.clock import now
from core.database import db
from core.files import store_file
from core.journal import record
from core.languages import _l
from core.paper_facts import frozen_facts
from core.pdf import render_pdf
from core.refusals import Refusal
from exam import hall_tree, papers, record_facts
from exam.actions import planning
from exam.models import HallRecord


def issue_record(sitting_id: int, reason: str = "") -> HallRecord:
    """Make the record of a closed sitting; a later one names the one it replaces, and why."""
    sitting = planning.locked(sitting_id)
    if sitting.closed_at is None:
        raise Refusal(_l("The record is made when the sitting is closed."))
    old = db.session.scalars(
        select(HallRecord).where(HallRecord.sitting_id == sitting.id).order_by(HallRecord.number.desc())
    ).first()
    if old is not None and not reason:
        raise Refusal(_l("There is a record already. A new one needs its reason."))
    number = old.number + 1 if old else 1
    tree = hall_tree.tree_of(sitting.id)
    facts = frozen_facts(record_facts.facts_of(sitting, number, tree, reason))
    mark = digest(facts)
    settings = papers.settings()
    pdf = render_pdf("exam/hall_record", {**facts, "digest": mark}, specimen=settings.specimen, language="ru")
    made = HallRecord(
        sitting_id=sitting.id,
        number=number,
        replaces_id=old.id if old else None,
        reason=reason if old else None,
        facts=canonical(facts),
        digest=mark,
        tree_root=tree.root,
        tree_size=tree.size,
        file_id=store_file(io.BytesIO(pdf), f"hall-record-{sitting.number}-{number}.pdf").id,
        issued_by=current_actor().account_id or 0,
        issued_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "exam:sitting:issue_record",
        subject=("sitting", sitting.id),
        office_id=sitting.office_id,
        new={"number": number, "digest": mark, "root": tree.root, "size": tree.size},
    )
    return made
