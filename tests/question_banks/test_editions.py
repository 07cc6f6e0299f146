"""Whatever is written, sent, decided and undone afterwards: an edition that was made says for ever what it said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.database import db
from core.refusals import Refusal
from question_banks.actions.drafts import Change, save_draft, send_to_review, take_back
from question_banks.actions.review import approve, send_back
from question_banks.actions.standing import return_to_use, suspend
from question_banks.canonical import edition_digest
from question_banks.contents import unpack
from question_banks.models import QuestionEdition
from tests.question_banks.house_of_banks import Banks, begun, build_banks
from tests.question_banks.makers import single

ACTS = st.lists(
    st.sampled_from(["write", "translate", "send", "approve", "back", "take", "suspend", "return"]),
    min_size=3,
    max_size=14,
)


def act(banks: Banks, number: int, what: str, at: int) -> None:
    """One act by who may do it; what is not lawful now is refused and changes nothing."""
    who = {"translate": "translator", "approve": "reviewer", "back": "reviewer"}.get(what, "author")
    who = "keeper" if what in {"suspend", "return"} else who
    waiting = db.session.scalar(
        select(QuestionEdition.id).where(
            QuestionEdition.question_id == number, QuestionEdition.decision.is_(None)
        )
    )
    verbs: dict[str, Callable[[], object]] = {
        "write": lambda: save_draft(number, Change(texts={"ru": {"stem": f"Где хранят препарат {at}?"}})),
        "translate": lambda: save_draft(number, Change(texts={"kk": {"stem": f"{at} қайда сақталады?"}})),
        "send": lambda: send_to_review(number),
        "approve": lambda: approve(number, waiting or 0),
        "back": lambda: send_back(number, waiting or 0, "Уточните."),
        "take": lambda: take_back(number),
        "suspend": lambda: suspend(number, "Жалоба"),
        "return": lambda: return_to_use(number),
    }
    try:
        with banks.by(who):
            verbs[what]()
    except Refusal:
        db.session.rollback()


def test_editions_never_change_and_their_digest_can_be_made_again(app: Flask) -> None:
    with app.app_context():
        banks = build_banks(app)

        @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(ACTS)
        def history(acts: list[str]) -> None:
            number = begun(banks, single()).id
            kept: dict[int, str] = {}
            for at, what in enumerate(acts):
                act(banks, number, what, at)
                editions = db.session.scalars(
                    select(QuestionEdition).where(QuestionEdition.question_id == number)
                ).all()
                for edition in editions:
                    said = hashlib.sha256(edition.content.encode()).hexdigest() + edition.digest
                    assert kept.setdefault(edition.id, said) == said
                    assert edition.digest == edition_digest(unpack("single", edition.content))
                    assert json.loads(edition.content)["source_language"] == "ru"
                assert sum(edition.is_current for edition in editions) <= 1
                assert [one.number for one in sorted(editions, key=lambda one: one.id)] == list(
                    range(1, len(editions) + 1)
                )

        history()
