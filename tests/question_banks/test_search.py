"""The search of a bank: every Kazakh and Russian letter in either case, beginnings of words, a page by key."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from core.database import db
from question_banks.actions.mass import Act, perform
from question_banks.actions.taking import write_questions
from question_banks.duplicates import duplicates_in
from question_banks.items import BankItem, Classification, NormativeSource
from question_banks.search import PAGE, Wanted, acts, page_of
from question_banks.word_index import words_in
from tests.question_banks.house_of_banks import Banks, begun, build_banks, the_bank
from tests.question_banks.makers import both, question, single, true_false

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@pytest.fixture
def inside(app: Flask, context: Flask) -> Banks:
    return build_banks(app)


def keys(**wanted: str) -> list[str]:
    return [row.key for row in page_of(the_bank().id, Wanted(**wanted)).rows]


def about(words: str, key: str) -> BankItem:
    held = question(true_false().body, {"stem": both(words, words)})
    return BankItem(key=key, question=held)


def test_every_letter_is_found_in_either_case(inside: Banks) -> None:
    items = [about(f"{letter}{letter.upper()}т{letter}", f"k{at}") for at, letter in enumerate(ALPHABET)]
    with inside.by("author"):
        write_questions(the_bank(), items)
    for at, letter in enumerate(ALPHABET):
        for typed in (
            f"{letter}{letter}т{letter}",
            f"{letter}{letter}т{letter}".upper(),
            f"{letter}{letter}",
        ):
            assert f"k{at}" in keys(q=typed), typed


def test_a_word_is_found_by_its_beginning_and_all_words_must_stand_there(inside: Banks) -> None:
    with inside.by("author"):
        write_questions(
            the_bank(), [about("Қан тобын анықтау", "a"), about("Қан қысымы", "b"), about("Кан", "c")]
        )
    assert keys(q="қан") == ["b", "a"]
    assert keys(q="ҚАН АНЫҚ") == ["a"]
    assert keys(q="кан") == ["c", "b", "a"], "who has no Kazakh keyboard finds the Kazakh word too"
    assert keys(q="анықта қысым") == []


def test_yo_look_alikes_and_hyphens_do_not_hide_a_word(inside: Banks) -> None:
    with inside.by("author"):
        write_questions(the_bank(), [about("Счётчик рН-метра, IgG-антитела", "a")])
    for typed in ("счетчик", "СЧЁТЧИК", "антител", "igg", "метра"):
        assert keys(q=typed) == ["a"], typed


def test_what_is_rewritten_is_found_by_its_new_words_only(inside: Banks) -> None:
    from question_banks.actions.drafts import Change, save_draft

    made = begun(inside, single())
    with inside.by("author"):
        save_draft(made.id, Change(texts={"ru": {"stem": "Где держат инсулин?"}}))
    assert keys(q="инсулин") == [made.key]
    assert keys(q="хранят") == []


def test_a_page_goes_on_where_the_last_one_ended(inside: Banks) -> None:
    with inside.by("author"):
        write_questions(the_bank(), [about(f"Вопрос {at}", f"q{at:03}") for at in range(PAGE + 7)])
    first = page_of(the_bank().id, Wanted(q="вопрос"))
    assert (len(first.rows), first.count) == (PAGE, PAGE + 7)
    second = page_of(the_bank().id, Wanted(q="вопрос", before=str(first.more)))
    assert len(second.rows) == 7
    assert second.more is None
    assert {row.key for row in first.rows}.isdisjoint({row.key for row in second.rows})


def test_filters_narrow_and_nonsense_finds_nothing_or_asks_nothing(inside: Banks) -> None:
    known = Classification(
        topic=("trauma", "blunt"),
        difficulty="hard",
        labels=("Яды",),
        sources=(NormativeSource(act="Приказ № ҚР ДСМ-175/2020", clause="п. 4"),),
    )
    made = begun(inside, single(), "k1", known)
    begun(inside, single("c"), "k2")
    trauma = str(made.topic_id)
    assert keys(difficulty="hard") == keys(topic=trauma) == keys(label="яды") == ["k1"]
    assert keys(act="қр дсм-175") == ["k1"]
    assert keys(topic="none") == keys(difficulty="none") == ["k2"]
    assert keys(language="en:missing") == ["k2", "k1"]
    assert keys(author="999999999999999999999") == []
    assert keys(topic="' OR 1=1") == []
    assert [one.questions for one in acts([the_bank().id], "дсм")] == [1]
    assert acts([the_bank().id], "100%") == []


def test_questions_that_ask_the_same_are_named_with_the_first(inside: Banks) -> None:
    begun(inside, single(), "k1")
    begun(inside, single(), "k2")
    begun(inside, true_false(), "k3")
    (twin,) = duplicates_in(the_bank().id)
    assert (twin.key, twin.first_key) == ("k2", "k1")


def test_a_bank_is_checked_from_the_command_line(app: Flask) -> None:
    with app.app_context():
        banks = build_banks(app)
        begun(banks, single(), "k1")
        db.session.remove()
    runner = app.test_cli_runner()
    well = runner.invoke(args=["bank", "check", "forensic"])
    assert (well.exit_code, "nothing stands in the way" in well.output) == (0, True)
    with app.app_context():
        begun(banks, single(), "k2")
        with banks.by("author"):
            write_questions(the_bank(), [about("Гeпарин", "k3")])
        db.session.remove()
    found = runner.invoke(args=["bank", "check", "forensic", "--json"])
    told = json.loads(found.output)
    assert found.exit_code == 1
    assert "mixed_alphabet" in {one["code"] for one in told["faults"]}
    assert told["duplicates"] == [{"question": "k2", "first": "k1"}]
    assert runner.invoke(args=["bank", "check", "no-such"]).exit_code == 2


def test_a_mass_act_leaves_what_it_may_not_touch(inside: Banks) -> None:
    numbers = [begun(inside, single(), "k1").id, begun(inside, single("c"), "k2").id]
    with inside.by("keeper"):
        result = perform(numbers, the_bank().id, Act(verb="label", value="весна"))
        refused = perform(numbers, the_bank().id, Act(verb="suspend", reason="Жалоба"))
    assert (len(result.lawful), len(refused.lawful)) == (2, 0)
    assert keys(label="Весна") == ["k2", "k1"]


def test_short_words_are_indexed_with_digits_and_without_marks() -> None:
    assert words_in(["Na<sup>+</sup> 5 мл, «Қан»"]) >= {"na", "5", "мл", "қан", "кан"}
