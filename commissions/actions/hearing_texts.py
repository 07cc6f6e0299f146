"""What the secretary types while people speak: identity, remarks, motives, questions with the gist of the answers.

It is saved like an answer of a test, without an entry of the journal for each save.
"""

from __future__ import annotations

from sqlalchemy import func, select

from accounts.refused_facts import RefusedFact
from commissions.actions.hearing import heard_now
from commissions.models import AskedQuestion, Hearing, HearingSeat, LiveText
from core.actor import current_actor
from core.canonical import digest
from core.clock import now
from core.database import db
from core.holding import held_where
from core.languages import _l
from core.refusals import NotFound, Refusal

FIELDS = ("identity", "remarks", "motives")


class Overtaken(Refusal):
    """Somebody else wrote into the same field meanwhile: both texts are kept, theirs here, the own one on the page."""

    def __init__(self, version: int, text: str, gist: str = "") -> None:
        super().__init__(
            _l(
                "Somebody else changed this field meanwhile. What you typed is not lost: compare, then save again."
            ),
            stale=True,
        )
        self.version, self.text, self.gist = version, text, gist


def write_text(interview_id: int, field: str, text: str, seen: int = 0) -> LiveText:
    """Save what was typed into a field. Sent twice it is saved once; an older page is told, and loses nothing."""
    heard_now(interview_id)
    if field not in FIELDS:
        raise NotFound
    row = held_where(LiveText, LiveText.interview_id == interview_id, LiveText.field == field)
    if row is not None and row.text == text:
        return row
    if (row.version if row else 0) != seen:
        raise Overtaken(row.version if row else 0, row.text if row else "")
    if row is None:
        row = LiveText(interview_id=interview_id, field=field, version=0)
        db.session.add(row)
    row.text, row.version = text, row.version + 1
    row.saved_by, row.saved_at = current_actor().account_id or 0, now()
    db.session.flush()
    return row


def note_question(
    interview_id: int, mark: str, text: str, gist: str, *, asked_by: int | None = None, seen: int = 0
) -> AskedQuestion:
    """A question and the gist of the answer; the words of a ticket's question stay as they were drawn."""
    hearing, _meeting = heard_now(interview_id)
    row = held_where(AskedQuestion, AskedQuestion.interview_id == interview_id, AskedQuestion.mark == mark)
    if row is not None and row.of_ticket:
        text = row.text
    if row is not None and (row.text, row.gist, row.asked_by) == (text, gist, asked_by):
        return row
    if (row.version if row else 0) != seen:
        raise Overtaken(row.version if row else 0, row.text if row else "", row.gist if row else "")
    if row is None and not text.strip() and not gist.strip():
        raise RefusedFact("text", _l("Type the question."))
    if asked_by is not None and db.session.get(HearingSeat, (interview_id, asked_by)) is None:
        raise RefusedFact("asked_by", _l("This person does not sit in the commission."))
    if row is None:
        row = new_question(hearing, mark)
        db.session.add(row)
    row.text, row.gist, row.asked_by, row.version = text, gist, asked_by, row.version + 1
    row.saved_by, row.saved_at = current_actor().account_id or 0, now()
    db.session.flush()
    return row


def new_question(hearing: Hearing, mark: str) -> AskedQuestion:
    last = db.session.scalar(
        select(func.max(AskedQuestion.position)).where(AskedQuestion.interview_id == hearing.interview_id)
    )
    return AskedQuestion(
        interview_id=hearing.interview_id,
        commission_id=hearing.commission_id,
        position=(last or 0) + 1,
        mark=mark,
        version=0,
        text="",
    )


def typed(interview_id: int) -> dict[str, str]:
    """What stands in each field now."""
    rows = db.session.scalars(select(LiveText).where(LiveText.interview_id == interview_id))
    return {row.field: row.text.strip() for row in rows}


def digest_of(hearing: Hearing) -> str:
    """The digest of all that was typed, for the journal."""
    asked = db.session.scalars(
        select(AskedQuestion)
        .where(AskedQuestion.interview_id == hearing.interview_id)
        .order_by(AskedQuestion.position)
    )
    return digest(
        {
            "identity": hearing.identity,
            "remarks": hearing.remarks,
            "motives": hearing.motives,
            "questions": [[one.text, one.gist] for one in asked],
        }
    )
