"""Files on their way in and out: the report first, then all or nothing, and undone whole while nothing is used."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from core.actor import SYSTEM, acting
from core.database import db
from core.languages import speaking
from core.models import JournalEntry
from core.refusals import Refusal
from core.sweep import sweep_once
from question_banks import import_work
from question_banks.actions import exports, imports
from question_banks.actions.drafts import Change, save_draft, send_to_review
from question_banks.actions.taking import begin_question
from question_banks.content import Language, Question
from question_banks.import_words import told
from question_banks.items import BankItem, Classification, Item
from question_banks.models import (
    BankExport,
    BankImport,
    BankMedium,
    Enemies,
    ImportFile,
    ImportOutcome,
    StoredQuestion,
)
from question_banks.sheet_form import Column, SheetMapping
from question_banks.taking_out import items_of, media_for
from question_banks.writers.archive import ArchiveWriter
from question_banks.writers.outcomes import Writing
from tests.question_banks.house_of_banks import Banks, approved, begun, build_banks, the_bank
from tests.question_banks.makers import case, every_kind, multiple, picture, single, true_false

GIFT = """::Морфин:: Где хранят морфин? {=В сейфе ~В зале ~На полке}

::Рецепт:: Рецепт действителен 10 дней. {T}

::Эссе:: Опишите порядок. {}
"""
PEOPLES_SHEET = """№;Сұрақ;A;B;C;D;Дұрыс жауап
1;Морфин қайда сақталады?;Залда;Сейфте;Шкафта;Сөреде;B
2;Өлі дақтар қашан пайда болады?;1 сағатта;2-4 сағатта;10 сағатта;Тәулікте;Ә
"""


@pytest.fixture
def inside(app: Flask, context: Flask) -> Banks:
    return build_banks(app)


def brought(
    banks: Banks, data: bytes | str, name: str = "bank.gift", language: Language = "ru"
) -> BankImport:
    """A file brought by the keeper and read."""
    raw = data.encode("utf-8") if isinstance(data, str) else data
    with banks.by("keeper"):
        row = imports.bring(the_bank(), imports.Brought(name, raw, language))
        if row.state == "reading":
            import_work.work_on(row.id, commit=False)
    db.session.refresh(row)
    return row


def taken(banks: Banks, row: BankImport, **how: bool) -> None:
    with banks.by("keeper"):
        imports.take(row.id, **how)
        import_work.work_on(row.id, commit=False)
    db.session.refresh(row)


def report(row: BankImport) -> list[tuple[str, str]]:
    lines = db.session.scalars(
        select(ImportOutcome).where(ImportOutcome.import_id == row.id).order_by(ImportOutcome.position)
    )
    with speaking("en"):
        return [(line.result, " ".join(told(line.reasons))) for line in lines]


def plain(held: Question, key: str) -> BankItem:
    """A question that names no other."""
    return BankItem(key=key, question=held)


def fresh(row: BankImport) -> BankImport:
    """The row as it stands after others have worked on it."""
    db.session.expire_all()
    return db.session.get_one(BankImport, number_of(row))


def number_of(row: BankImport) -> int:
    identity = inspect(row).identity
    assert identity is not None
    number: int = identity[0]
    return number


def questions() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredQuestion)) or 0


def archive(*items: Item) -> bytes:
    media = {picture(n).digest: picture(n) for n in range(4)}
    return ArchiveWriter().write(items, Writing(media=media)).data


def test_a_dry_run_says_of_each_item_what_becomes_of_it_and_enters_nothing(inside: Banks) -> None:
    row = brought(inside, GIFT)
    assert (row.format, row.state, row.percent) == ("gift", "read", 100)
    assert [result for result, _why in report(row)] == ["taken", "taken", "refused"]
    assert report(row)[2][1]
    assert questions() == 0


def test_a_refused_item_keeps_all_out_until_a_person_says_that_it_stays_out(inside: Banks) -> None:
    row = brought(inside, GIFT)
    with pytest.raises(Refusal), inside.by("keeper"):
        imports.take(row.id)
    db.session.rollback()
    assert questions() == 0
    taken(inside, row, without_refused=True)
    assert (row.state, questions()) == ("taken", 2)
    held = db.session.scalars(select(StoredQuestion).order_by(StoredQuestion.id)).all()
    assert {one.state for one in held} == {"draft"}
    assert {one.author_id for one in held} == {inside.people["keeper"]}
    assert db.session.get(ImportFile, row.id) is None, "the file itself is not kept"


def test_the_same_file_twice_is_all_duplicates(inside: Banks) -> None:
    taken(inside, brought(inside, GIFT), without_refused=True)
    again = brought(inside, GIFT)
    assert [result for result, _why in report(again)] == ["duplicate", "duplicate", "refused"]
    with pytest.raises(Refusal), inside.by("keeper"):
        imports.take(again.id, without_refused=True)
    db.session.rollback()
    taken(inside, again, duplicates=True, without_refused=True)
    assert questions() == 4


def test_duplicates_of_questions_written_here_are_found_in_whatever_form_they_come(inside: Banks) -> None:
    begun(inside, true_false(), "own-1")
    row = brought(inside, archive(plain(true_false(), "theirs")), "theirs.zip")
    assert report(row)[0] == ("duplicate", "The same question is there already: own-1.")


def test_a_key_that_is_taken_is_renamed_and_said_and_enemies_follow_it(inside: Banks) -> None:
    begun(inside, true_false(), "q1")
    first = plain(single(), "q1")
    second = BankItem(key="q2", question=multiple(), classification=Classification(enemies=("q1", "nobody")))
    row = brought(inside, archive(first, second), "keys.zip")
    (one, why), (two, lost) = report(row)
    assert (one, two) == ("loss", "loss")
    assert "q1" in why
    assert f"i{row.id}" in why
    assert "nobody" in lost
    assert (row.taken_count, row.loss_count) == (0, 2)
    taken(inside, row)
    keys = {one.id: one.key for one in db.session.scalars(select(StoredQuestion))}
    pair = db.session.scalars(select(Enemies)).one()
    assert {keys[pair.one_id], keys[pair.other_id]} == {"q2", f"q1-i{row.id}-00001"}


def test_a_case_comes_once_and_its_questions_find_it_again(inside: Banks) -> None:
    vignette = case()
    belongs = BankItem(
        key="of-case", question=single(), classification=Classification(case=vignette.key, case_place=1)
    )
    taken(inside, brought(inside, archive(vignette, belongs), "case.zip"))
    later = BankItem(
        key="later", question=true_false(), classification=Classification(case=vignette.key, case_place=2)
    )
    row = brought(inside, archive(vignette, later), "case.zip")
    assert [result for result, _why in report(row)] == ["duplicate", "taken"]
    taken(inside, row)
    held = {one.key: one for one in db.session.scalars(select(StoredQuestion))}
    assert held["later"].case_id == held["of-case"].case_id == held[vignette.key].id


def test_an_import_is_undone_whole_with_its_images(inside: Banks) -> None:
    row = brought(inside, archive(*[plain(one, f"k{n}") for n, one in enumerate(every_kind())]), "all.zip")
    taken(inside, row)
    assert questions() == len(every_kind())
    images = db.session.scalar(select(func.count()).select_from(BankMedium))
    with inside.by("keeper"):
        gone = imports.undo(row.id)
    assert gone == len(every_kind())
    assert questions() == 0
    assert db.session.scalar(select(func.count()).select_from(BankMedium)) == 0, images
    verbs = ("bring", "take", "taken", "undo")
    assert tags(row) == [f"question_banks:import:{verb}" for verb in verbs]


def tags(row: BankImport) -> list[str]:
    return list(
        db.session.scalars(
            select(JournalEntry.tag)
            .where(JournalEntry.subject_kind == "bank_import", JournalEntry.subject_id == str(row.id))
            .order_by(JournalEntry.position)
        )
    )


def test_an_import_of_which_something_is_used_stays(inside: Banks) -> None:
    row = brought(inside, GIFT)
    taken(inside, row, without_refused=True)
    used = db.session.scalars(select(StoredQuestion).order_by(StoredQuestion.id)).first()
    assert used is not None
    with inside.by("author"):
        send_to_review(used.id)
    with pytest.raises(Refusal, match="stays"), inside.by("keeper"):
        imports.undo(row.id)
    db.session.rollback()
    assert questions() == 2


def test_words_written_since_go_only_when_a_person_says_so(inside: Banks) -> None:
    row = brought(inside, GIFT)
    taken(inside, row, without_refused=True)
    one = db.session.scalars(select(StoredQuestion).order_by(StoredQuestion.id)).first()
    assert one is not None
    with inside.by("author"):
        save_draft(one.id, Change(texts={"ru": {"stem": "<p>Иначе?</p>"}}))
    assert imports.edited_since(row) == 1
    with pytest.raises(Refusal), inside.by("keeper"):
        imports.undo(row.id)
    db.session.rollback()
    with inside.by("keeper"):
        imports.undo(row.id, edited_too=True)
    assert questions() == 0


def test_somebody_elses_sheet_waits_for_its_columns_and_is_read_by_them(inside: Banks) -> None:
    row = brought(inside, PEOPLES_SHEET, "сұрақтар.csv", "kk")
    assert row.state == "to_map"
    columns = {1: Column("question"), 6: Column("key")}
    columns |= {2 + slot: Column("option", None, slot) for slot in range(4)}
    with inside.by("keeper"):
        imports.map_columns(row.id, SheetMapping(columns=columns))
        import_work.work_on(row.id, commit=False)
    db.session.refresh(row)
    assert [result for result, _why in report(row)] == ["taken", "refused"]
    where = db.session.scalars(select(ImportOutcome.where).where(ImportOutcome.result == "refused")).one()
    assert where == "G3"


def test_a_large_file_is_read_by_the_sweep_and_taken_by_it(inside: Banks) -> None:
    many = "\n\n".join(f"::n{n}:: Вопрос номер {n}? {{=да{n} ~нет{n}}}" for n in range(450))
    with inside.by("keeper"):
        row = imports.bring(the_bank(), imports.Brought("many.gift", many.encode(), "ru"))
    assert sweep_once()["question files"] == 1
    row = fresh(row)
    assert (row.state, row.done, row.percent, row.taken_count) == ("read", 450, 100, 450)
    with inside.by("keeper"):
        imports.take(row.id)
    assert sweep_once()["question files"] == 1
    assert questions() == 450


def test_when_the_reader_dies_another_begins_anew(inside: Banks) -> None:
    with inside.by("keeper"):
        row = imports.bring(the_bank(), imports.Brought("bank.gift", GIFT.encode(), "ru"))
    claimed = import_work._claim()
    assert claimed == row.id
    assert import_work._claim() is None, "nobody else reads it meanwhile"
    db.session.execute(text("UPDATE bank_import SET claimed_at = '2020-01-01 00:00:00'"))
    db.session.commit()
    with acting(SYSTEM):
        assert import_work.work() == 1
    row = fresh(row)
    assert (row.state, len(report(row))) == ("read", 3)


def test_what_fails_while_it_is_taken_leaves_nothing(inside: Banks) -> None:
    row = brought(inside, archive(plain(single(), "a"), plain(true_false(), "b")), "ab.zip")
    with inside.by("keeper"):
        imports.take(row.id)
    begun(inside, true_false(), "b-other")
    with inside.by("keeper"):
        # Somebody closes the bank between the decision and the work.
        the_bank().closed_on = the_bank().opened_at.date()
    with acting(SYSTEM):
        import_work.work()
    row = fresh(row)
    assert row.state == "failed"
    assert questions() == 1


def test_a_file_dropped_while_it_is_read_stays_dropped(inside: Banks) -> None:
    with inside.by("keeper"):
        row = imports.bring(the_bank(), imports.Brought("bank.gift", GIFT.encode(), "ru"))
    reading = import_work._Reading(row, commit=True)
    with inside.by("keeper"):
        imports.drop(row.id)
    with pytest.raises(import_work._Dropped):
        reading._save(1, 50)
    db.session.rollback()
    row = fresh(row)
    assert row.state == "dropped"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.gift", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("paper.pdf", b"%PDF-1.7\n"),
    ],
)
def test_what_is_none_of_the_forms_is_refused_in_words(inside: Banks, name: str, data: bytes) -> None:
    with pytest.raises(Refusal), inside.by("keeper"):
        imports.bring(the_bank(), imports.Brought(name, data, "ru"))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(BankImport)) == 0


def test_a_zip_bomb_is_refused_as_a_whole(inside: Banks) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", b"{}")
        packed.writestr("items.jsonl", b"0" * 50_000_000)
    row = brought(inside, held.getvalue(), "bomb.zip")
    assert [result for result, _why in report(row)] == ["refused"]
    assert row.taken_count == 0


def test_taking_out_asks_for_a_reason_and_is_kept_for_ever(inside: Banks) -> None:
    for n, held in enumerate(every_kind()):
        with inside.by("author"):
            begin_question(the_bank(), plain(held, f"k{n}"))
    with inside.by("keeper"):
        items = items_of(the_bank().id)
        with pytest.raises(Refusal):
            exports.export(the_bank(), items, {}, exports.Wanted(form="gift", reason="  "))
        made = exports.export(
            the_bank(),
            items,
            media_for(the_bank().id, items),
            exports.Wanted(form="gift", reason="Для Атырау"),
        )
    assert "Для Атырау" in made.data.decode()
    assert {left.written for left in made.left} == {True, False}
    kept = db.session.scalars(select(BankExport)).one()
    assert kept.reason == "Для Атырау"
    assert "question_banks:bank:export" in db.session.scalars(select(JournalEntry.tag)).all()
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE bank_export SET reason = 'x'"))
    db.session.rollback()


def test_a_bank_goes_out_and_comes_back_the_same(inside: Banks) -> None:
    vignette = case()
    whole: list[Item] = [vignette, *[plain(one, f"k{n}") for n, one in enumerate(every_kind())]]
    taken(inside, brought(inside, archive(*whole), "all.zip"))
    approved(inside, single("d"), "approved")
    with inside.by("keeper"):
        items = items_of(the_bank().id)
        media = media_for(the_bank().id, items)
        out = exports.export(the_bank(), items, media, exports.Wanted(form="archive", reason="копия"))
    with zipfile.ZipFile(io.BytesIO(out.data)) as packed:
        lines = packed.read("items.jsonl")
        manifest = json.loads(packed.read("manifest.json"))
    assert manifest["stamp"]["reason"] == "копия"
    row = brought(inside, out.data, "out.zip")
    assert {result for result, _why in report(row)} == {"duplicate"}
    with inside.by("keeper"):
        again = exports.written(items_of(the_bank().id), media, exports.Wanted(form="archive"))
    with zipfile.ZipFile(io.BytesIO(again.data)) as packed:
        assert packed.read("items.jsonl") == lines


def test_the_command_reports_takes_and_says_by_its_exit_code_how_it_went(
    inside: Banks, app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "bank.gift"
    file.write_text(GIFT, encoding="utf-8")
    command = app.test_cli_runner()
    dry = command.invoke(args=["bank", "import", str(file), "--bank", "forensic", "--dry-run", "--json"])
    told_of = json.loads(dry.stdout)
    assert (dry.exit_code, told_of["entered"], told_of["counts"]) == (3, False, {"taken": 2, "refused": 1})
    assert told_of["items"][2]["reasons"][0]["sentence"]
    assert command.invoke(args=["bank", "import", str(file), "--bank", "forensic"]).exit_code == 3
    assert questions() == 0
    done = command.invoke(args=["bank", "import", str(file), "--bank", "forensic", "--without-refused"])
    assert (done.exit_code, questions()) == (3, 2)
    assert "Entered." in done.stdout
    assert command.invoke(args=["bank", "import", str(file), "--bank", "nowhere"]).exit_code == 1
    out = tmp_path / "out.zip"
    written = command.invoke(args=["bank", "export", str(out), "--bank", "forensic", "--reason", "copy"])
    assert written.exit_code == 0, written.output
    assert zipfile.is_zipfile(out)
