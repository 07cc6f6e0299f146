"""A paper taken back in the moment in which the head signs it: one of the two comes second and is told so."""

from __future__ import annotations

from flask import Flask

from accounts.roles import Role
from core.actor import SYSTEM
from core.database import db
from core.refusals import Refusal
from orders.actions import drawing
from orders.models import ResultPaper
from orders.models.papers import ResultPaperSigned
from tests.accounts.signing_hands import sign_all
from tests.orders.papering import drawn_licence, sheet_of
from tests.two_at_once import two_at_once


def test_signing_a_paper_and_taking_it_back_wait_for_one_another(app: Flask) -> None:
    with app.app_context():
        at, _case, paper = drawn_licence()
        official = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)
        paper_id, sheet_id = paper.id, sheet_of(paper).id
        db.session.commit()
    signed, taken_back = two_at_once(
        app,
        (SYSTEM, lambda: sign_all(sheet_id)),
        (official, lambda: drawing.withdraw(paper_id, "Қате")),
    )
    with app.app_context():
        is_signed = db.session.get(ResultPaperSigned, paper_id) is not None
        is_back = db.session.get_one(ResultPaper, paper_id).withdrawn_at is not None
    assert (is_signed, is_back) in {(True, False), (False, True)}
    assert isinstance(taken_back if is_signed else signed, Refusal)
