"""GIFT as people write it: every construct taken exactly, or refused by name and line."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from question_banks.bodies import (
    Accepted,
    Matching,
    MultipleChoice,
    Numeric,
    Prompt,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.items import BankItem
from question_banks.readers.gift import GiftReader
from tests.question_banks.reading import only, outcomes, refusal, taken, words

READER = GiftReader()


def test_a_single_choice_with_title_feedback_and_general_feedback() -> None:
    outcome = only(READER, "::Сақтау:: Морфин қайда? {\n=Сейфте#Дұрыс\n~Залда#Жоқ\n~Сөреде\n####Бұйрық 11\n}")
    question = taken(outcome)
    assert outcome.spot.name == "Сақтау"
    assert isinstance(question.body, SingleChoice)
    assert [option.correct for option in question.body.options] == [True, False, False]
    assert words(question) == {
        "stem": "Морфин қайда?",
        "option:a": "Сейфте",
        "feedback:a": "Дұрыс",
        "option:b": "Залда",
        "feedback:b": "Жоқ",
        "option:c": "Сөреде",
        "explanation": "Бұйрық 11",
    }


def test_escaped_signs_are_letters_of_the_text() -> None:
    question = taken(only(READER, r"Кто \{вы\} \= \# \~ \: \\ строка\nвторая? {=a\=b ~c\~d ~e\#f ~\%50\% g}"))
    assert words(question)["stem"] == "Кто {вы} = # ~ : \\ строка<br>вторая?"
    assert [words(question)[f"option:{one}"] for one in "abcd"] == ["a=b", "c~d", "e#f", "\\%50\\% g"]


def test_a_backslash_before_any_other_letter_stays_a_backslash() -> None:
    question = taken(
        only(READER, r"Вычислите \(\frac{a\}{b\}\) {=1 ~2}".replace("{a", r"\{a").replace("{b", r"\{b"))
    )
    assert words(question)["stem"] == r"Вычислите \(\frac{a}{b}\)"


def test_a_missing_word_leaves_a_blank_in_the_sentence() -> None:
    question = taken(only(READER, "Столица {=Астана ~Алматы} стоит на Ишиме."))
    assert words(question)["stem"] == "Столица _____ стоит на Ишиме."


def test_weights_without_a_right_answer_make_a_multiple_choice_paid_per_option() -> None:
    question = taken(only(READER, "Кто? {~%50%А ~%50%Б ~%-50%В ~%-50%Г}"))
    assert isinstance(question.body, MultipleChoice)
    assert (question.body.rule, question.body.penalty) == ("per_option", Fraction(1, 2))


def test_uneven_weights_are_kept_as_credits() -> None:
    question = taken(only(READER, "Кто? {~%66.66667%А ~%33.33333%Б ~%-100%В}"))
    assert isinstance(question.body, MultipleChoice)
    assert question.body.rule == "fraction"
    assert [option.credit for option in question.body.options] == [
        Fraction(2, 3),
        Fraction(1, 3),
        Fraction(-1),
    ]


def test_partial_credit_beside_a_right_answer_stays_a_single_choice() -> None:
    question = taken(only(READER, "Кто? {=А ~%50%Б ~В}"))
    assert isinstance(question.body, SingleChoice)
    assert question.body.options[1].credit == Fraction(1, 2)


@pytest.mark.parametrize(("word", "truth"), [("T", True), ("TRUE", True), ("F", False), ("false", False)])
def test_true_and_false_in_every_spelling(word: str, truth: bool) -> None:
    assert taken(only(READER, f"Солнце горячее. {{{word}}}")).body == TrueFalse(answer=truth)


def test_the_feedback_of_true_false_names_the_wrong_answer_first() -> None:
    question = taken(only(READER, "Солнце горячее. {T#холодное нет#верно####Астрономия}"))
    assert words(question)["feedback:false"] == "холодное нет"
    assert words(question)["feedback:true"] == "верно"
    assert words(question)["explanation"] == "Астрономия"


def test_short_answers_with_credit_wildcards_and_the_feedback_of_the_rest() -> None:
    question = taken(
        only(READER, r"Орган? {=сердце =%50%мышца#почти =*ard* =a\\*b ~x =%0%*#нет}".replace("~x ", ""))
    )
    assert isinstance(question.body, ShortText)
    assert question.body.accepted == (
        Accepted(id="a1"),
        Accepted(id="a2", credit=Fraction(1, 2)),
        Accepted(id="a3", wildcard=True),
        Accepted(id="a4"),
    )
    assert words(question)["accepted:a4"] == "a*b"
    assert words(question)["outcome:wrong"] == "нет"


@pytest.mark.parametrize(
    ("written", "value", "tolerance"),
    [
        ("#3", "3", "0"),
        ("#3:0.5", "3", "0.5"),
        ("#1..5", "3", "2"),
        ("#-1,5:0,1", "-1.5", "0.1"),
        ("#=2e3:1", "2000", "1"),
    ],
)
def test_numbers_with_tolerance_and_ranges(written: str, value: str, tolerance: str) -> None:
    question = taken(only(READER, f"Сколько? {{{written}}}"))
    assert isinstance(question.body, Numeric)
    (one,) = question.body.accepted
    assert (one.value, one.tolerance) == (Decimal(value), Decimal(tolerance))


def test_several_numbers_with_credit_and_feedback() -> None:
    question = taken(only(READER, "Когда? {#=1822:0#да =%50%1822:2#почти ~#нет}"))
    assert isinstance(question.body, Numeric)
    assert [one.credit for one in question.body.accepted] == [1, Fraction(1, 2)]
    assert words(question)["feedback:n2"] == "почти"
    assert words(question)["outcome:wrong"] == "нет"


def test_pairs_with_a_shared_right_side_and_a_distractor() -> None:
    question = taken(only(READER, "Соотнесите {=а -> 1 =б -> 2 =в -> 1 = -> 3}"))
    assert question.body == Matching(
        prompts=(Prompt(id="p1", match="c1"), Prompt(id="p2", match="c2"), Prompt(id="p3", match="c1")),
        choices=("c1", "c2", "c3"),
    )


def test_categories_comments_ids_and_tags() -> None:
    text = """// просто слова
