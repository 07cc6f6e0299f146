"""Sealed sets: drawn by an approved blueprint, opened by two of three, and what the database says to a single one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.refused_facts import RefusedFact
from core.clock import frozen, now
from core.database import db
from core.languages import speaking
from core.models import JournalEntry, NumberSeries
from core.refusals import NotFound, Refusal
from question_banks import locks
from question_banks.actions import releasing, sealing
from question_banks.actions.blueprints import approve
from question_banks.blueprint_form import unpack_blueprint
from question_banks.canonical import digest
from question_banks.models import (
    HolderKey,
    SealedSet,
    SetKeyOffer,
    SetQuestion,
    StoredQuestion,
)
from question_banks.released_papers import least_known_paper, questions_on, read_paper
from question_banks.sealed_content import set_digest, unpack_paper
from question_banks.set_reading import (
    find_set,
    papers_of,
    possible_holders,
    sets,
    sets_to_draw_anew,
    shares_of,
    uses_since,
)
from tests.question_banks import makers
from tests.question_banks.house_of_sets import (
    HOLDERS,
    PASSPHRASES,
    SINCE,
    House,
    add_edition,
    approved_plan,
    build_house,
    fill_bank,
    give_passphrases,
    open_plan,
    sealed_set,
    sent_edition,
    wanted,
)


@pytest.fixture
def house(context: Flask) -> Iterator[House]:
    with speaking("en"):
        yield build_house(context)


def release_by(house: House, sealed: SealedSet, who: str, passphrase: str | None = None) -> str:
    with house.by(who):
        return releasing.release(sealed.id, PASSPHRASES[who] if passphrase is None else passphrase)


def released(house: House) -> SealedSet:
    sealed = sealed_set(house)
    assert release_by(house, sealed, "head") == "offered"
    assert release_by(house, sealed, "secretary") == "released"
    return sealed


def suspend(question_id: int, house: House) -> None:
    db.session.execute(
        update(StoredQuestion)
        .where(StoredQuestion.id == question_id)
        .values(
            state="suspended",
            set_aside_by=house.people["keeper"],
            set_aside_at=now(),
            set_aside_reason="A doubt",
        )
    )
    db.session.commit()
    db.session.expire_all()


def tags(sealed: SealedSet) -> list[str]:
    query = db.session.query(JournalEntry).filter_by(subject_kind="sealed_set", subject_id=str(sealed.id))
    return [entry.tag.rsplit(":", 1)[1] for entry in query.order_by(JournalEntry.position)]


def test_a_sealed_set_shows_its_digest_and_no_paper(house: House) -> None:
    sealed = sealed_set(house)
    papers = papers_of(sealed.id)
    assert [(one.number, one.reserve, one.content) for one in papers] == [
        (1, False, None), (2, False, None), (3, False, None), (4, True, None),
    ]  # fmt: skip
    assert sealed.digest == set_digest(sealed.number, sealed.edition.digest, [one.digest for one in papers])
    entry = db.session.query(JournalEntry).filter_by(tag="question_banks:set:seal").one()
    told = json.loads(entry.new or "")
    assert told["digest"] == sealed.digest
    assert "seed" not in told
    with pytest.raises(Refusal, match="sealed"):
        read_paper(papers[0].id)


def test_two_holders_open_a_set_and_every_digest_agrees(house: House) -> None:
    sealed = released(house)
    assert (sealed.state, sealed.released_with, sealed.released_by) == (
        "released", house.people["head"], house.people["secretary"],
    )  # fmt: skip
    for row in papers_of(sealed.id):
        content = unpack_paper(row.content or "")
        assert digest(content) == row.digest
        assert (content.set_number, content.number) == (sealed.number, row.number)
    assert tags(sealed) == ["seal", "offer", "release"]
    assert db.session.query(SetKeyOffer).count() == 0


@pytest.mark.parametrize(
    "pair", [(one, other) for one in HOLDERS for other in HOLDERS if one != other], ids="-".join
)
def test_any_two_of_the_three_open_it_in_either_order(house: House, pair: tuple[str, str]) -> None:
    sealed = sealed_set(house)
    assert [release_by(house, sealed, who) for who in pair] == ["offered", "released"]


def test_one_holder_alone_opens_nothing_however_often(house: House) -> None:
    sealed = sealed_set(house)
    assert release_by(house, sealed, "head") == "offered"
    assert release_by(house, sealed, "head") == "offered"
    assert sealed.state == "sealed"
    assert all(paper.content is None for paper in papers_of(sealed.id))


def test_an_offer_is_good_for_an_hour(house: House) -> None:
    sealed = sealed_set(house)
    release_by(house, sealed, "head")
    with frozen(now() + timedelta(minutes=61)):
        assert release_by(house, sealed, "official") == "offered"
        assert sealed.state == "sealed"
        assert releasing.drop_lapsed_offers() == 2
        assert release_by(house, sealed, "secretary") == "released"
    assert sealed.released_with == house.people["official"]


def test_a_wrong_passphrase_is_counted_and_entered_in_the_journal_but_not_what_was_typed(
    house: House,
) -> None:
    sealed = sealed_set(house)
    guess = "бұл құпия емес нұсқа"
    with frozen(now()):
        for _ in range(releasing.TRIES):
            assert release_by(house, sealed, "head", guess) == "wrong_passphrase"
        with pytest.raises(Refusal, match="too often"):
            release_by(house, sealed, "head")
        db.session.rollback()
        # Guessing at one holder's passphrase locks nobody else out.
        assert release_by(house, sealed, "official") == "offered"
    assert tags(sealed).count("wrong_passphrase") == releasing.TRIES
    everything = " ".join(f"{entry.old} {entry.new}" for entry in db.session.query(JournalEntry))
    assert guess not in everything
    assert not any(passphrase in everything for passphrase in PASSPHRASES.values())


def test_who_holds_no_part_finds_nothing_to_open(house: House) -> None:
    sealed = sealed_set(house)
    for who in ("keeper", "reviewer"):
        with pytest.raises(NotFound):
            release_by(house, sealed, who, "whatever it may be")
        db.session.rollback()


def test_a_part_stays_with_the_key_pair_it_was_sealed_to(house: House) -> None:
    sealed = sealed_set(house)
    with house.by("head"):
        new = "жаңа құпия сөз тіркесі"
        key = releasing.set_passphrase(new, new, locks.COSTS["cheap"])
    assert release_by(house, sealed, "head", new) == "wrong_passphrase"
    assert release_by(house, sealed, "head") == "offered"
    assert key.id not in {share.key_id for share in shares_of(sealed.id)}
    assert db.session.query(HolderKey).filter_by(account_id=house.people["head"]).count() == 2


@pytest.mark.parametrize(
    ("passphrase", "repeated", "words"),
    [
        ("қысқа", "қысқа", "too short"),
        ("бірінші нұсқа осы", "екінші нұсқа осы", "differ"),
        ("qwerty qwerty qwerty", "qwerty qwerty qwerty", "tried first"),
        ("аааа аааа аааа", "аааа аааа аааа", "repeats"),
    ],
)
def test_a_passphrase_that_would_be_guessed_is_refused(
    house: House, passphrase: str, repeated: str, words: str
) -> None:
    with house.by("head"), pytest.raises(RefusedFact, match=words):
        releasing.set_passphrase(passphrase, repeated, locks.COSTS["cheap"])


def test_papers_are_drawn_by_an_approved_blueprint_only(house: House) -> None:
    fill_bank(house)
    give_passphrases(house)
    plan = open_plan(house)
    edition = sent_edition(house, plan)
    with house.by("keeper"), pytest.raises(Refusal, match="approved edition"):
        sealing.seal_set(plan, wanted(house))
    with house.by("reviewer"):
        approve(edition)
    with house.by("keeper"):
        assert sealing.seal_set(plan, wanted(house)).blueprint_edition_id == edition.id


def test_three_officials_with_passphrases_hold_the_key_and_not_the_one_who_seals(house: House) -> None:
    fill_bank(house)
    plan = approved_plan(house)
    ids = house.holder_ids
    with house.by("keeper"), pytest.raises(RefusedFact, match="has not set a passphrase"):
        sealing.seal_set(plan, wanted(house))
    give_passphrases(house)
    assert {holder.account.id for holder in possible_holders(house.office)} == set(ids)
    with house.by("keeper"):
        for holder_ids, words in (
            (ids[:2], "three different"),
            ((ids[0], ids[0], ids[1]), "three different"),
            ((*ids[:2], house.people["keeper"]), "Whoever seals"),
            ((*ids[:2], house.people["reviewer"]), "lets them open"),
        ):
            with pytest.raises(RefusedFact, match=words):
                sealing.seal_set(plan, replace(wanted(house), holder_ids=holder_ids))
        for papers, reserves in ((0, 1), (2000, 0), (1, -1)):
            with pytest.raises(RefusedFact):
                sealing.seal_set(plan, replace(wanted(house), papers=papers, reserves=reserves))
    assert db.session.query(SealedSet).count() == 0


def test_what_cannot_be_drawn_is_refused_with_what_is_missing(house: House) -> None:
    fill_bank(house, each=2, cases=0)
    give_passphrases(house)
    plan = approved_plan(house)
    with house.by("keeper"), pytest.raises(sealing.CannotDraw) as refused:
        sealing.seal_set(plan, wanted(house))
    assert [one.code for one in refused.value.missing] == ["too_few_cases"]


def test_released_papers_are_what_the_blueprint_asks_for(house: House) -> None:
    sealed = released(house)
    blueprint = unpack_blueprint(sealed.edition.content)
    for row in papers_of(sealed.id):
        paper = read_paper(row.id)
        rows = {
            place.question_id: db.session.get_one(StoredQuestion, place.question_id) for place in paper.places
        }
        assert len(rows) == len(paper.places) == blueprint.size
        first = [rows[place.question_id] for place in paper.places if place.section == "s1"]
        assert Counter((one.topic.code if one.topic else "", one.difficulty) for one in first) == {
            ("trauma", "easy"): 2, ("trauma", "hard"): 1, ("trauma", "medium"): 2,
        }  # fmt: skip
        cased = [place for place in paper.places if place.case_edition_id is not None]
        assert [rows[place.question_id].case_place for place in cased] == [0, 1]
        assert len({place.case_edition_id for place in cased}) == 1
        assert cased[1].number == cased[0].number + 1
        assert paper.section("s2").titles["ru"] == "Отравления"


def test_a_paper_keeps_the_edition_it_was_sealed_with(house: House) -> None:
    sealed = sealed_set(house)
    held = db.session.scalars(select(SetQuestion).order_by(SetQuestion.edition_id)).first()
    assert held is not None
    question = db.session.get_one(StoredQuestion, held.question_id)
    if question.kind == "single":
        add_edition(house, question, makers.single(key="a"))
        db.session.commit()
    release_by(house, sealed, "head")
    release_by(house, sealed, "official")
    editions = {place.edition_id for row in papers_of(sealed.id) for place in read_paper(row.id).places}
    assert held.edition_id in editions


def test_the_same_options_stand_in_the_same_order_whenever_a_paper_is_read(house: House) -> None:
    paper = papers_of(released(house).id)[0]
    one, again = read_paper(paper.id), read_paper(paper.id)
    assert one == again


def test_each_person_gets_the_paper_of_which_they_have_seen_least(house: House) -> None:
    sealed = released(house)
    papers = papers_of(sealed.id)
    seen = questions_on([papers[0].id])
    chosen = least_known_paper(sealed.id, seen)
    assert chosen is not None
    assert chosen.id != papers[0].id
    shared = {row.id: len(seen & questions_on([row.id])) for row in papers if not row.reserve}
    assert shared[chosen.id] == min(shared.values())
    reserve = least_known_paper(sealed.id, (), reserves=True)
    assert reserve is not None
    assert reserve.reserve
    assert least_known_paper(sealed.id, (), taken=[row.id for row in papers]) is None


def test_uses_are_counted_from_sealed_papers_and_not_from_sets_given_up(house: House) -> None:
    sealed = sealed_set(house)
    uses = uses_since(now() - timedelta(days=1))
    stored = db.session.execute(select(SetQuestion.question_id, SetQuestion.papers)).all()
    assert uses == {str(row.question_id): row.papers for row in stored}
    assert uses_since(now() + timedelta(days=1)) == {}
    with house.by("keeper"):
        sealing.give_up(sealed, "The sitting was cancelled")
    assert uses_since(now() - timedelta(days=1)) == {}


def test_the_next_set_prefers_questions_that_were_not_used(house: House) -> None:
    sealed = sealed_set(house)
    with house.by("keeper"):
        again = sealing.seal_set(sealed.edition.blueprint, wanted(house, papers=1, reserves=0))
    once = {row.question_id for row in db.session.query(SetQuestion).filter_by(set_id=sealed.id)}
    poison = {
        row.question_id
        for row in db.session.query(SetQuestion).filter_by(set_id=again.id)
        if row.question_id not in once
    }
    # 16 questions on poisons, 12 of them used in four papers of three.
    assert len(poison) >= 3


def test_a_suspended_question_names_its_sets_and_keeps_them_shut(house: House) -> None:
    sealed = sealed_set(house)
    held = db.session.query(SetQuestion).first()
    assert held is not None
    suspend(held.question_id, house)
    assert [one.id for one in sets_to_draw_anew(house.actor("keeper"))] == [sealed.id]
    with pytest.raises(Refusal, match="suspended or retired"):
        release_by(house, sealed, "head")


def test_a_set_is_drawn_anew_for_the_same_holders_with_the_same_passphrases(house: House) -> None:
    sealed = sealed_set(house)
    held = db.session.query(SetQuestion).first()
    assert held is not None
    suspend(held.question_id, house)
    with house.by("keeper"):
        new = sealing.draw_anew(sealed, "Question under doubt", SINCE)
    assert (sealed.state, new.replaces_id, new.papers, new.reserves) == ("given_up", sealed.id, 3, 1)
    assert new.digest != sealed.digest
    assert held.question_id not in {
        row.question_id for row in db.session.query(SetQuestion).filter_by(set_id=new.id)
    }
    assert sets_to_draw_anew(house.actor("keeper")) == []
    with pytest.raises(Refusal, match="given up"):
        release_by(house, sealed, "head")
    db.session.rollback()
    assert release_by(house, new, "official") == "offered"
    assert release_by(house, new, "secretary") == "released"


def test_an_open_set_is_not_given_up_and_a_reason_is_asked(house: House) -> None:
    sealed = sealed_set(house)
    with house.by("keeper"), pytest.raises(RefusedFact):
        sealing.give_up(sealed, " ")
    release_by(house, sealed, "head")
    release_by(house, sealed, "official")
    with house.by("keeper"), pytest.raises(Refusal, match="open already"):
        sealing.give_up(sealed, "Too late")


def test_a_refused_sealing_leaves_no_number_behind(house: House) -> None:
    fill_bank(house, each=2, cases=0)
    give_passphrases(house)
    plan = approved_plan(house)
    with house.by("keeper"):
        with pytest.raises(sealing.CannotDraw):
            sealing.seal_set(plan, wanted(house))
        db.session.rollback()
    assert db.session.query(NumberSeries).filter_by(series="sealed_set").count() == 0


def test_sets_are_seen_by_their_office_and_their_holders_only(house: House) -> None:
    sealed = sealed_set(house)
    assert [one.id for one in sets(house.actor("keeper"))] == [sealed.id]
    elsewhere = replace(house.actor("reviewer"), office_id=house.office + 1)
    assert sets(elsewhere) == []
    with pytest.raises(NotFound):
        find_set(sealed.id, elsewhere)
    holder = replace(house.actor("head"), office_id=house.office + 1)
    assert find_set(sealed.id, holder) is sealed
