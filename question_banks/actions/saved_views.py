"""The searches that people keep for themselves: keep one, forget one."""

from __future__ import annotations

from sqlalchemy import select

from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from question_banks.actions.ground import person
from question_banks.models import Bank, SavedView

MOST_VIEWS = 50


def keep_view(bank: Bank, name: str, query: str) -> SavedView:
    """Keep a search of a bank under a name; the same name keeps the newer search."""
    me = person()
    mine = db.session.scalars(select(SavedView).where(SavedView.account_id == me)).all()
    view = next((one for one in mine if one.name == name), None)
    if view is None and len(mine) >= MOST_VIEWS:
        raise Refusal(_l("You keep %(most)s views already. Forget one first.", most=MOST_VIEWS))
    if view is None:
        view = SavedView(account_id=me, name=name)
        db.session.add(view)
    view.bank_id, view.query, view.saved_at = bank.id, query[:1000], now()
    db.session.flush()
    record(
        "question_banks:view:keep",
        subject=("question_bank", bank.id),
        office_id=bank.office_id,
        new={"name": name},
    )
    return view


def forget_view(view_id: int) -> None:
    """Forget a search of one's own."""
    view = db.session.get(SavedView, view_id)
    if view is None or view.account_id != person():
        raise NotFound
    record(
        "question_banks:view:forget", subject=("question_bank", view.bank_id or 0), old={"name": view.name}
    )
    db.session.delete(view)
    db.session.flush()
