"""Attacks on sealed sets from inside the database, and two releases at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.actor import acting
from core.clock import now
from core.database import db
from core.languages import speaking
from core.models import JournalEntry
from core.refusals import Refusal
from question_banks.actions import releasing, sealing
from question_banks.models import SealedSet, SetKeyOffer, SetKeyShare
from question_banks.released_papers import read_paper
from question_banks.set_reading import papers_of, shares_of
from tests.databases import Database, owner_engine
from tests.question_banks.house_of_sets import (
    PASSPHRASES,
    House,
    approved_plan,
    build_house,
    fill_bank,
    give_passphrases,
    sealed_set,
    sent_edition,
    wanted,
)


@pytest.fixture
def house(context: Flask) -> Iterator[House]:
    with speaking("en"):
        yield build_house(context)


def release_by(house: House, set_id: int, who: str) -> str:
    with house.by(who):
        return releasing.release(set_id, PASSPHRASES[who])


REFUSED = {
    "released by one person": "UPDATE sealed_set SET state = 'released', released_at = :now, released_by = :head,"
    " released_with = :head",
    "released by two who offered nothing": "UPDATE sealed_set SET state = 'released', released_at = :now,"
    " released_by = :secretary, released_with = :head",
    "released with somebody who holds no part": "UPDATE sealed_set SET state = 'released', released_at = :now,"
    " released_by = :secretary, released_with = :keeper",
    "released with one's own offer": "UPDATE sealed_set SET state = 'released', released_at = :now,"
    " released_by = :official, released_with = :secretary",
    "released after the hour": "UPDATE sealed_set SET state = 'released', released_at = :later,"
    " released_by = :secretary, released_with = :official",
    "a paper's content before the release": "UPDATE sealed_paper SET content = '{}'",
    "another paper": "UPDATE sealed_paper SET digest = :digest",
    "a paper less": "DELETE FROM sealed_paper",
    "another cipher": "UPDATE sealed_set SET cipher = nonce",
    "another digest": "UPDATE sealed_set SET digest = :digest",
    "another blueprint": "UPDATE sealed_set SET blueprint_edition_id = :other",
    "another number": "UPDATE sealed_set SET number = '2026-9999'",
    "one that replaces itself": "UPDATE sealed_set SET replaces_id = id",
    "given up without a reason": "UPDATE sealed_set SET state = 'given_up', given_up_at = :now, given_up_by = :head",
    "given up by nobody": "UPDATE sealed_set SET state = 'given_up', given_up_at = :now, given_up_reason = 'x'",
    "gone": "DELETE FROM sealed_set",
    "another holder": "UPDATE sealed_set_key_share SET holder_id = :keeper WHERE place = 1",
    "another key of a holder": "UPDATE holder_key SET public_key = locked_key",
    "a key brought back": "UPDATE holder_key SET salt = nonce, replaced_at = NULL",
    "a key less": "DELETE FROM holder_key",
    "a part less": "DELETE FROM sealed_set_key_share",
    "an offer that lasts": "UPDATE sealed_set_key_offer SET good_until = :later",
    "an offer to oneself": "UPDATE sealed_set_key_offer SET to_place = from_place",
    "a question less": "DELETE FROM sealed_set_question",
    "fewer uses": "UPDATE sealed_set_question SET papers = 1",
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_to_change_a_sealed_set_past_its_verbs(house: House, name: str) -> None:
    sealed = sealed_set(house)
    # The official has offered a part: one passphrase is in, the second is what the attacker lacks.
    assert release_by(house, sealed.id, "official") == "offered"
    facts: dict[str, object] = {
        "now": now(), "later": now() + timedelta(hours=2), "digest": "0" * 64, "other": 999, **house.people,
    }  # fmt: skip
    used = {key: value for key, value in facts.items() if f":{key}" in REFUSED[name]}
    with pytest.raises(DBAPIError):
        db.session.execute(text(REFUSED[name]), used)
    db.session.rollback()
    assert db.session.get_one(SealedSet, sealed.id).state == "sealed"


def test_no_set_is_drawn_by_an_edition_that_nobody_approved(house: House) -> None:
    sealed = sealed_set(house)
    waiting = sent_edition(house, sealed.edition.blueprint)
    facts = {
        name: getattr(sealed, name)
        for name in ("office_id", "papers", "reserves", "digest", "cipher", "nonce", "sealed_by", "sealed_at")
    }
    for changes in (
        {"blueprint_edition_id": waiting.id, "state": "sealed"},
        {"blueprint_edition_id": sealed.blueprint_edition_id, "state": "released"},
        {"blueprint_edition_id": sealed.blueprint_edition_id, "state": "sealed", "replaces_id": sealed.id},
    ):
        db.session.add(SealedSet(number="2026-7777", **facts, **changes))
        with pytest.raises(DBAPIError):
            db.session.flush()
        db.session.rollback()


def test_whoever_seals_a_set_cannot_be_given_a_part_of_its_key(house: House) -> None:
    fill_bank(house)
    give_passphrases(house)
    plan = approved_plan(house)
    with house.by("keeper"):
        sealed = sealing.seal_set(plan, wanted(house))
    share = shares_of(sealed.id)[0]
    db.session.add(
        SetKeyShare(
            set_id=sealed.id,
            place=1,
            holder_id=house.people["keeper"],
            key_id=share.key_id,
            sealed_share=b"x",
        )
    )
    db.session.expunge(share)
    with pytest.raises(DBAPIError):
        db.session.flush()


BROKEN = {
    "cipher": ("sealed_set", "sealed_set_stays", "UPDATE sealed_set SET cipher = nonce"),
    "digest of the set": ("sealed_set", "sealed_set_stays", "UPDATE sealed_set SET digest = :digest"),
    "number of the set": ("sealed_set", "sealed_set_stays", "UPDATE sealed_set SET number = '2026-0002'"),
    "digest of a paper": (
        "sealed_paper",
        "sealed_paper_stays",
        "UPDATE sealed_paper SET digest = :digest WHERE number = 2",
    ),
    "a part": (
        "sealed_set_key_share",
        "sealed_set_key_share_stays",
        "UPDATE sealed_set_key_share SET sealed_share = (SELECT other.sealed_share FROM sealed_set_key_share AS other"
        " WHERE other.set_id = sealed_set_key_share.set_id AND other.place = 1)",
    ),
    "the blueprint": (
        "blueprint_edition",
        "blueprint_edition_stays",
        "UPDATE blueprint_edition SET digest = :digest",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_changed_by_the_owner_of_the_database_is_not_released(
    house: House, database: Database, name: str
) -> None:
    """Somebody switches the guard off and changes what was sealed: the digests and locks still tell."""
    sealed = sealed_set(house)
    set_id = sealed.id
    assert release_by(house, set_id, "head") == "offered"
    table, guard, statement = BROKEN[name]
    engine = owner_engine(database)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"DROP TRIGGER {guard}"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {guard}"))
        connection.execute(text(statement), {"digest": "0" * 64} if ":digest" in statement else {})
    engine.dispose()
    db.session.expire_all()
    assert release_by(house, set_id, "secretary") == "broken"
    assert db.session.get_one(SealedSet, set_id).state == "sealed"
    assert all(paper.content is None for paper in papers_of(set_id))
    last = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert last is not None
    assert last.tag == "question_banks:set:find_broken"


def test_a_paper_that_was_changed_after_the_release_is_not_read(house: House, database: Database) -> None:
    sealed = sealed_set(house)
    release_by(house, sealed.id, "head")
    release_by(house, sealed.id, "official")
    first, second = papers_of(sealed.id)[:2]
    facts = {"content": second.content, "id": first.id}
    db.session.commit()
    engine = owner_engine(database)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER sealed_paper_stays"))
        else:
            connection.execute(text("ALTER TABLE sealed_paper DISABLE TRIGGER sealed_paper_stays"))
        statement = "UPDATE sealed_paper SET content = :content WHERE id = :id"
        connection.execute(text(statement), facts)
    engine.dispose()
    db.session.expire_all()
    assert read_paper(second.id).number == 2
    with pytest.raises(Refusal, match="not the one that was sealed"):
        read_paper(first.id)


def test_an_offered_part_opens_nothing_for_the_holder_it_was_not_sealed_to(house: House) -> None:
    sealed = sealed_set(house)
    assert release_by(house, sealed.id, "head") == "offered"
    pieces = [offer.sealed_share for offer in db.session.query(SetKeyOffer)]
    parts = {share.sealed_share for share in shares_of(sealed.id)}
    assert len({*pieces, *parts}) == 5


def at_once(app: Flask, house: House, set_id: int, people: tuple[str, ...]) -> list[str]:
    """These holders press the button in the same moment, each in a session of their own."""
    ready = threading.Barrier(len(people))
    outcomes: list[str] = []

    def press(who: str) -> None:
        with app.app_context(), acting(house.actor(who)), speaking("en"):
            ready.wait()
            try:
                outcomes.append(releasing.release(set_id, PASSPHRASES[who]))
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - whatever it was is looked at below
                db.session.rollback()
                outcomes.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=press, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_who_release_at_the_same_moment_open_the_set_once(app: Flask) -> None:
    with app.app_context():
        house = build_house(app)
        set_id = sealed_set(house).id
    assert at_once(app, house, set_id, ("head", "secretary")) == ["offered", "released"]
    with app.app_context():
        assert db.session.get_one(SealedSet, set_id).state == "released"
        assert all(paper.content for paper in papers_of(set_id))
        opened = db.session.query(JournalEntry).filter_by(tag="question_banks:set:release").count()
        assert opened == 1


def test_three_who_release_at_the_same_moment_open_the_set_once(app: Flask) -> None:
    with app.app_context():
        house = build_house(app)
        set_id = sealed_set(house).id
    outcomes = at_once(app, house, set_id, ("head", "secretary", "official"))
    assert outcomes[0].startswith("Refusal: This set is open already")
    assert outcomes[1:] == ["offered", "released"]
