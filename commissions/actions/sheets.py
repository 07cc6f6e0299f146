"""Rubric sheets: each member seals the own one, and nobody reads any until all of the panel are in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from commissions import rubric
from commissions.actions import live
from commissions.actions.hearing import heard_now, panel_now
from commissions.models import Hearing, RubricMark, RubricSheet
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal


def seal_sheet(interview_id: int, levels: Mapping[str, int], remark: str = "") -> RubricSheet:
    """The sheet of whoever acts: for each criterion the place of its level. It is sealed by sending it, once."""
    hearing, meeting = heard_now(interview_id, by_a_member=True)
    member = live.member_here(meeting)
    at = panel_now(hearing, meeting)
    if member.id not in at.present:
        raise NotFound
    if not hearing.with_sheets:
        raise Refusal(_l("The office has decided that the commission votes without rubric sheets."))
    if hearing.sheets_opened_at is not None:
        raise Refusal(_l("The sheets are open already: no other one is taken."))
    if db.session.get(RubricSheet, (interview_id, member.id)) is not None:
        raise Refusal(_l("Your sheet is sealed already."))
    marks = _marks(hearing, member.id, levels)
    sheet = RubricSheet(interview_id=interview_id, member_id=member.id, remark=remark, sealed_at=now())
    db.session.add(sheet)
    db.session.flush()
    db.session.add_all(marks)
    db.session.flush()
    # That the sheet was sealed, never what stands in it: even a digest of a few levels could be guessed.
    record(
        "commissions:sheet:seal",
        subject=("case", hearing.case_id),
        office_id=meeting.office_id,
        new={"member": member.id},
    )
    open_when_complete(hearing, at.present)
    return sheet


def _marks(hearing: Hearing, member_id: int, levels: Mapping[str, int]) -> list[RubricMark]:
    made = []
    for position, row in enumerate(rubric.unpack(hearing.rubric), 1):
        chosen = levels.get(row.id)
        if chosen is None or not 0 <= chosen < len(row.levels):
            raise RefusedFact(f"level-{row.id}", _l("Choose a level for each criterion."))
        level = row.levels[chosen]
        made.append(
            RubricMark(
                interview_id=hearing.interview_id,
                member_id=member_id,
                position=position,
                criterion=row.title,
                level=level.title,
                points=level.points,
                out_of=row.out_of,
            )
        )
    return made


def open_when_complete(hearing: Hearing, panel: frozenset[int]) -> bool:
    """Open the sheets once everybody of the panel has sealed one."""
    if hearing.sheets_opened_at is None and panel and panel <= sealed_by(hearing.interview_id):
        hearing.sheets_opened_at = now()
        db.session.flush()
    return hearing.sheets_opened_at is not None


def sealed_by(interview_id: int) -> frozenset[int]:
    """Whose sheets are in; what stands in them is read by `proceedings_reading` when they are open."""
    return frozenset(
        db.session.scalars(select(RubricSheet.member_id).where(RubricSheet.interview_id == interview_id))
    )
