"""Whatever bytes somebody brings, a reader answers in outcomes and never falls over; whatever words, they come back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_banks.bodies import Option, SingleChoice
from question_banks.content import Language, Question
from question_banks.fingerprints import fingerprints
from question_banks.items import BankItem
from question_banks.readers.aiken import AikenReader
from question_banks.readers.duplicates import mark_duplicates
from question_banks.readers.gift import GiftReader
from question_banks.readers.known import READERS, reader_named, recognise
from question_banks.readers.moodle_xml import MoodleXmlReader
from question_banks.readers.outcomes import Outcome, Reader, Reading, Source
from question_banks.readers.sheets import SheetReader
from question_banks.richtext import from_plain
from question_banks.words import NOTE_SENTENCES
from question_banks.writers.archive import ArchiveWriter
from question_banks.writers.gift import GiftWriter
from question_banks.writers.moodle_xml import MoodleXmlWriter
from question_banks.writers.outcomes import Writer, Writing
from question_banks.writers.sheet import SheetWriter
from tests.question_banks import makers

LANGUAGES: list[Language] = ["kk", "ru", "en"]


def check(outcomes: list[Outcome]) -> None:
    """Every outcome speaks: refused and lossy ones say why, with all the facts that their sentence needs."""
    assert outcomes
    for outcome in outcomes:
        assert (outcome.verdict == "taken") == (not outcome.notes)
        if outcome.verdict == "refused":
            assert outcome.item is None
        for note in outcome.notes:
            assert NOTE_SENTENCES[note.code] % {name: str(value) for name, value in note.facts.items()}


GIFT_SIGNS = st.text(alphabet='{}=~#:%->\\n/T $[]html*.0123456789абқ\n"<p>', max_size=120)
AIKEN_SIGNS = st.lists(
    st.sampled_from(
        ["Кто?", "A. он", "B. она", "C) оно", "ANSWER: A", "ANSWER: Z", "ANSWER:", "", "А. он", "Б. она", "x"]
    ),
    max_size=12,
).map("\n".join)  # fmt: skip
CLOZE = st.text(alphabet="{}1:MCSANR=~%#\\ аб<p>&;0.5*", max_size=60)


def xml(stem: str, kind: str, words: str) -> str:
    safe = stem.replace("]]>", "")
    inner = words.replace("]]>", "")
    return (
        f'<quiz><question type="{kind}"><questiontext format="html"><text><![CDATA[{safe}]]></text></questiontext>'
        f'<answer fraction="100"><text><![CDATA[{inner}]]></text></answer><answer fraction="0"><text>no</text></answer>'
        "</question></quiz>"
    )


@settings(max_examples=250, deadline=None)
@given(GIFT_SIGNS)
def test_gift_of_any_signs_is_answered_in_outcomes(text: str) -> None:
    check(list(GiftReader().read(Source("a.gift", text.encode("utf-8", "ignore")), Reading())))


@settings(max_examples=150, deadline=None)
@given(AIKEN_SIGNS)
def test_aiken_of_any_lines_is_answered_in_outcomes(text: str) -> None:
    check(list(AikenReader().read(Source("a.txt", text.encode()), Reading())))


@settings(max_examples=200, deadline=None)
@given(
    CLOZE,
    st.sampled_from(["cloze", "multichoice", "numerical", "shortanswer", "truefalse", "ordering"]),
    CLOZE,
)
def test_moodle_xml_of_any_words_is_answered_in_outcomes(stem: str, kind: str, words: str) -> None:
    check(list(MoodleXmlReader().read(Source("a.xml", xml(stem, kind, words).encode()), Reading())))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.text(alphabet="АБВABC123;*.,:= \n\"'", max_size=8), min_size=1, max_size=6), max_size=6
    )
)
def test_a_sheet_of_any_cells_is_answered_in_outcomes(rows: list[list[str]]) -> None:
    lines = [["Вопрос", "А", "Б", "В", "Ключ"], *rows]
    text = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in lines)
    check(list(SheetReader().read(Source("a.csv", text.encode()), Reading())))


@pytest.mark.parametrize("reader", READERS, ids=lambda one: one.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_answered_in_outcomes(reader: Reader, data: bytes) -> None:
    for head in (
        b"",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<?xml version='1.0'?>",
        b"\xd0\xcf\x11\xe0",
    ):
        reader.recognises(Source("a", head + data))
        check(list(reader.read(Source("a", head + data), Reading())))


@pytest.mark.parametrize("form", ["gift", "moodle_xml", "archive", "sheet"])
@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, 4000), byte=st.integers(0, 255))
def test_a_real_file_with_one_byte_changed_is_answered_in_outcomes(form: str, at: int, byte: int) -> None:
    data = bytearray(REAL[form])
    data[at % len(data)] = byte
    reader = reader_named(form)
    assert reader is not None
    for outcome in reader.read(Source("a", bytes(data)), Reading()):
        assert outcome.verdict != "refused" or outcome.notes


REAL = {
    writer.name: writer.write([makers.item(one) for one in makers.every_kind()], Writing()).data
    for writer in (GiftWriter(), MoodleXmlWriter(), ArchiveWriter(), SheetWriter())
}

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\ufeff")
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=30)


@st.composite
def choices(make: Any) -> Question:
    """A single choice in one or two languages, of any words."""
    languages = make(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2, unique=True))
    count = make(st.integers(2, 4))
    key = make(st.integers(0, count - 1))
    body = SingleChoice(options=tuple(Option(id="abcd"[at], correct=at == key) for at in range(count)))
    names = ["stem", *(f"option:{one.id}" for one in body.options)]
    words = WORDS.map(from_plain).filter(bool)
    parts: makers.Parts = {name: {one: make(words) for one in languages} for name in names}
    return makers.question(body, parts, source=languages[0])


def back(writer: Writer, held: Question) -> Question:
    written = writer.write([makers.item(held)], Writing())
    assert not [left for left in written.left if not left.written], written.left
    reader = reader_named(writer.name)
    assert reader is not None
    source = Source(f"bank.{written.ending}", written.data)
    (outcome,) = reader.read(source, Reading(language=held.source_language))
    assert isinstance(outcome.item, BankItem), outcome
    return outcome.item.question


@pytest.mark.parametrize(
    "writer", [GiftWriter(), MoodleXmlWriter(), ArchiveWriter()], ids=lambda one: one.name
)
@settings(max_examples=120, deadline=None)
@given(held=choices())
def test_any_words_of_a_choice_come_back_from_every_form(writer: Writer, held: Question) -> None:
    got = back(writer, held)
    assert got.body == held.body
    source = held.texts[held.source_language].parts
    if len(held.texts) == 2 and all(text.parts == source for text in held.texts.values()):
        return  # the same words in both languages are written once
    assert {one: dict(text.parts) for one, text in got.texts.items()} == {
        one: dict(text.parts) for one, text in held.texts.items()
    }


@pytest.mark.parametrize("reader", ["archive", "sheet", "moodle_xml", "gift"])
def test_a_file_is_known_by_what_it_holds_not_by_its_name(reader: str) -> None:
    found = recognise(Source("unnamed", REAL[reader]))
    assert found is not None
    assert found.name == reader
    assert recognise(Source("letter.txt", "Құрметті әріптестер!".encode())) is None


def test_duplicates_of_the_bank_and_within_the_file_are_named() -> None:
    text = "Кто? {=он ~она}\n\nКТО? {~Она =он}\n\nЧто? {=это ~то}\n"
    outcomes = list(GiftReader().read(Source("a.gift", text.encode()), Reading()))
    third = outcomes[2].item
    assert isinstance(third, BankItem)
    known = dict.fromkeys(fingerprints(third.question), "Q-17")
    marked = list(mark_duplicates(outcomes, known))
    assert [(one.verdict, one.duplicate_of) for one in marked] == [
        ("taken", None), ("duplicate", "#1"), ("duplicate", "Q-17"),
    ]  # fmt: skip
    assert marked[1].item is not None
