"""What a careful reviewer would say, found by rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, get_args

import pytest

from question_banks import faults as faults_module
from question_banks import feasibility, words
from question_banks.bodies import (
    Accepted,
    Gaps,
    Matching,
    MultipleChoice,
    Option,
    Ordering,
    Prompt,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
)
from question_banks.content import Language, Question
from question_banks.faults import find_faults, twins
from question_banks.fingerprints import fingerprint, fingerprints
from question_banks.versions import write_text
from question_banks.wording import speaks_of_all, unmarked_negative
from tests.question_banks import makers

BOTH: tuple[Language, ...] = ("kk", "ru")


def codes(held: Question, **given: Any) -> list[str]:
    found = find_faults(held, languages=given.get("languages", BOTH), media=given.get("media"))
    return sorted({fault.code for fault in found})


def choice(*options: tuple[str, bool], stem: str = "Какой из них?", language: Language = "ru") -> Question:
    ids = "abcdefgh"
    body = SingleChoice(
        options=tuple(Option(id=ids[at], correct=right) for at, (_, right) in enumerate(options))
    )
    parts: makers.Parts = {f"option:{ids[at]}": {language: text} for at, (text, _) in enumerate(options)}
    return makers.question(body, {"stem": {language: stem}, **parts}, source=language)


def ru(held: Question) -> list[str]:
    return codes(held, languages=["ru"])


@pytest.mark.parametrize("held", makers.every_kind(), ids=lambda one: one.body.kind)
def test_a_good_question_of_every_kind_has_no_faults(held: Question) -> None:
    assert find_faults(held, languages=BOTH) == ()


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (choice(("а", False), ("б", False)), "no_key"),
        (choice(("а", True), ("б", True), ("в", False)), "several_keys"),
        (choice(("а", True)), "all_keys"),
        (choice(("а", True)), "too_few_options"),
        (choice(("один", True), ("ОДИН.", False)), "twin_options"),
        (choice(("coль", True), ("соль", False)), "twin_options"),
        (choice(("coль", True), ("сахар", False)), "mixed_alphabet"),
        (choice(("Ќант", True), ("тұз", False)), "foreign_letters"),
        (choice(("а", True), ("", False)), "missing_text"),
        (
            choice(("да, потому что так велит кодекс", True), ("нет", False), ("никогда", False)),
            "key_visibly_longest",
        ),
        (choice(("а", True), ("Все перечисленное", False)), "all_of_the_above"),
        (choice(("а", True), ("б", False), stem="Что не является лекарством?"), "unmarked_negative"),
        (choice(("а", True), ("б", False), stem=r"Найдите \(x^\)"), "broken_formula"),
    ],
)
def test_each_fault_of_a_choice_is_found(held: Question, code: str) -> None:
    assert code in ru(held)


def body_only(body: Any, **parts: str) -> Question:
    named = {part.replace("_", ":", 1): text for part, text in {"stem": "Что?", **parts}.items()}
    return makers.question(body, {part: {"ru": text} for part, text in named.items()})


def test_each_fault_of_the_other_kinds_is_found() -> None:
    assert ru(body_only(TrueFalse(answer=None))) == ["no_key"]
    half = Option(id="a", correct=True, credit=Fraction(1, 2))
    lame = MultipleChoice(options=(half, Option(id="b")), rule="fraction")
    assert {"credits_do_not_add_up", "too_few_options"} <= set(
        ru(body_only(lame, option_a="а", option_b="б"))
    )
    lame = replace(lame, penalty=Fraction(2), rule="per_option")
    assert "penalty_out_of_range" in ru(body_only(lame, option_a="а", option_b="б"))
    pairs = Matching(prompts=(Prompt(id="p1", match=None), Prompt(id="p2", match="c1")), choices=("c1", "c2"))
    assert "prompt_without_match" in ru(body_only(pairs))
    assert "too_few_options" in ru(body_only(Ordering(items=("i1", "i2")), item_i1="а", item_i2="б"))
    assert "no_accepted_answer" in ru(body_only(ShortText(accepted=())))
    assert ru(body_only(ShortText(accepted=(Accepted(id="a1"),)))) == ["accepted_without_words"]


def test_gaps_and_their_markers_must_agree_in_every_language() -> None:
    body = Gaps(gaps=(TypedGap(id="g1", accepted=(Accepted(id="g1a"),)),))
    parts: makers.Parts = {"stem": {"ru": "Это [[g1]].", "kk": "Бұл [[g2]]."}, "accepted:g1a": {"ru": "да"}}
    found = find_faults(makers.question(body, parts), languages=BOTH)
    assert [(fault.code, fault.language, dict(fault.facts)) for fault in found] == [
        ("gap_not_in_text", "kk", {"gap": "g1"}),
        ("marker_without_gap", "kk", {"gap": "g2"}),
    ]
    twice = makers.question(body, {"stem": {"ru": "[[g1]] [[g1]]"}, "accepted:g1a": {"ru": "да"}})
    assert ru(twice) == ["gap_twice_in_text"]


def test_a_missing_a_stale_and_an_untranslated_language_are_told_apart() -> None:
    held = choice(("соль", True), ("сахар", False), stem="Какой из этих двух порошков солёный?")
    assert codes(held) == ["missing_language"]
    copied = write_text(held, "kk", held.texts["ru"].parts)
    assert codes(copied) == ["same_text_as_source"]
    stale = write_text(copied, "ru", {**held.texts["ru"].parts, "stem": "Какой порошок сладкий и белый?"})
    assert "stale_translation" in codes(stale)


def test_images_must_be_there_and_have_words() -> None:
    dot = makers.picture()
    good = f'<img src="media:{dot.digest}" alt="Схема сердца"> Что это?'
    for stem, media, code in (
        (good, {dot.digest}, None),
        (good, set(), "broken_image"),
        (good.replace("Схема сердца", ""), {dot.digest}, "missing_alternative"),
        (good.replace("Схема сердца", "image1.png"), {dot.digest}, "missing_alternative"),
    ):
        held = makers.question(TrueFalse(answer=True), {"stem": {"ru": stem}})
        assert codes(held, languages=["ru"], media=media) == ([code] if code else [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Все перечисленное"), ("ru", "все вышеперечисленные"), ("ru", "Всё из перечисленного"),
        ("ru", "Все ответы верны"), ("ru", "Верно все"), ("ru", "Ничего из перечисленного"),
        ("ru", "Нет правильного ответа"), ("ru", "Все варианты правильные."),
        ("kk", "Жоғарыда аталғандардың барлығы"), ("kk", "Барлығы дұрыс"), ("kk", "Барлық жауаптар дұрыс"),
        ("kk", "Аталғандардың ешқайсысы"), ("kk", "Дұрыс жауап жоқ"), ("kk", "Бәрі де дұрыс"),
        ("kk", "Жоғарыдағының бәрі"),
        ("en", "All of the above"), ("en", "None of these"), ("en", "All answers are correct"),
    ],
)  # fmt: skip
def test_all_of_the_above_is_known_in_three_languages(language: Language, text: str) -> None:
    assert speaks_of_all(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Все лекарства группы А"),
        ("ru", "Верно"),
        ("kk", "Барлық дәрілер"),
        ("kk", "Дұрыс"),
        ("en", "All drugs"),
    ],
)
def test_an_option_with_the_word_all_is_not_yet_all_of_the_above(language: Language, text: str) -> None:
    assert not speaks_of_all(text, language)


@pytest.mark.parametrize(
    ("language", "stem", "word"),
    [
        ("ru", "Что не относится к льготам?", "не"),
        ("ru", "Что <strong>не</strong> относится к льготам?", ""),
        ("ru", "Что НЕ относится к льготам?", ""),
        ("ru", "Все признаки, кроме:", "кроме"),
        ("ru", "Больной не спал. Какой диагноз?", ""),
        ("ru", "Укажите неверное утверждение", "неверное"),
        ("kk", "Қайсысы жеңілдікке жатпайды?", "жатпайды"),
        ("kk", "Қайсысы дәрі емес?", "емес"),
        ("kk", "Қайсысы дәрі <u>емес</u>?", ""),
        ("kk", "Қайсысы дәрі ЕМЕС?", ""),
        ("kk", "Мыналарды қоспағанда:", "қоспағанда"),
        ("kk", "Қайсысы дәрі болып табылады?", ""),
        ("en", "Which is not a drug?", "not"),
        ("en", "Which is NOT a drug?", ""),
        ("en", "All of these except:", "except"),
        ("en", "Which is a drug?", ""),
    ],
)
def test_a_negative_in_hiding_is_found_in_three_languages(language: Language, stem: str, word: str) -> None:
    assert unmarked_negative(stem, language) == word


def test_the_same_question_typed_otherwise_and_shuffled_is_a_twin() -> None:
    one = choice(("соль", True), ("сахар", False))
    other = choice(("Caxap", False), ("Соль ", True), stem="какой  ИЗ НИХ?")
    assert fingerprint(one, "ru") == fingerprint(other, "ru")
    assert list(
        twins([("q1", one), ("q2", other), ("q3", choice(("мел", True), ("сахар", False)))], fingerprints)
    ) == [("q2", "q1")]


def test_every_code_has_its_sentence() -> None:
    assert set(faults_module.WEIGHTS) == set(words.FAULT_SENTENCES)
    assert set(get_args(feasibility.ShortageCode)) == set(words.SHORTAGE_SENTENCES)
