"""Spreadsheets as people make them, and the own template."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from question_banks.bodies import MultipleChoice, Numeric, ShortText, SingleChoice, TrueFalse
from question_banks.items import BankItem
from question_banks.readers.outcomes import Outcome, Reading, Source
from question_banks.readers.sheets import SheetReader
from question_banks.sheet_form import Column, KeyForm, SheetMapping, suggest_mapping, template_mapping
from tests.question_banks.reading import refusal, taken, words


def book(*rows: list[Any]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes | str, mapping: SheetMapping | None = None, name: str = "file.xlsx") -> list[Outcome]:
    source = Source(name, data.encode() if isinstance(data, str) else data)
    return list(SheetReader(mapping).read(source, Reading(language="ru")))


def key_words(outcome: Outcome) -> list[str]:
    question = taken(outcome)
    assert isinstance(question.body, (SingleChoice, MultipleChoice))
    return [words(question)[f"option:{one.id}"] for one in question.body.options if one.correct]


HEAD = ["№", "Вопрос", "А", "Б", "В", "Г", "Правильный ответ"]


def test_the_sheet_that_everybody_has_is_read_by_its_headings() -> None:
    found = read(
        book(
            ["Тесты по фармации", None, None, None, None, None, None],
            [],
            HEAD,
            [1, "Где хранят морфин?", "В зале", "В сейфе", "В шкафу", "На полке", "Б"],
            [],
            [2.0, "Сколько будет 2 + 2?", 3, 4.0, 5.5, 6, "б"],
        )
    )
    assert [key_words(one) for one in found] == [["В сейфе"], ["4"]]
    assert words(taken(found[1]))["option:c"] == "5.5"
    assert [one.spot.line for one in found] == [4, 6]


@pytest.mark.parametrize(
    ("key", "form", "right"),
    [
        ("B", "auto", ["два"]),
        ("В", "auto", ["два"]),  # a Cyrillic В in a Latin row
        ("b)", "auto", ["два"]),
        (2, "auto", ["два"]),
        ("два", "auto", ["два"]),
        ("ДВА.", "text", ["два"]),
        ("A, C", "auto", ["один", "три"]),
        ("AC", "auto", ["один", "три"]),
        ("1;3", "number", ["один", "три"]),
    ],
)
def test_the_key_in_every_form_that_people_write(key: Any, form: KeyForm, right: list[str]) -> None:
    mapping = SheetMapping(
        columns={0: Column("question"), 1: Column("option"), 2: Column("option", None, 1), 3: Column("option", None, 2),
                 4: Column("key")},
        key_form=form,
        key_alphabet="latin",
    )  # fmt: skip
    (outcome,) = read(book(["q", "A", "B", "C", "key"], ["Сколько?", "один", "два", "три", key]), mapping)
    assert key_words(outcome) == right


def test_a_letter_names_its_column_even_when_a_cell_before_it_is_empty() -> None:
    (outcome,) = read(book(HEAD, [1, "Кто?", "а", None, "в", "г", "В"]))
    assert key_words(outcome) == ["в"]


def test_the_third_letter_of_the_russian_row_is_told_from_the_second_of_the_latin_by_the_other_keys() -> None:
    columns = {
        0: Column("question"),
        **{n: Column("option", None, n - 1) for n in (1, 2, 3, 4)},
        5: Column("key"),
    }
    mapping = SheetMapping(columns=columns)
    head = ["q", "1", "2", "3", "4", "k"]
    row = ["Кто?", "один", "два", "три", "четыре"]
    assert key_words(read(book(head, [*row, "В"], [*row, "Г"]), mapping)[0]) == ["три"]
    assert key_words(read(book(head, [*row, "В"], [*row, "D"]), mapping)[0]) == ["два"]
    assert refusal(read(book(head, [*row, "В"], [*row, "А"]), mapping)[0])[0] == "key_two_options"


def test_the_first_option_or_the_marked_one_may_be_the_key() -> None:
    columns = {0: Column("question"), 1: Column("option"), 2: Column("option", None, 1)}
    (first,) = read(
        book(["q", "a", "b"], ["Кто?", "он", "она"]), SheetMapping(columns=columns, key_form="first")
    )
    assert key_words(first) == ["он"]
    (marked,) = read(
        book(["q", "a", "b"], ["Кто?", "он", "* она"]), SheetMapping(columns=columns, key_form="mark")
    )
    assert key_words(marked) == ["она"]


def test_all_options_in_one_cell() -> None:
    mapping = SheetMapping(columns={0: Column("question"), 1: Column("options"), 2: Column("key")})
    (outcome,) = read(book(["q", "o", "k"], ["Кто?", "A) он\nB) она\nC) оно", "C"]), mapping)
    assert key_words(outcome) == ["оно"]


def test_two_languages_side_by_side_make_one_question() -> None:
    head = ["Сұрақ (қаз)", "Вопрос (рус)", "A қаз", "A рус", "B қаз", "B рус", "Ключ"]
    (outcome,) = read(book(head, ["Қайда?", "Где?", "Залда", "В зале", "Сейфте", "В сейфе", "B"]))
    question = taken(outcome)
    assert words(question, "kk") == {"stem": "Қайда?", "option:a": "Залда", "option:b": "Сейфте"}
    assert words(question, "ru") == {"stem": "Где?", "option:a": "В зале", "option:b": "В сейфе"}
    assert question.source_language == "ru"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Вопрос;А;Б;Ответ\nҚан қайда?;Жүректе;Өкпеде;А\n", "kz1048"),
        ('Вопрос,А,Б,Ответ\n"Қан, қайда?",Жүректе,Өкпеде,А\n', "utf-8-sig"),
        ("sep=;\nВопрос;А;Б;Ответ\nҚан қайда?;Жүректе;Өкпеде;А\n", "utf-16"),
        ("Вопрос\tА\tБ\tОтвет\r\nҚан қайда?\tЖүректе\tӨкпеде\tА\r\n", "ptcp154"),
    ],
)
def test_comma_separated_files_of_every_charset_and_sign(text: str, charset: str) -> None:
    (outcome,) = read(text.encode(charset), name="file.csv")
    assert key_words(outcome) == ["Жүректе"]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ([1, None, "а", "б", "в", "г", "А"], "stem_missing", "B2"),
        ([1, "Кто?", None, None, None, None, "А"], "options_missing", "C2"),
        ([1, "Кто?", "а", None, None, None, "А"], "options_missing", "C2"),
        ([1, "Кто?", "а", "б", "в", "г", None], "key_missing", "G2"),
        ([1, "Кто?", "а", "б", "в", "г", "Ж"], "key_unknown", "G2"),
        ([1, "Кто?", "да", "да", "в", "г", "да"], "key_two_options", "G2"),
        ([1, "Кто?", "а", dt.date(2026, 2, 1), "в", "г", "А"], "value_unreadable", "D2"),
        ([1, "Кто?", "а", "#REF!", "в", "г", "А"], "value_unreadable", "D2"),
    ],
)
def test_what_is_broken_is_refused_with_its_cell(row: list[Any], code: str, cell: str) -> None:
    (outcome,) = read(book(HEAD, row))
    assert refusal(outcome)[0] == code
    assert outcome.spot.cell == cell


TITLES = ["id", "kind", "question (kk)", "question (ru)", "A (kk)", "A (ru)", "B (kk)", "B (ru)", "key",
          "scoring rule", "penalty", "accepted (kk)", "accepted (ru)", "topic", "difficulty", "case",
          "format"]  # fmt: skip


def template(**cells: str) -> Outcome:
    names = [title.replace(" ", "_").replace("(", "").replace(")", "") for title in TITLES]
    (outcome,) = read(book(TITLES, [cells.get(name) for name in names]))
    return outcome


def test_the_template_is_known_by_its_headings_in_any_order() -> None:
    assert template_mapping(TITLES) is not None
    assert template_mapping([*TITLES, "что-то ещё"]) is None
    assert suggest_mapping(HEAD).columns[2] == Column("option", None, 0)
    assert suggest_mapping(HEAD).columns[3] == Column("option", None, 1)


def test_every_kind_has_its_cells_in_the_template() -> None:
    multiple = taken(
        template(
            kind="multiple", question_ru="?", A_ru="а", B_ru="б", key="A:1/3 B:2/3", scoring_rule="fraction"
        )
    ).body
    assert isinstance(multiple, MultipleChoice)
    assert [option.credit for option in multiple.options] == [Fraction(1, 3), Fraction(2, 3)]
    assert taken(template(kind="true_false", question_ru="Так?", key="Иә")).body == TrueFalse(answer=True)
    number = taken(template(kind="numeric", question_ru="Сколько?", key="3,5 ± 0,1 | 4..5 = 1/2")).body
    assert isinstance(number, Numeric)
    assert [str(one.tolerance) for one in number.accepted] == ["0.1", "0.5"]
    short = taken(
        template(kind="short_text", question_ru="Что?", accepted_ru="сердце | мышца", accepted_kk="жүрек")
    )
    assert isinstance(short.body, ShortText)
    assert [short.part("accepted:a1", one) for one in ("kk", "ru")] == ["жүрек", "сердце"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"kind": "essay", "question_ru": "Кто?"}, "kind_unknown"),
        ({"kind": "true_false", "question_ru": "Кто?", "key": "может быть"}, "key_missing"),
        ({"kind": "numeric", "question_ru": "Кто?", "key": "много"}, "number_unreadable"),
        ({"kind": "numeric", "question_ru": "Кто?"}, "key_missing"),
        ({"kind": "short_text", "question_ru": "Кто?"}, "key_missing"),
        ({"kind": "matching", "question_ru": "Кто?", "A_ru": "а", "B_ru": "б"}, "pair_incomplete"),
        ({"kind": "single", "question_ru": "Кто?", "A_ru": "а", "B_ru": "б", "key": "A B"}, "several_keys"),
        ({"kind": "multiple", "question_ru": "?", "A_ru": "а", "B_ru": "б", "key": "A", "scoring_rule": "x"},
         "value_unreadable"),
        ({"kind": "true_false", "question_ru": "Кто?", "key": "да", "difficulty": "страшная"}, "value_unreadable"),
        ({"kind": "true_false", "question_ru": "Кто?", "key": "да", "case": "c9"}, "case_unknown"),
        ({"kind": "true_false", "question_ru": "<script>x</script>", "format": "html", "key": "да"}, "hostile_markup"),
        ({"kind": "true_false", "question_ru": '<img src="a.png">', "format": "html", "key": "да"},
         "image_not_in_file"),
    ],
)  # fmt: skip
def test_what_the_template_cannot_hold_is_refused_by_name(cells: dict[str, str], code: str) -> None:
    assert refusal(template(**cells))[0] == code


def test_markup_in_a_plain_row_is_letters_and_in_an_html_row_is_markup() -> None:
    plain = taken(template(kind="true_false", question_ru="a <b>b</b>", key="да"))
    assert words(plain)["stem"] == "a &lt;b&gt;b&lt;/b&gt;"
    marked = taken(template(kind="true_false", question_ru="a <b>b</b>", key="да", format="html"))
    assert words(marked)["stem"] == "a <strong>b</strong>"


def test_difficulty_in_peoples_words() -> None:
    outcome = template(kind="true_false", question_ru="Так?", key="да", difficulty="Қиын", topic="А / Б")
    assert isinstance(outcome.item, BankItem)
    assert (outcome.item.classification.difficulty, outcome.item.classification.topic) == ("hard", ("А", "Б"))


def test_raised_and_lowered_letters_inside_a_cell_are_not_flattened() -> None:
    power = CellRichText("Титр 10", TextBlock(InlineFont(vertAlign="superscript"), "6"), " это?")
    water = CellRichText("H", TextBlock(InlineFont(vertAlign="subscript"), "2"), "O < 5")
    negative = CellRichText("Что ", TextBlock(InlineFont(b=True), "не"), " так?")
    rows = [1, power, water, "б", "в", "г", "А"], [2, negative, "а", "б", None, None, "А"]
    first, second = read(book(HEAD, *rows))
    assert words(taken(first))["stem"] == "Титр 10<sup>6</sup> это?"
    assert words(taken(first))["option:a"] == "H<sub>2</sub>O &lt; 5"
    assert words(taken(second))["stem"] == "Что <strong>не</strong> так?"


def test_a_formula_that_was_never_computed_is_no_empty_cell() -> None:
    (outcome,) = read(book(HEAD, [1, "Кто?", "а", "=1+1", "в", "г", "А"]))
    assert refusal(outcome)[0] == "value_unreadable"
    assert outcome.spot.cell == "D2"


def test_a_sheet_without_a_question_column_is_refused_as_a_whole() -> None:
    (outcome,) = read(book(["Фамилия", "Имя"], ["Сериков", "Асан"]))
    assert refusal(outcome)[0] == "no_question_column"
    assert outcome.spot.item == 0


def test_a_workbook_that_is_none_or_is_a_bomb_is_refused_as_a_whole() -> None:
    assert refusal(read(b"PK\x03\x04 nonsense")[0])[0] == "archive_broken"
    assert refusal(read(b"\xd0\xcf\x11\xe0 nonsense", name="a.xls")[0])[0] == "workbook_broken"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/sharedStrings.xml", b"\x00" * 50_000_000)
    assert refusal(read(out.getvalue())[0])[0] == "archive_ratio"
    elsewhere = SheetMapping(sheet="нет", columns={0: Column("question")})
    assert refusal(read(book(HEAD), elsewhere)[0])[0] == "sheet_missing"
