"""Files that were once read as something that their authors did not write: each stays read as it stands."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import openpyxl
import pytest

from question_banks.bodies import Gaps, TypedGap
from question_banks.readers.aiken import AikenReader
from question_banks.readers.gift import GiftReader
from question_banks.readers.moodle_xml import MoodleXmlReader
from question_banks.readers.sheets import SheetReader
from question_banks.richtext import clean
from tests.question_banks.makers import picture
from tests.question_banks.reading import only, outcomes, refusal, taken, words

XML = MoodleXmlReader()
GIFT = GiftReader()


def ask(kind: str, stem: str, inside: str = "", files: str = "") -> str:
    return (
        f'<quiz><question type="{kind}"><name><text>Сұрақ</text></name><questiontext format="html">'
        f"<text><![CDATA[{stem}]]></text>{files}</questiontext>{inside}</question></quiz>"
    )


def picture_file(data: bytes) -> str:
    packed = base64.b64encode(data).decode()
    return f'<file name="image.png" path="/" encoding="base64">{packed}</file>'


def test_each_text_of_a_question_shows_its_own_file_of_one_name() -> None:
    shown = '<img src="@@PLUGINFILE@@/image.png" alt="x">'
    first, second = picture().data, picture().data + b"2"
    answers = (
        f'<answer fraction="100" format="html"><text><![CDATA[{shown}]]></text>{picture_file(second)}</answer>'
        '<answer fraction="0"><text>Жоқ</text></answer>'
    )
    outcome = only(XML, ask("multichoice", "Қайсы? " + shown, answers, picture_file(first)))
    question = taken(outcome)
    assert {one.data for one in outcome.media} == {first, second}
    assert words(question)["stem"].split('"')[1] != words(question)["option:a"].split('"')[1]


def test_a_control_sign_written_as_an_entity_is_a_letter_of_an_embedded_answer() -> None:
    question = taken(only(XML, ask("cloze", r"Жиын &#123;а&#125; {1:SA:=а&#125;ә~%50%б&#x7E;в}")))
    assert words(question)["stem"] == "Жиын {а} [[g1]]"
    assert (words(question)["accepted:g1a"], words(question)["accepted:g1b"]) == ("а}ә", "б~в")


def test_an_escaped_asterisk_in_an_embedded_answer_accepts_itself_only() -> None:
    question = taken(only(XML, ask("cloze", r"{1:SA:=a\*b~=c*d}")))
    assert isinstance(question.body, Gaps)
    (gap,) = question.body.gaps
    assert isinstance(gap, TypedGap)
    assert [one.wildcard for one in gap.accepted] == [False, True]
    assert words(question)["accepted:g1a"] == "a*b"
    assert refusal(only(XML, ask("cloze", r"{1:SA:=a\*b*}")))[0] == "no_home_for_construct"


def test_a_formula_in_an_embedded_answer_keeps_its_backslashes() -> None:
    question = taken(only(XML, ask("cloze", r"{1:MC:=\(x^2\)~\(\frac{1\}{2\}\)}")))
    assert words(question)["option:g1a"] == r"\(x^2\)"
    assert words(question)["option:g1b"] == r"\(\frac{1}{2}\)"


@pytest.mark.parametrize("gap", ["{1:shortanswer:=а}", "{ 1:SA:=а}", "{1:SA:=а", "{0:SA:=а}", "{9999:SA:=а}"])
def test_what_was_meant_as_a_gap_is_refused_and_never_shown_with_its_key(gap: str) -> None:
    assert refusal(only(XML, ask("cloze", gap + " {1:SA:=б}" if gap[-1] == "}" else gap)))[0] == "gap_broken"


def test_a_remark_to_every_other_answer_of_a_gap_is_a_named_loss() -> None:
    outcome = only(XML, ask("cloze", "{1:NM:=5:0.1~*#Ойлан}"))
    taken(outcome, loss=True)
    assert [note.code for note in outcome.notes] == ["feedback_dropped"]


def test_a_word_that_is_right_in_two_places_makes_two_gaps() -> None:
    boxes = "".join(f"<dragbox><text>{one}</text><group>1</group></dragbox>" for one in ("қан", "су"))
    question = taken(only(XML, ask("ddwtos", "[[1]], [[2]], [[1]]", boxes)))
    assert words(question)["stem"] == "[[g1]], [[g2]], [[g1x2]]"
    assert isinstance(question.body, Gaps)
    assert [gap.id for gap in question.body.gaps] == ["g1", "g2", "g1x2"]


def test_an_item_without_words_is_refused_in_an_ordering_and_among_the_words_of_a_gap() -> None:
    items = '<answer fraction="1"><text>а</text></answer><answer fraction="2"><text></text></answer>'
    assert refusal(only(XML, ask("ordering", "Рет", items)))[0] == "option_empty"
    boxes = "<selectoption><text>а</text></selectoption><selectoption><text></text></selectoption>"
    assert refusal(only(XML, ask("gapselect", "[[1]]", boxes)))[0] == "option_empty"


def test_the_number_of_a_category_is_a_named_loss() -> None:
    text = (
        '<quiz><question type="category"><category><text>top/Фарма</text></category><idnumber>k7</idnumber></question>'
        '<question type="truefalse"><questiontext><text>Иә?</text></questiontext>'
        '<answer fraction="100"><text>true</text></answer></question></quiz>'
    )
    lost, kept = outcomes(XML, text)
    assert (lost.verdict, lost.notes[0].facts["value"]) == ("taken_with_loss", "k7")
    assert kept.verdict == "taken"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a<b и c>d, x < y", "a&lt;b и c&gt;d, x &lt; y"),
        (r"\(a<b\) <b>қан</b>", r"\(a&lt;b\) <strong>қан</strong>"),
        ("a<b", "a&lt;b"),
        ('<img src="media:' + "0" * 64 + '" alt="a>b">', '<img src="media:' + "0" * 64 + '" alt="a&gt;b">'),
        ("pO2<SpO2 & <i>x</i>", "pO2&lt;SpO2 &amp; <em>x</em>"),
    ],
)
def test_a_less_than_sign_is_no_tag(written: str, kept: str) -> None:
    cleaned = clean(written)
    assert (cleaned.markup, cleaned.removed) == (kept, ())
    assert clean(cleaned.markup).markup == kept


@pytest.mark.parametrize(
    "markup", ["<p onclick>x</p>", "<sc<script>ript>", "<script абв>x</script>", "<img src=x onerror=y>"]
)
def test_what_could_do_harm_is_still_seen_beside_less_than_signs(markup: str) -> None:
    assert any(one.weight in ("hostile", "image") for one in clean("a<b " + markup).removed)


def test_the_spaces_around_a_missing_word_are_the_authors() -> None:
    first, second = outcomes(GIFT, "Астана ({=Есіл ~Ертіс}) бойында.\n\nБұл {#4}, иә.")
    assert words(taken(first))["stem"] == "Астана (_____) бойында."
    assert words(taken(second))["stem"] == "Бұл _____, иә."


def test_a_text_with_zeros_in_it_is_refused_as_a_whole() -> None:
    text = "Кім? {=а ~б}\n\n" * 300 + "::Т\x00:: Кім? {=а\x00}"
    assert refusal(only(GIFT, text))[0] == "charset_unknown"
    assert (
        refusal(only(AikenReader(), "Кім?\nA. а\nB. б\nANSWER: A\n" * 200 + "\x00"))[0] == "charset_unknown"
    )


Told = TypeVar("Told")


def steps_of(act: Callable[[], Told]) -> tuple[int, Told]:
    """How many functions were called on the way to what was told: the same on a busy machine."""
    steps = 0

    def seen(_frame: Any, happened: str, _what: Any) -> None:
        nonlocal steps
        steps += happened == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        told = act()
    finally:
        sys.setprofile(before)
    return steps, told


@pytest.mark.parametrize("stem", ["<b><i>" * 7_000, "{1:SA:" * 15_000, "<span " * 16_000])
def test_a_text_made_to_keep_the_reader_busy_is_refused_at_once(stem: str) -> None:
    steps, outcome = steps_of(lambda: only(XML, ask("cloze", stem)))
    assert outcome.verdict == "refused"
    assert steps < 5 * len(stem), "the work grows as the text does, and no faster"


HEADINGS = ("Вопрос", "A", "B", "Ключ")


def workbook(
    *rows: tuple[str | float, ...], formats: dict[str, str] | None = None, more: tuple[str, ...] = ()
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    for name in more:
        book.create_sheet(name).append(["сөз"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_numbers_of_a_sheet_are_read_as_people_see_them() -> None:
    data = workbook(
        HEADINGS, ("Қанша?", 0.5, 36.6, "A"), ("Ал?", 0.1 + 0.2, 1e-5, "B"), ("Ше?", 2.5, 1000000, "A"),
        formats={"B2": "0%", "C2": "0.00", "B4": "0", "C4": "#,##0"},
    )  # fmt: skip
    first, second, third = (words(taken(one)) for one in outcomes(SheetReader(), data))
    assert (first["option:a"], first["option:b"]) == ("50%", "36.60")
    assert (second["option:a"], second["option:b"]) == ("0.3", "0.00001")
    assert (third["option:a"], third["option:b"]) == ("3", "1000000")


def test_a_number_that_a_sheet_shows_with_words_of_its_own_is_refused_by_its_cell() -> None:
    data = workbook(HEADINGS, ("Доза?", 5, 7, "A"), formats={"B2": '0" мг"'})
    outcome = only(SheetReader(), data)
    assert outcome.spot.cell == "B2"
    assert refusal(outcome)[1]["what"] == "words (a spreadsheet's number format)"


def test_other_sheets_and_columns_that_are_not_read_are_named() -> None:
    data = workbook((*HEADINGS, "Автор"), ("Кім?", "а", "б", "A", "Асан"), more=("Екінші",))
    sheet, column, question = outcomes(SheetReader(), data)
    assert sheet.notes[0].facts == {"sheet": "Екінші"}
    assert column.notes[0].facts == {"column": "E", "title": "Автор"}
    assert question.verdict == "taken"


def test_a_broken_quotation_mark_in_a_comma_separated_file_is_refused_with_its_line() -> None:
    outcome = only(SheetReader(), 'Вопрос;A;B;Ключ\nq;а;б;A\n"q"а;а;б;A\n', name="a.csv")
    assert (refusal(outcome)[0], outcome.spot.line) == ("workbook_broken", 3)


def test_lines_that_end_as_on_old_machines_are_lines() -> None:
    assert only(SheetReader(), "Вопрос,A,B,Ключ\rКім?,а,б,A\r", name="a.csv").verdict == "taken"


def test_thousands_of_blank_lines_within_a_brace_are_passed_over_at_once() -> None:
    steps, outcome = steps_of(lambda: only(GIFT, "Кім? {" + "\n" * 200_000 + "=а ~б}"))
    taken(outcome)
    assert steps < 3 * 200_000, "a few steps a line"
