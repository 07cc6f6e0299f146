"""What goes out comes back: identical in the own archive, and up to the documented losses in the other forms."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest

from question_banks.archive_form import Stamp
from question_banks.bodies import MultipleChoice
from question_banks.canonical import canonical_bytes, decode, edition_digest, encode
from question_banks.content import Question
from question_banks.items import BankItem, Item
from question_banks.readers.aiken import AikenReader
from question_banks.readers.archive import ArchiveReader
from question_banks.readers.gift import GiftReader
from question_banks.readers.known import recognise
from question_banks.readers.moodle_xml import MoodleXmlReader
from question_banks.readers.outcomes import Outcome, Reader, Reading, Source
from question_banks.readers.sheets import SheetReader
from question_banks.writers.aiken import AikenWriter
from question_banks.writers.archive import ArchiveWriter
from question_banks.writers.gift import GiftWriter
from question_banks.writers.moodle_xml import MoodleXmlWriter
from question_banks.writers.outcomes import Writer, Writing
from question_banks.writers.sheet import SheetWriter
from tests.question_banks import makers


def there_and_back(
    writer: Writer, reader: Reader, items: Sequence[Item], writing: Writing | None = None
) -> list[Outcome]:
    written = writer.write(items, writing or Writing())
    source = Source(f"bank.{written.ending}", written.data)
    found = recognise(source)
    assert found is not None
    assert found.name == reader.name
    return list(reader.read(source, Reading(language="ru")))


def the_items(outcomes: Sequence[Outcome]) -> list[Item]:
    for outcome in outcomes:
        assert outcome.verdict == "taken", outcome
    return [outcome.item for outcome in outcomes if outcome.item is not None]


def everything() -> list[Item]:
    questions: list[Item] = [makers.item(one, f"q{at}") for at, one in enumerate(makers.every_kind(), 1)]
    first = questions[0]
    assert isinstance(first, BankItem)
    joined = replace(first, classification=replace(first.classification, case="case1", case_place=1))
    return [makers.case(), joined, *questions[1:]]


def test_the_archive_gives_back_every_kind_of_question_and_the_case_identically() -> None:
    assert the_items(there_and_back(ArchiveWriter(), ArchiveReader(), everything())) == everything()


def test_the_archive_of_the_same_items_is_the_same_to_the_byte() -> None:
    first = ArchiveWriter().write(everything(), Writing()).data
    assert first == ArchiveWriter().write(everything(), Writing()).data


def test_the_archive_keeps_images_states_and_the_name_of_who_took_it_out() -> None:
    dot = makers.picture()
    held = makers.single()
    text = held.texts["ru"]
    parts = {**text.parts, "stem": f'<img src="media:{dot.digest}" alt="Точка"> Что это?'}
    held = replace(held, texts={**held.texts, "ru": replace(text, parts=parts, state="checked")})
    items = [makers.item(held)]
    written = ArchiveWriter(Stamp(by="А. Серікова", at="2026-11-20", reason="проверка")).write(
        items, Writing(media={dot.digest: dot})
    )
    outcomes = list(ArchiveReader().read(Source("a.zip", written.data), Reading()))
    assert the_items(outcomes) == items
    assert outcomes[0].media == (dot,)
    with zipfile.ZipFile(io.BytesIO(written.data)) as archive:
        assert "А. Серікова" in archive.read("manifest.json").decode()


def test_the_json_form_of_every_kind_reads_back_as_the_same_question() -> None:
    for held in makers.every_kind():
        assert decode(Question, encode(held)) == held
        assert canonical_bytes(decode(Question, encode(held))) == canonical_bytes(held)


def test_a_check_by_a_second_person_changes_no_digest_but_a_changed_word_does() -> None:
    held = makers.single()
    checked = replace(held, texts={**held.texts, "kk": replace(held.texts["kk"], state="checked")})
    reworded = replace(held, texts={**held.texts, "kk": replace(held.texts["kk"], parts={"stem": "Басқа"})})
    assert edition_digest(held) == edition_digest(checked)
    assert edition_digest(held) != edition_digest(reworded)


def same_words(back: Question, held: Question) -> None:
    assert {one: dict(text.parts) for one, text in back.texts.items()} == {
        one: dict(text.parts) for one, text in held.texts.items()
    }


IN_MOODLE = [one for one in makers.every_kind() if one.body.kind not in ("oral", "short_text")]


@pytest.mark.parametrize("held", IN_MOODLE, ids=lambda one: one.body.kind)
def test_moodle_xml_gives_back_body_words_languages_and_classification(held: Question) -> None:
    (back,) = the_items(there_and_back(MoodleXmlWriter(), MoodleXmlReader(), [makers.item(held)]))
    assert isinstance(back, BankItem)
    assert back.question.body == held.body
    assert back.question.source_language == "ru"
    assert back.classification == makers.item(held).classification
    assert (back.key, back.name) == ("q1", "Вопрос q1")
    if held.body.kind != "numeric":
        same_words(back.question, held)


def test_moodle_xml_turns_the_accepted_words_of_each_language_into_answers_of_their_own() -> None:
    (back,) = the_items(
        there_and_back(MoodleXmlWriter(), MoodleXmlReader(), [makers.item(makers.short_text())])
    )
    assert isinstance(back, BankItem)
    accepted = [back.question.part(f"accepted:a{n}", "ru") for n in (1, 2, 3, 4)]
    assert accepted == ["сердце", "жүрек", "мышца", "бұлшық ет"]


def test_moodle_xml_carries_its_images_inside() -> None:
    dot = makers.picture(9)
    held = makers.question(
        makers.true_false().body,
        {"stem": {"kk": f'Мынау не? <img src="media:{dot.digest}" alt="Нүкте">'}},
        source="kk",
    )
    outcomes = there_and_back(
        MoodleXmlWriter(), MoodleXmlReader(), [makers.item(held)], Writing(media={dot.digest: dot})
    )
    (back,) = the_items(outcomes)
    assert isinstance(back, BankItem)
    assert (
        back.question.texts["ru"].parts == held.texts["kk"].parts
    )  # one language alone is read as the file's own
    assert outcomes[0].media[0].data == dot.data


IN_GIFT = [
    one for one in makers.every_kind() if one.body.kind in ("single", "multiple", "true_false", "matching")
]


@pytest.mark.parametrize("held", IN_GIFT, ids=lambda one: one.body.kind)
def test_gift_gives_back_body_words_languages_and_classification(held: Question) -> None:
    (back,) = the_items(there_and_back(GiftWriter(), GiftReader(), [makers.item(held)]))
    assert isinstance(back, BankItem)
    assert back.question.body == held.body
    assert back.classification == makers.item(held).classification
    same_words(back.question, held)


def test_gift_gives_back_numbers_with_their_tolerance_and_credit() -> None:
    (back,) = the_items(there_and_back(GiftWriter(), GiftReader(), [makers.item(makers.numeric())]))
    assert isinstance(back, BankItem)
    body = makers.numeric().body
    assert body.kind == "numeric"
    assert back.question.body == replace(body, units=())


def all_or_nothing() -> MultipleChoice:
    body = makers.multiple().body
    assert isinstance(body, MultipleChoice)
    return MultipleChoice(options=body.options, rule="all_or_nothing")


@pytest.mark.parametrize("writer", [GiftWriter(), MoodleXmlWriter()], ids=lambda one: one.name)
def test_a_writer_names_what_it_leaves_behind(writer: Writer) -> None:
    held = replace(makers.multiple(), body=all_or_nothing())
    written = writer.write([makers.item(held), makers.item(makers.oral(), "q2"), makers.case()], Writing())
    kinds = {left.key: (left.written, left.notes[0].code) for left in written.left}
    assert kinds["q1"] == (True, "written_without")
    assert kinds["q2"] == (False, "cannot_be_written")
    assert kinds["case1"] == (False, "cannot_be_written")


def test_the_rule_all_or_nothing_comes_back_through_its_tag() -> None:
    body = all_or_nothing()
    held = replace(makers.multiple(), body=body)
    for writer, reader in ((GiftWriter(), GiftReader()), (MoodleXmlWriter(), MoodleXmlReader())):
        (back,) = the_items(there_and_back(writer, reader, [makers.item(held)]))
        assert isinstance(back, BankItem)
        assert back.question.body == body


def test_aiken_gives_back_a_single_choice_in_one_language() -> None:
    items = [makers.item(makers.single())]
    (outcome,) = there_and_back(AikenWriter(), AikenReader(), items, Writing(languages=("kk",)))
    assert isinstance(outcome.item, BankItem)
    assert outcome.item.question.body == makers.single().body
    assert outcome.item.question.part("stem", "ru") == "Морфин қайда сақталады?"
    assert outcome.item.question.part("option:d", "ru") == "Сөреде"


def test_the_sheet_gives_back_every_kind_it_can_hold_and_refuses_the_rest_by_name() -> None:
    items = everything()
    written = SheetWriter().write(items, Writing())
    assert [(left.key, left.written) for left in written.left if not left.written] == [("q9", False)]
    back = the_items(list(SheetReader().read(Source("bank.xlsx", written.data), Reading(language="ru"))))
    kept = [one for one in items if one.key != "q9"]
    assert [one.key for one in back] == [one.key for one in kept]
    for held, got in zip(kept, back, strict=True):
        if not isinstance(held, BankItem) or not isinstance(got, BankItem):
            assert held == got
            continue
        assert got.question.body == held.question.body
        words = {
            one: {part: text for part, text in spoken.parts.items() if not part.startswith("feedback")}
            for one, spoken in held.question.texts.items()
        }
        assert {one: dict(text.parts) for one, text in got.question.texts.items()} == words
        assert got.classification == replace(held.classification, case_place=None)


def test_the_empty_template_is_read_as_an_empty_file_and_not_as_a_fault_of_its_headings() -> None:
    written = SheetWriter().write([], Writing())
    (outcome,) = SheetReader().read(Source("t.xlsx", written.data), Reading())
    assert outcome.notes[0].code == "file_empty"
