"""Aiken, with the mistakes that people make in it."""

from __future__ import annotations

import pytest

from question_banks.bodies import SingleChoice
from question_banks.readers.aiken import AikenReader
from tests.question_banks.reading import only, outcomes, refusal, taken, words

READER = AikenReader()


def key_of(text: str | bytes) -> str:
    question = taken(only(READER, text))
    assert isinstance(question.body, SingleChoice)
    (right,) = [option.id for option in question.body.options if option.correct]
    return words(question)[f"option:{right}"]


def test_a_question_with_its_options_and_key() -> None:
    assert key_of("Морфин қайда?\nA. Залда\nB. Сейфте\nC. Сөреде\nANSWER: B\n") == "Сейфте"


@pytest.mark.parametrize(
    "text",
    [
        "Кто?\nA) он\nB) она\nANSWER: b",
        "Кто?\r\nA. он\r\nB. она\r\nANSWER:B\r\n",
        "Кто?\nА. он\nВ. она\nС. оно\nANSWER: B",  # the labels are Cyrillic look-alikes, the key is Latin
        "Кто?\nA. он\nB. она\nC. оно\nОТВЕТ: В",  # the other way round
        "Кто?\nА. он\nБ. она\nВ. оно\nЖауап: Б",  # the Russian row
        "\ufeffКто?\n A. он\n B. она\n ANSWER: B ",
        "Кто?\n\nA. он\n\nB. она\n\nANSWER: B.",
    ],
)
def test_labels_and_answer_lines_as_people_type_them(text: str) -> None:
    assert key_of(text) == "она"


def test_the_third_letter_of_the_russian_row_is_not_the_second_of_the_latin() -> None:
    assert key_of("Кто?\nА. он\nБ. она\nВ. оно\nANSWER: В") == "оно"
    assert key_of("Кто?\nА. он\nВ. она\nС. оно\nANSWER: В") == "она"


def test_a_question_and_an_option_may_run_over_several_lines() -> None:
    question = taken(only(READER, "Кто\nэто?\nA. он\nи она\nB. оно\nANSWER: A"))
    assert (words(question)["stem"], words(question)["option:a"]) == ("Кто<br>это?", "он<br>и она")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Кто?\nA. он\nB. она\n", "key_missing"),
        ("Кто?\nA. он\nB. она\nANSWER:\n", "key_missing"),
        ("Кто?\nA. он\nB. она\nANSWER: D\n", "key_unknown"),
        ("Кто?\nA. он\nB. она\nANSWER: A, B\n", "several_keys"),
        ("Кто?\nA. он\nC. она\nANSWER: A\n", "option_out_of_order"),
        ("Кто?\nA. он\nA. она\nANSWER: A\n", "option_out_of_order"),
        ("Кто?\nA. он\nANSWER: A\n", "options_missing"),
        ("Кто?\nANSWER: A\n", "options_missing"),
        ("ANSWER: A\n", "stem_missing"),
        ("Кто?\nA.\nB. она\nANSWER: B\n", "option_empty"),
    ],
)
def test_what_is_broken_is_refused_by_name(text: str, code: str) -> None:
    assert refusal(only(READER, text))[0] == code


def test_reading_goes_on_after_a_broken_question_and_each_has_its_line() -> None:
    text = "А?\nA. 1\nB. 2\n\nБ?\nA. 1\nB. 2\nANSWER: A\n\nВ?\nA. 1\nB. 2\nANSWER: Z\n"
    found = [(one.verdict, one.spot.line) for one in outcomes(READER, text)]
    assert found == [("refused", 1), ("taken", 5), ("refused", 10)]


def test_kazakh_in_old_charsets_and_markup_as_plain_letters() -> None:
    text = "Қан <b>қайда</b>?\nA. Өкпеде\nB. Ғарышта\nANSWER: A"
    question = taken(only(READER, text.encode("ptcp154")))
    assert words(question)["stem"] == "Қан &lt;b&gt;қайда&lt;/b&gt;?"
