"""Moodle XML as Moodle and its relatives write it: taken exactly, or refused by name and line."""

from __future__ import annotations

import base64
from decimal import Decimal
from fractions import Fraction

import pytest

from question_banks.bodies import (
    ChoiceGap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
)
from question_banks.items import BankItem
from question_banks.readers.moodle_xml import MoodleXmlReader
from tests.question_banks.makers import picture, png
from tests.question_banks.reading import only, outcomes, refusal, taken, words

READER = MoodleXmlReader()
DOT = base64.b64encode(png()).decode()


def quiz(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>"


def ask(kind: str, inside: str, stem: str = "Қайсысы?", form: str = "html", files: str = "") -> str:
    text = f'<questiontext format="{form}"><text><![CDATA[{stem}]]></text>{files}</questiontext>'
    return f'<question type="{kind}"><name><text>Сұрақ</text></name>{text}{inside}</question>'


def answer(words_: str, fraction: str, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{words_}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback></answer>'
    )


TWO = answer("Иә", "100") + answer("Жоқ", "0")


def test_a_real_export_with_its_settings_and_an_embedded_image() -> None:
    text = quiz(
        "<!-- question: 0  -->",
        '<question type="category"><category><text>$course$/top/Фарма/Сақтау</text></category>'
        '<info format="html"><text></text></info><idnumber></idnumber></question>',
        ask(
            "multichoice",
            "<generalfeedback format=\"html\"><text>Бұйрық</text></generalfeedback>"
            "<defaultgrade>2.0000000</defaultgrade>"
            "<penalty>0.3333333</penalty><hidden>0</hidden><idnumber>k-1</idnumber><single>true</single>"
            "<shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
            "<showstandardinstruction>0</showstandardinstruction>"
            "<correctfeedback format=\"html\"><text>Дұрыс</text></correctfeedback>"
            "<shownumcorrect/>" + answer("<p>Иә</p>", "100", "Әрине") + answer("<p>Жоқ</p>", "0")
            + "<hint format=\"html\"><text>Ойлан</text></hint><tags><tag><text>күз</text></tag></tags>",
            stem='<p dir="ltr" style="text-align: left;">Мынау не? <img src="@@PLUGINFILE@@/a%20b.png" alt="Нүкте"'
            ' width="10" height="10"></p>',
            files=f'<file name="a b.png" path="/" encoding="base64">{DOT[:20]}\n{DOT[20:]}</file>',
        ),
    )  # fmt: skip
    outcome = only(READER, text)
    question = taken(outcome)
    assert isinstance(outcome.item, BankItem)
    assert (outcome.item.key, outcome.item.name) == ("k-1", "Сұрақ")
    assert outcome.item.classification.topic == ("Фарма", "Сақтау")
    assert outcome.item.classification.labels == ("күз",)
    assert question.points == 2
    assert words(question) == {
        "stem": f'Мынау не? <img src="media:{picture().digest}" alt="Нүкте" width="10" height="10">',
        "option:a": "Иә",
        "feedback:a": "Әрине",
        "option:b": "Жоқ",
        "explanation": "Бұйрық",
        "outcome:right": "Дұрыс",
        "hint:1": "Ойлан",
    }
    assert question.carried["moodle:penalty"] == "0.3333333"
    assert outcome.media[0].data == png()


def test_options_that_keep_their_places() -> None:
    question = taken(only(READER, quiz(ask("multichoice", "<shuffleanswers>0</shuffleanswers>" + TWO))))
    assert isinstance(question.body, SingleChoice)
    assert all(option.fixed for option in question.body.options)


def test_several_right_options_by_fractions_and_by_the_plugin_that_wants_all() -> None:
    many = answer("А", "33.33333") + answer("Б", "33.33333") + answer("В", "33.33333") + answer("Г", "-100")
    by_parts = taken(only(READER, quiz(ask("multichoice", "<single>false</single>" + many)))).body
    assert isinstance(by_parts, MultipleChoice)
    assert (by_parts.rule, by_parts.penalty) == ("per_option", Fraction(1))
    all_of_them = taken(only(READER, quiz(ask("multichoiceset", many)))).body
    assert isinstance(all_of_them, MultipleChoice)
    assert all_of_them.rule == "all_or_nothing"
    assert [option.correct for option in all_of_them.options] == [True, True, True, False]


def test_true_false_with_feedback() -> None:
    both = answer("true", "0", "Қате") + answer("false", "100", "Дұрыс")
    question = taken(only(READER, quiz(ask("truefalse", both))))
    assert question.body == TrueFalse(answer=False)
    assert words(question)["feedback:true"] == "Қате"


def test_short_answers_with_case_wildcards_and_the_rest() -> None:
    inside = "<usecase>1</usecase>" + answer("жүрек", "100") + answer("*ард*", "50") + answer("*", "0", "Жоқ")
    question = taken(only(READER, quiz(ask("shortanswer", inside))))
    assert isinstance(question.body, ShortText)
    assert question.body.case_matters
    assert [one.wildcard for one in question.body.accepted] == [False, True]
    assert words(question)["outcome:wrong"] == "Жоқ"


def test_numbers_with_tolerance_comma_and_units() -> None:
    inside = (
        '<answer fraction="100"><text>3,5</text><tolerance>0.1</tolerance></answer>'
        "<units><unit><multiplier>1</multiplier><unit_name>г</unit_name></unit>"
        "<unit><multiplier>1000</multiplier><unit_name>мг</unit_name></unit></units>"
        "<unitgradingtype>1</unitgradingtype>"
    )
    body = taken(only(READER, quiz(ask("numerical", inside)))).body
    assert isinstance(body, Numeric)
    assert (body.accepted[0].value, body.accepted[0].tolerance) == (Decimal("3.5"), Decimal("0.1"))
    assert [unit.factor for unit in body.units] == [Decimal(1), Decimal("0.001")]
    assert body.unit_asked


def test_pairs_with_a_distractor() -> None:
    pair = '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    inside = pair.format("а", "1") + pair.format("", "2") + pair.format("б", "1")
    body = taken(only(READER, quiz(ask("matching", inside)))).body
    assert isinstance(body, Matching)
    assert [prompt.match for prompt in body.prompts] == ["c1", "c1"]
    assert body.choices == ("c1", "c2")


@pytest.mark.parametrize(
    ("grading", "rule"), [("-1", "all_or_nothing"), ("0", "per_position"), ("1", "per_neighbour")]
)
def test_the_right_order_of_an_ordering_question_is_that_of_its_numbers(grading: str, rule: str) -> None:
    inside = f"<gradingtype>{grading}</gradingtype>"
    inside += answer("екі", "2.0") + answer("бір", "1.0") + answer("үш", "3.0")
    question = taken(only(READER, quiz(ask("ordering", inside))))
    assert isinstance(question.body, Ordering)
    assert question.body.rule == rule
    assert [words(question)[f"item:{one}"] for one in question.body.items] == ["бір", "екі", "үш"]


def test_embedded_answers_become_gaps() -> None:
    stem = (
        r"<p>Жүрек {1:MULTICHOICE:=төрт#ok~%0%екі~%50%үш\}} камера, {2:SAC:=қан~%50%кровь}, {:NM:=5:0,1}.</p>"
    )
    question = taken(only(READER, quiz(ask("cloze", "", stem=stem))))
    assert isinstance(question.body, Gaps)
    choice, typed, number = question.body.gaps
    assert isinstance(choice, ChoiceGap)
    assert isinstance(typed, TypedGap)
    assert isinstance(number, NumberGap)
    assert words(question)["stem"] == "Жүрек [[g1]] камера, [[g2]], [[g3]]."
    assert words(question)["option:g1c"] == "үш}"
    assert choice.options[2].credit == Fraction(1, 2)
    assert (typed.weight, typed.case_matters) == (2, True)
    assert number.accepted[0].tolerance == Decimal("0.1")


def test_chosen_words_become_gaps_with_their_group_of_words() -> None:
    box = "<selectoption><text>{}</text><group>{}</group></selectoption>"
    inside = box.format("қан", 1) + box.format("лимфа", 1) + box.format("төрт", 2) + box.format("бес", 2)
    question = taken(only(READER, quiz(ask("gapselect", inside, stem="Бұл [[1]], саны [[3]]."))))
    assert isinstance(question.body, Gaps)
    assert words(question)["stem"] == "Бұл [[g1]], саны [[g3]]."
    assert [len(gap.options) for gap in question.body.gaps if isinstance(gap, ChoiceGap)] == [2, 2]


def test_texts_in_three_languages_make_one_question() -> None:
    span = '<span lang="{}" class="multilang">{}</span>'
    stem = (
        span.format("kk", "<p>Қайсысы?</p>")
        + span.format("ru", "<p>Какой?</p>")
        + span.format("en", "Which?")
    )
    yes = span.format("kk", "Иә") + span.format("ru", "Да") + span.format("en", "Yes")
    inside = answer(yes, "100") + answer("5", "0")
    question = taken(only(READER, quiz(ask("multichoice", inside, stem=stem))))
    assert [words(question, one)["option:a"] for one in ("kk", "ru", "en")] == ["Иә", "Да", "Yes"]
    assert [words(question, one)["option:b"] for one in ("kk", "ru", "en")] == ["5", "5", "5"]


def test_the_formats_of_older_exports() -> None:
    auto = taken(
        only(READER, quiz(ask("multichoice", TWO, stem="Бір\nекі\n\nүш", form="moodle_auto_format")))
    )
    assert words(auto)["stem"] == "<p>Бір<br>екі</p><p>үш</p>"
    plain = taken(only(READER, quiz(ask("multichoice", TWO, stem="a < b", form="plain_text"))))
    assert words(plain)["stem"] == "a &lt; b"
    old = '<question type="multichoice"><questiontext>Қайсысы?</questiontext>' + TWO + "</question>"
    assert words(taken(only(READER, quiz(old))))["stem"] == "Қайсысы?"


def test_the_image_of_an_old_export_is_shown_below_the_text() -> None:
    old = ask("multichoice", f"<image>a.png</image><image_base64>\n{DOT}\n</image_base64>" + TWO)
    outcome = only(READER, quiz(old))
    assert words(taken(outcome))["stem"] == f'Қайсысы?<p><img src="media:{picture().digest}" alt=""></p>'
    assert outcome.media[0].data == png()
    lost = ask("multichoice", "<image>a.png</image>" + TWO)
    assert refusal(only(READER, quiz(lost))) == ("image_not_in_file", {"image": "a.png"})


def test_formulas_between_dollars_are_kept_as_formulas() -> None:
    question = taken(only(READER, quiz(ask("multichoice", TWO, stem=r"<p>$$\frac{a}{b}$$ және \(x_1\)</p>"))))
    assert words(question)["stem"] == r"\[\frac{a}{b}\] және \(x_1\)"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "windows-1251", "kz1048", "ptcp154"])
