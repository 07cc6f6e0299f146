"""Letters as people type them, in search and in short answers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_banks.folding import (
    answers_alike,
    fold,
    foreign_letters,
    loose,
    mend_look_alikes,
    mixed_words,
    skeleton,
    tidy,
)

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@pytest.mark.parametrize("letter", KAZAKH)
def test_every_kazakh_letter_is_found_in_either_case(letter: str) -> None:
    assert fold(f"сұ{letter.upper()}ақ") == fold(f"СҰ{letter}АҚ")
    assert fold(letter.upper()) == fold(letter)


@pytest.mark.parametrize("letter", KAZAKH)
def test_every_kazakh_letter_is_the_same_composed_and_taken_apart(letter: str) -> None:
    for one in (letter, letter.upper()):
        assert fold(unicodedata.normalize("NFD", one)) == fold(one)


def test_no_two_kazakh_letters_are_folded_together_but_e_with_dots_when_it_is_wished() -> None:
    assert len({fold(letter) for letter in KAZAKH}) == len(KAZAKH) - 1
    assert len({fold(letter, yo=False) for letter in KAZAKH}) == len(KAZAKH)
    assert fold("Ёлка") == fold("елка")
    assert fold("Ёлка", yo=False) != fold("елка", yo=False)


def test_blood_is_not_the_name_of_a_khan() -> None:
    assert not answers_alike("кан", "қан")
    assert not answers_alike("хан", "қан")
    assert loose("Қан қысымы") == "кан кысымы"


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("  Жүрек ", "жүрек"),
        ("cepдце", "сердце"),  # c, e and p are Latin here
        ("қaн", "Қан"),
        ("iш", "іш"),
        ("һaһ", "ҺАҺ"),
        ("COP", "СОР"),
        ("Heparin", "heparin"),
        ("Нeparin", "heparin"),  # a Cyrillic letter in a Latin word
        ("цефтриаксо́н", "цефтриаксон"),
        ("ампициллин—сульбактам", "ампициллин-сульбактам"),
        ("3,5 мг", "3.5 мг"),
        ("«Кодекс»", '"Кодекс"'),
        ("ёж", "еж"),
    ],
)
def test_the_same_words_typed_otherwise_are_the_same_answer(typed: str, accepted: str) -> None:
    assert answers_alike(typed, accepted)


@pytest.mark.parametrize(
    ("typed", "accepted"), [("-5", "5"), ("5", "50"), ("Na", "Na+"), ("ұн", "ун"), ("", "а")]
)
def test_a_small_sign_may_make_another_answer(typed: str, accepted: str) -> None:
    assert not answers_alike(typed, accepted)


def test_case_matters_only_where_the_author_says_so() -> None:
    assert answers_alike("ph", "pH")
    assert not answers_alike("ph", "pH", case_matters=True)


def test_an_asterisk_stands_for_anything_only_in_a_wildcard() -> None:
    assert answers_alike("острый инфаркт миокарда", "*инфаркт*", wildcard=True)
    assert not answers_alike("острый инфаркт", "*инсульт*", wildcard=True)
    assert not answers_alike("острый инфаркт", "*инфаркт*")


def test_words_of_two_alphabets_are_named_with_their_strangers() -> None:
    (found,) = mixed_words("Қaлыпты IgG-антитела, T4-жасуша и heparin")
    assert (found.word, found.strangers) == ("Қaлыпты", "a")


def test_letters_of_a_wrongly_read_file_are_named() -> None:
    assert foreign_letters("Ќазаќ тілі") == "Ќќ"
    assert foreign_letters("Қазақ тілі, русский язык") == ""


def test_a_mixed_word_goes_to_the_alphabet_that_it_must_have() -> None:
    assert mend_look_alikes("Нeparin") == "Heparin"
    assert mend_look_alikes("cepдце") == "сердце"


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=KAZAKH + KAZAKH.upper() + " -,.", max_size=40))
def test_kazakh_words_are_found_in_whatever_case_and_form_they_are_typed(text: str) -> None:
    for other in (text.upper(), text.lower(), unicodedata.normalize("NFD", text)):
        assert fold(other) == fold(text)
        assert skeleton(other) == skeleton(text)
