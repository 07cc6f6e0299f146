"""Names in the order and in the spelling in which Kazakh and Russian readers look for them."""

from __future__ import annotations

from core.sorting import fold, like_pattern, number_pattern, sort_key


def test_names_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    names = [
        "Яковлев",
        "Үсенов",
        "Уәлиев",
        "Қайырбеков",
        "Ким",
        "Әбілов",
        "Абилов",
        "Һамитов",
        "Хамитов",
        "Ізбасов",
    ]
    assert sorted(names, key=sort_key) == [
        "Абилов",
        "Әбілов",
        "Ким",
        "Қайырбеков",
        "Уәлиев",
        "Үсенов",
        "Хамитов",
        "Һамитов",
        "Ізбасов",
        "Яковлев",
    ]


def test_a_search_does_not_mind_capitals_spaces_or_how_a_letter_was_composed() -> None:
    assert fold("  Ә  БЕК ") == "ә бек"
    assert fold("И\u0306са") == fold("йса")


def test_a_search_takes_signs_as_they_are() -> None:
    assert like_pattern("50%_") == r"%50\%\_%"
    assert number_pattern("lm-50%_") == r"%LM-50\%\_%"