$CATEGORY: $course$/top/Фарма/А//Б

// question: 12  name: x
// [id:k-7] [tag:осень] [tag:synaq:difficulty:hard] [tag:synaq:enemy:k-8]
Вопрос? {=да ~нет}
$CATEGORY: Жаңа
Тағы? {T}
"""
    first, second = outcomes(READER, text)
    assert isinstance(first.item, BankItem)
    assert isinstance(second.item, BankItem)
    known = first.item.classification
    assert (first.item.key, known.topic, known.difficulty) == ("k-7", ("Фарма", "А/Б"), "hard")
    assert (known.labels, known.enemies) == (("осень",), ("k-8",))
    assert second.item.classification.topic == ("Жаңа",)
    assert (first.spot.line, second.spot.line) == (6, 8)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("[html]<p>a <b>b</b></p> {T}", "a <strong>b</strong>"),
        ("[moodle]a\nb {T}", "a<br>b"),
        ("[plain]a <b> b {T}", "a &lt;b&gt; b"),
        (
            "[markdown]a **b**\n\\* c {T}".replace("\\*", "*"),
            "<p>a <strong>b</strong></p><ul><li>c</li></ul>",
        ),
        ("[latex]a {T}", "[latex]a"),
    ],
)
def test_the_formats_of_a_text(text: str, stem: str) -> None:
    question = taken(only(READER, text))
    assert words(question)["stem"].replace("</p><ul>", "</p><ul>") == stem


def test_an_answer_may_have_a_format_of_its_own() -> None:
    question = taken(only(READER, "Кто? {=[html]<i>он</i> ~[plain]<она>}"))
    assert (words(question)["option:a"], words(question)["option:b"]) == ("<em>он</em>", "&lt;она&gt;")


def test_blank_lines_between_the_answers_do_not_end_the_question() -> None:
    question = taken(only(READER, "Кто? {\n\n=он\n\n~она\n\n}\n"))
    assert words(question)["option:b"] == "она"


def test_line_ends_of_every_system_and_a_byte_order_mark_are_read() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = ("Қайсысы? {", "=иә", "~жоқ", "}", "", "Екінші {T}")
        assert [one.verdict for one in outcomes(READER, end.join(text).encode("utf-8-sig"))] == [
            "taken",
            "taken",
        ]


@pytest.mark.parametrize("charset", ["kz1048", "ptcp154", "utf-16"])
def test_kazakh_in_old_charsets(charset: str) -> None:
    question = taken(only(READER, "Қан қайда ағады? {=Жүректе ~Өкпеде ~Ғарышта}".encode(charset)))
    assert words(question)["option:c"] == "Ғарышта"


def test_moodles_spans_of_several_languages_make_one_question_in_them() -> None:
    text = (
        (
            '[html]<span lang\\="kk" class\\="multilang">Қайсысы?</span>'
            '<span lang\\="ru" class\\="multilang">Какой?</span>'
            "{={mlang kk}Иә{mlang}{mlang ru}Да{mlang} ~5 мг}"
        )
        .replace("{mlang", "\\{mlang")
        .replace("kk}", "kk\\}")
        .replace("ru}", "ru\\}")
        .replace("g}", "g\\}")
    )
    question = taken(only(READER, text))
    assert question.source_language == "kk"
    assert words(question, "kk") == {"stem": "Қайсысы?", "option:a": "Иә", "option:b": "5 мг"}
    assert words(question, "ru") == {"stem": "Какой?", "option:a": "Да", "option:b": "5 мг"}


@pytest.mark.parametrize(
    ("text", "code", "fact"),
    [
        ("Расскажите {}", "no_home_for_kind", "essay"),
        ("Просто слова.", "no_home_for_kind", "description"),
        ("Кто? {=он ~она", "brace_open", None),
        ("Кто? =он}", "brace_stray", None),
        ("Один {=a} два {=b}", "answers_twice", None),
        ("Кто? {он}", "answers_unreadable", "он"),
        ("Кто? {~он ~она}", "key_missing", None),
        ("Кто? {=%50%а =%50%б ~в}", "key_missing", None),
        ("Кто? {=а ~}", "option_empty", "b"),
        ("Кто? {=а ~%много%б}", "weight_unreadable", "много"),
        ("Кто? {~%200%а ~б}", "weight_out_of_range", "200"),
        ("Сколько? {#много}", "number_unreadable", "много"),
        ("Сколько? {#5..1}", "number_unreadable", "5..1"),
        ("Пары {=а -> =б -> 2}", "pair_incomplete", "а ->"),
        ("Что? {=%100%*}", "wildcard_credit", None),
        ("{=a ~b}", "stem_missing", None),
        ('[html]<img src\\="http\\://x.kz/a.png"> {T}', "external_image", "http://x.kz/a.png"),
        ('[html]<img src\\="@@PLUGINFILE@@/a.png"> {T}', "image_not_in_file", "@@PLUGINFILE@@/a.png"),
        ("[html]<script>alert(1)</script>Кто? {T}", "hostile_markup", "script"),
        ('[html]<video src\\="a.mp4"></video>Кто? {T}', "no_home_for_media", "video"),
    ],
)
def test_what_has_no_home_is_refused_by_name(text: str, code: str, fact: str | None) -> None:
    outcome = only(READER, text)
    found, facts = refusal(outcome)
    assert found == code
    assert fact is None or fact in facts.values()
    assert outcome.spot.line == 1


def test_a_title_begins_a_question_even_where_the_blank_line_was_forgotten() -> None:
    found = outcomes(READER, "::А:: Да? {T}\n::Б:: Нет? {F}\n")
    assert [(one.verdict, one.spot.name) for one in found] == [("taken", "А"), ("taken", "Б")]


def test_a_broken_question_does_not_harm_its_neighbours() -> None:
    verdicts = [one.verdict for one in outcomes(READER, "А? {T}\n\nБ? {=а\n\nВ? {F}\n\nГ\n")]
    assert verdicts == ["taken", "refused", "taken", "refused"]


def test_formatting_that_is_taken_off_is_named_once() -> None:
    stem = '<p class\\="x"><font color\\="red">Кто?</font> <a href\\="http\\://k.kz">тут</a></p>'
    outcome = only(READER, f"[html]{stem} {{T}}")
    taken(outcome, loss=True)
    assert [(note.code, dict(note.facts)) for note in outcome.notes] == [
        ("link_removed", {"address": "http://k.kz"}),
        ("formatting_removed", {"what": "class, color, font"}),
    ]


def test_an_empty_file_says_so() -> None:
    assert refusal(only(READER, "// nothing\n\n"))[0] == "file_empty"
    assert refusal(only(READER, bytes(range(128, 256)) * 9))[0] == "charset_unknown"
