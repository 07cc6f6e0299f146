"""What the sealed sets tell of a question: in which of them it stands, for its page and for whoever suspends it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from core.database import db
from core.languages import _
from question_banks.models import QuestionEdition, SealedSet, SetQuestion
from question_banks.uses import Use, tells_uses


@tells_uses
def uses_in_sets(question_id: int) -> Sequence[Use]:
    """Every set that holds the question. An unopened one concerns somebody: it must be drawn anew."""
    rows = db.session.execute(
        select(SealedSet, SetQuestion.papers, QuestionEdition.number)
        .join(SetQuestion, SetQuestion.set_id == SealedSet.id)
        .join(QuestionEdition, QuestionEdition.id == SetQuestion.edition_id)
        .where(SetQuestion.question_id == question_id)
    )
    return [
        Use(
            words=_words(sealed, papers),
            moment=sealed.sealed_at,
            edition=edition,
            url=url_for("question_banks.sealed_set", set_id=sealed.id),
            open=sealed.state == "sealed",
        )
        for sealed, papers, edition in rows
    ]


def _words(sealed: SealedSet, papers: int) -> str:
    told = {"number": sealed.number, "papers": papers}
    if sealed.state == "sealed":
        return _(
            "Sealed set %(number)s, unopened: in %(papers)s papers; once the question is set aside, it is drawn anew",
            **told,
        )
    if sealed.state == "given_up":
        return _("Sealed set %(number)s, given up unopened", number=sealed.number)
    return _("Sealed set %(number)s, opened: in %(papers)s papers", **told)