def test_every_charset_that_is_declared_or_marked(charset: str) -> None:
    kazakh = charset != "windows-1251"
    stem = "Қайсысы дұрыс: ғылым?" if kazakh else "Который из них?"
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "kz1048": "KZ-1048", "ptcp154": "windows-1251"}
    text = quiz(ask("multichoice", answer("А", "100") + answer("Б", "0"), stem=stem)).replace("Сұрақ", "Имя")
    text = text.replace('encoding="UTF-8"', f'encoding="{declared.get(charset, charset)}"')
    assert words(taken(only(READER, text.encode(charset))))["stem"] == stem


@pytest.mark.parametrize(
    "kind",
    [
        "essay",
        "description",
        "calculated",
        "calculatedmulti",
        "randomsamatch",
        "ddmarker",
        "ddimageortext",
        "x",
    ],
)
def test_a_kind_without_a_home_is_refused_by_name(kind: str) -> None:
    outcome = only(READER, quiz(ask(kind, TWO)))
    assert refusal(outcome) == ("no_home_for_kind", {"kind": kind})
    assert outcome.spot.line == 3
    assert outcome.spot.name == "Сұрақ"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (ask("cloze", "", stem="{1:MULTIRESPONSE:=а~=б}"), "no_home_for_construct"),
        (ask("cloze", "", stem="{1:SHORTANSWER:=а"), "gap_broken"),
        (ask("cloze", "", stem="Слова"), "options_missing"),
        (ask("cloze", "", stem="{1:MC:а~б}"), "key_missing"),
        (ask("multichoice", ""), "options_missing"),
        (ask("multichoice", answer("Иә", "50") + answer("Жоқ", "0")), "key_missing"),
        (ask("multichoice", answer("", "100") + answer("Жоқ", "0")), "option_empty"),
        (ask("multichoice", TWO, stem=""), "stem_missing"),
        (ask("multichoice", TWO, form="latex"), "no_home_for_construct"),
        (ask("multichoice", TWO, stem="<script>x</script>Кто"), "hostile_markup"),
        (ask("multichoice", TWO, stem='<p onclick="x()">Кто</p>'), "hostile_markup"),
        (ask("multichoice", TWO, stem='<a href="javascript:x()">Кто</a>'), "hostile_markup"),
        (ask("multichoice", TWO, stem='<iframe src="http://x"></iframe>Кто'), "hostile_markup"),
        (ask("multichoice", TWO, stem='<img src="http://x.kz/a.png">Кто'), "external_image"),
        (ask("multichoice", TWO, stem='<img src="//x.kz/a.png">Кто'), "external_image"),
        (ask("multichoice", TWO, stem='<img src="file:///etc/passwd">Кто'), "external_image"),
        (ask("multichoice", TWO, stem='<img src="@@PLUGINFILE@@/../a.png">Кто'), "image_not_in_file"),
        (ask("multichoice", TWO, stem='<audio src="a.mp3"></audio>Кто'), "no_home_for_media"),
        (ask("multichoice", TWO, stem="<svg><script/></svg>Кто"), "no_home_for_media"),
        (ask("numerical", answer("много", "100")), "number_unreadable"),
        (ask("shortanswer", answer("*", "100")), "wildcard_credit"),
        (ask("gapselect", "<selectoption><text>а</text></selectoption>", stem="[[7]]"), "gap_broken"),
        (ask("ordering", "<gradingtype>7</gradingtype>" + TWO), "no_home_for_construct"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(question: str, code: str) -> None:
    assert refusal(only(READER, quiz(question)))[0] == code


def test_an_embedded_file_must_be_an_image_whatever_its_name_says() -> None:
    def named(name: str, data: bytes) -> str:
        packed = base64.b64encode(data).decode()
        file = f'<file name="{name}" path="/" encoding="base64">{packed}</file>'
        return quiz(ask("multichoice", TWO, stem=f'<img src="@@PLUGINFILE@@/{name}" alt="x">', files=file))

    assert refusal(only(READER, named("a.png", b"MZ\x90\x00 a program")))[0] == "image_broken"
    assert refusal(only(READER, named("a.png", b"<svg xmlns='x'><script/></svg>")))[0] == "no_home_for_media"
    assert refusal(only(READER, named("a.png", png() + b"\x00" * 6_000_000)))[0] == "image_too_large"
    unused = only(
        READER, named("a.png", png()).replace("@@PLUGINFILE@@/a.png", f"data:image/png;base64,{DOT}")
    )
    taken(unused, loss=True)
    assert unused.notes[0].code == "file_not_used"


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE quiz>",
        '<!DOCTYPE quiz SYSTEM "http://x.kz/a.dtd">',
        '<!DOCTYPE quiz [<!ENTITY a "b">]>',
        '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_with_the_whole_file(head: str, charset: str) -> None:
    text = f'<?xml version="1.0"?>{head}<quiz>{ask("shortanswer", answer("&a;", "100"))}</quiz>'
    assert refusal(only(READER, text.encode(charset)))[0] == "xml_doctype"


def test_a_file_that_breaks_off_gives_what_was_whole_and_says_where_it_broke() -> None:
    text = quiz(ask("multichoice", TWO), ask("truefalse", answer("true", "100") + answer("false", "0")))
    found = outcomes(READER, text[: text.rindex("</question>")])
    assert [one.verdict for one in found] == ["taken", "refused"]
    assert found[1].notes[0].code == "xml_broken"
    assert found[1].spot.item == 0
    assert found[1].spot.line is not None


def test_a_file_of_another_kind_is_refused_as_a_whole() -> None:
    assert refusal(only(READER, '<html><question type="x"/></html>'))[0] == "not_this_form"
    assert refusal(only(READER, "<quiz></quiz>"))[0] == "file_empty"
    assert refusal(only(READER, "<quiz>" + "<a>" * 100 + "</a>" * 100 + "</quiz>"))[0] == "xml_too_deep"


def test_an_element_that_nobody_knows_is_named_as_a_loss() -> None:
    outcome = only(READER, quiz(ask("multichoice", TWO + "<surprise>42</surprise>")))
    taken(outcome, loss=True)
    assert [(note.code, dict(note.facts)) for note in outcome.notes] == [
        ("setting_dropped", {"setting": "surprise", "value": "42"})
    ]
