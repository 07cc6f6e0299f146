"""The verbs of bringing a file in: bring, map its columns, take all or nothing, undo all, drop.

Reading and taking are work that may last; `import_work` does it, at once for small files and in the sweep for large
ones. Between the two a person has read the report.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l, ngettext
from core.refusals import Refusal
from question_banks.actions.banks import check_open
from question_banks.content import Language
from question_banks.models import (
    Bank,
    BankImport,
    BankMedium,
    Enemies,
    ImportFile,
    ImportOutcome,
    QuestionComment,
    QuestionDraft,
    QuestionEdition,
    QuestionFault,
    QuestionLabel,
    QuestionPrint,
    QuestionSource,
    QuestionWord,
    StoredQuestion,
)
from question_banks.readers.known import recognise
from question_banks.readers.outcomes import Reading, Source
from question_banks.readers.sheet_cells import SheetRefused
from question_banks.readers.sheets import SheetReader
from question_banks.sheet_form import SheetMapping, mapping_facts, template_mapping

LARGEST_FILE = 64 * 1024 * 1024
# Files up to this size are read while the person waits: most files are, and nobody wants to look at a bar for them.
READ_AT_ONCE = 300_000


@dataclass(frozen=True, slots=True)
class Brought:
    """A file on its way in, and how it is to be read."""

    name: str
    data: bytes
    language: Language
    charset: str | None = None


def locked_import(import_id: int) -> BankImport:
    """The import, locked until the commit."""
    return held(BankImport, import_id)


def bring(bank: Bank, brought: Brought) -> BankImport:
    """Keep the file and have it read; nothing of it is in the bank yet. Somebody else's sheet is mapped first."""
    check_open(bank)
    source = Source(brought.name, brought.data)
    if not brought.data:
        raise Refusal(_l("The file is empty."), next_step=_l("Choose another file."))
    if len(brought.data) > LARGEST_FILE:
        raise Refusal(
            _l("The file is larger than %(most)s MB.", most=LARGEST_FILE // 1024 // 1024),
            next_step=_l("Divide it into several files and bring them one after another."),
        )
    reader = recognise(source)
    if reader is None:
        raise Refusal(
            _l(
                "This is none of the forms that can be read: own archive, spreadsheet, Moodle XML, GIFT, Aiken."
            ),
            next_step=_l(
                "Export the questions from the other system in one of these forms, and bring that file."
            ),
        )
    row = BankImport(
        bank_id=bank.id,
        name=brought.name[-200:],
        size=len(brought.data),
        digest=hashlib.sha256(brought.data).hexdigest(),
        format=reader.name,
        language=brought.language,
        charset=brought.charset,
        state="to_map" if _wants_mapping(reader.name, source, brought) else "reading",
        brought_by=current_actor().account_id,
        brought_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(ImportFile(import_id=row.id, data=brought.data))
    db.session.flush()
    _note("bring", row, {"name": row.name, "digest": row.digest, "format": row.format})
    return row


def _wants_mapping(form: str, source: Source, brought: Brought) -> bool:
    if form != SheetReader.name:
        return False
    try:
        head = SheetReader().head(source, Reading(language=brought.language, charset=brought.charset))
    except SheetRefused:
        return False  # the reading says what is wrong
    return not any(template_mapping([cell.text for cell in row.cells]) for row in head)


def map_columns(import_id: int, mapping: SheetMapping) -> BankImport:
    """Say what each column of the sheet holds; then it is read. May be said anew as long as nothing is taken."""
    row = locked_import(import_id)
    if row.state not in {"to_map", "read"} or row.format != SheetReader.name:
        raise Refusal(_l("The columns of this file can no longer be named: it has been taken or dropped."))
    if not any(column.role == "question" for column in mapping.columns.values()):
        raise Refusal(_l("Say which column holds the question."))
    row.mapping = mapping_facts(mapping)
    _forget_report(row)
    row.state = "reading"
    db.session.flush()
    _note("map", row, {"columns": len(mapping.columns)})
    return row


def _forget_report(row: BankImport) -> None:
    db.session.execute(delete(ImportOutcome).where(ImportOutcome.import_id == row.id))
    row.done = row.percent = 0
    row.taken_count = row.loss_count = row.refused_count = row.duplicate_count = 0
    row.claimed_by = row.claimed_at = None


def take(import_id: int, *, duplicates: bool = False, without_refused: bool = False) -> BankImport:
    """Take what the report says, all of it or nothing. What was refused stays out only when a person has said so."""
    row = locked_import(import_id)
    if row.state != "read":
        raise Refusal(
            _l("There is nothing to take: this file has been taken, dropped or is still being read.")
        )
    check_open(row.bank)
    if row.refused_count and not without_refused:
        raise Refusal(
            ngettext(
                "%(num)s item of the file is refused.",
                "%(num)s items of the file are refused.",
                row.refused_count,
            ),
            next_step=_l("Mend the file and bring it again, or say that these items stay out."),
        )
    if not row.taken_count + row.loss_count + (row.duplicate_count if duplicates else 0):
        raise Refusal(_l("Nothing in this file can be taken."))
    row.mapping = {**(row.mapping or {}), "with_duplicates": duplicates}
    row.state = "taking"
    row.claimed_by = row.claimed_at = None
    db.session.flush()
    _note("take", row, {"duplicates": duplicates, "refused": row.refused_count})
    return row


def drop(import_id: int) -> BankImport:
    """Do not take the file; its bytes go, the report stays."""
    row = locked_import(import_id)
    if row.state not in {"to_map", "reading", "read", "failed"}:
        raise Refusal(_l("This file has been taken or dropped already."))
    row.state, row.fault = "dropped", None
    row.claimed_by = row.claimed_at = None
    db.session.execute(delete(ImportFile).where(ImportFile.import_id == row.id))
    db.session.flush()
    _note("drop", row, {})
    return row


def edited_since(row: BankImport) -> int:
    """How many of its questions somebody has written in since they came."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(QuestionDraft)
            .join(StoredQuestion)
            .where(StoredQuestion.import_id == row.id, QuestionDraft.version > 1)
        )
        or 0
    )


def in_use(row: BankImport) -> int:
    """How many of its questions were sent to review or spoken about: such an import stays."""
    used = select(QuestionEdition.question_id).union(select(QuestionComment.question_id)).subquery()
    return (
        db.session.scalar(
            select(func.count()).where(
                StoredQuestion.import_id == row.id, StoredQuestion.id.in_(select(used.c.question_id))
            )
        )
        or 0
    )


def undo(import_id: int, *, edited_too: bool = False) -> int:
    """Take a whole import back, while nothing of it is used: its questions go as if they had never come."""
    row = locked_import(import_id)
    if row.state != "taken":
        raise Refusal(_l("This import is not in the bank, so there is nothing to take back."))
    used = in_use(row)
    if used:
        raise Refusal(
            ngettext(
                "%(num)s question of this import was sent to review or spoken about, so the import stays.",
                "%(num)s questions of this import were sent to review or spoken about, so the import stays.",
                used,
            ),
            next_step=_l("Retire the questions that are not wanted."),
        )
    if not edited_too and edited_since(row):
        raise Refusal(
            _l("Some questions of this import have been written in since."),
            next_step=_l("Say that these words may go too, or leave the import."),
        )
    gone = _delete_questions(row)
    row.state, row.undone_by, row.undone_at = "undone", current_actor().account_id, now()
    db.session.flush()
    _note("undo", row, {"questions": gone})
    return gone


def _delete_questions(row: BankImport) -> int:
    mine = select(StoredQuestion.id).where(StoredQuestion.import_id == row.id)
    for table in (QuestionDraft, QuestionWord, QuestionSource, QuestionLabel, QuestionFault, QuestionPrint):
        db.session.execute(delete(table).where(table.question_id.in_(mine)))
    db.session.execute(delete(Enemies).where(Enemies.one_id.in_(mine) | Enemies.other_id.in_(mine)))
    others = select(StoredQuestion.id).where(
        StoredQuestion.case_id.in_(mine), StoredQuestion.import_id.is_distinct_from(row.id)
    )
    if db.session.scalar(others.limit(1)) is not None:
        raise Refusal(
            _l("A question written here belongs to a case of this import."),
            next_step=_l("Take that question out of the case first."),
        )
    theirs = (StoredQuestion.import_id == row.id) & StoredQuestion.case_id.is_not(None)
    gone = len(db.session.execute(delete(StoredQuestion).where(theirs).returning(StoredQuestion.id)).all())
    rest = delete(StoredQuestion).where(StoredQuestion.import_id == row.id).returning(StoredQuestion.id)
    gone += len(db.session.execute(rest).all())
    db.session.execute(delete(BankMedium).where(BankMedium.import_id == row.id))
    return gone


def _note(verb: str, row: BankImport, facts: dict[str, object]) -> None:
    office = db.session.scalar(select(Bank.office_id).where(Bank.id == row.bank_id))
    record(f"question_banks:import:{verb}", subject=("bank_import", row.id), office_id=office, new=facts)
