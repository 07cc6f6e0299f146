"""The work on a file that was brought: reading it into a report, and taking its questions.

Claimed by one worker at a time. Reading commits as it goes, so that people see how far it is; if the worker dies,
another begins anew. Taking is one transaction: all questions are there, or none.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import delete, insert, or_, select, update

from accounts.roles import Role
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.journal import record
from core.logs import log
from core.refusals import Refusal
from question_banks.actions.media import keep_images
from question_banks.actions.taking import write_questions
from question_banks.arrivals import TAKEN, Arrivals, Known, case_digest
from question_banks.content import Case, Language
from question_banks.contents import unpack
from question_banks.file_size import about
from question_banks.items import Item, MediaFile
from question_banks.models import (
    Bank,
    BankImport,
    ImportFile,
    ImportOutcome,
    QuestionDraft,
    QuestionEdition,
    QuestionPrint,
    StoredQuestion,
)
from question_banks.readers.known import reader_named
from question_banks.readers.outcomes import Note, Outcome, Reader, Reading, Source
from question_banks.readers.sheets import SheetReader
from question_banks.sheet_form import mapping_of

CLAIM_LASTS = timedelta(minutes=5)
BATCH = 200
RESULTS = {"taken": "taken", "taken_with_loss": "loss", "refused": "refused", "duplicate": "duplicate"}


def work() -> int:
    """The sweep's part: read and take what waits, one file after another; how many were worked."""
    done = 0
    while (import_id := _claim()) is not None:
        work_on(import_id)
        done += 1
    return done


def _claim() -> int | None:
    """One waiting import for this worker, taken by a guarded update."""
    stale = now() - CLAIM_LASTS
    free = or_(BankImport.claimed_at.is_(None), BankImport.claimed_at < stale)
    waits = BankImport.state.in_(("reading", "taking"))
    for candidate in db.session.scalars(
        select(BankImport.id).where(waits, free).order_by(BankImport.id)
    ).all():
        got: int | None = db.session.scalar(
            update(BankImport)
            .where(BankImport.id == candidate, waits, free)
            .values(claimed_by=f"{socket.gethostname()}:{os.getpid()}", claimed_at=now())
            .returning(BankImport.id)
        )
        db.session.commit()
        if got is not None:
            return got
    return None


def work_on(import_id: int, *, commit: bool = True) -> None:
    """Read or take one file, whichever it waits for; without `commit` inside the running transaction."""
    row = db.session.get_one(BankImport, import_id, populate_existing=True)
    try:
        if row.state == "reading":
            _Reading(row, commit=commit).work()
        elif row.state == "taking":
            _take(row, commit=commit)
        if commit:
            db.session.commit()
    except _Dropped:
        db.session.rollback()
    except Refusal as refusal:
        if not commit:
            raise
        db.session.rollback()
        _fail(import_id, str(refusal.sentence))
    except Exception as error:
        if not commit:
            raise
        db.session.rollback()
        log.error("import.failed", bank_import=import_id, kind=type(error).__name__, exc_info=error)
        _fail(import_id, "")


def _fail(import_id: int, sentence: str) -> None:
    row = db.session.get_one(BankImport, import_id)
    row.state, row.fault = "failed", sentence
    row.claimed_by = row.claimed_at = None
    db.session.commit()


class _Dropped(Exception):
    """Somebody has dropped the file while it was being read."""


class _Reading:
    """The reading of one file into its report.

    Between two portions no transaction is open, so nothing of the row is asked for while the file is parsed.
    """

    def __init__(self, row: BankImport, *, commit: bool) -> None:
        self.row, self.commit, self.import_id = row, commit, row.id
        self.rows: list[dict[str, Any]] = []
        self.pointing: dict[int, Item] = {}

    def work(self) -> None:
        db.session.execute(delete(ImportOutcome).where(ImportOutcome.import_id == self.import_id))
        counts = dict.fromkeys(RESULTS.values(), 0)
        source = source_of(self.row)
        expected = about(self.row.format, source)
        arrivals = Arrivals(known(self.row.bank_id), stamp_of(self.row))
        found = arrivals.judge(outcomes_of(self.row, source))
        self._save(0, 0)
        position = 0
        for position, outcome in enumerate(found, 1):
            counts[RESULTS[outcome.verdict]] += 1
            if outcome.item is not None and outcome.verdict in TAKEN:
                self._remember_pointing(position, outcome.item)
            self.rows.append(self._report(position, outcome))
            if len(self.rows) >= BATCH:
                self._save(position, min(99, position * 100 // expected))
        self._save(position, 100)
        for at in self._lost_enemies(arrivals):
            counts["taken"] -= at
            counts["loss"] += at
        self._tell(
            state="read",
            taken_count=counts["taken"],
            loss_count=counts["loss"],
            refused_count=counts["refused"],
            duplicate_count=counts["duplicate"],
            claimed_by=None,
            claimed_at=None,
        )

    def _remember_pointing(self, position: int, item: Item) -> None:
        if item.kind == "question" and item.classification.enemies:
            self.pointing[position] = item

    def _report(self, position: int, outcome: Outcome) -> dict[str, Any]:
        spot = outcome.spot
        where = spot.cell or (f"{spot.line}" if spot.line is not None else "")
        reasons = [{"code": note.code, "facts": dict(note.facts)} for note in outcome.notes]
        if outcome.duplicate_of is not None:
            reasons.append({"code": "duplicate_of", "facts": {"key": outcome.duplicate_of[:120]}})
        return {
            "import_id": self.import_id,
            "position": position,
            "result": RESULTS[outcome.verdict],
            "found_at": where[:200],
            "title": (spot.name or (outcome.item.name if outcome.item else ""))[:300],
            "reasons": reasons,
            "key": outcome.item.key if outcome.item else None,
        }

    def _save(self, done: int, percent: int) -> None:
        if self.rows:
            db.session.execute(insert(ImportOutcome.__table__), self.rows)  # type: ignore[arg-type]  # a table
        self.rows = []
        self._tell(done=done, percent=percent, claimed_at=now() if self.commit else None)
        if self.commit:
            db.session.commit()

    def _tell(self, **values: Any) -> None:
        told = (
            update(BankImport)
            .where(BankImport.id == self.import_id, BankImport.state == "reading")
            .values(**values)
            .returning(BankImport.id)
        )
        if db.session.scalar(told.execution_options(synchronize_session=False)) is None:
            raise _Dropped

    def _lost_enemies(self, arrivals: Arrivals) -> Iterator[int]:
        """Enemies that nobody knows are a loss of the item that names them; 1 for each that had none before."""
        for position, item in self.pointing.items():
            lost = arrivals.pointing_here(item)[1]
            if not lost:
                continue
            outcome = db.session.scalars(
                select(ImportOutcome).where(
                    ImportOutcome.import_id == self.import_id, ImportOutcome.position == position
                )
            ).one()
            yield 1 if outcome.result == "taken" else 0
            outcome.result = "loss"
            note = Note("enemy_unknown", {"key": ", ".join(lost)[:200]})
            outcome.reasons = [*outcome.reasons, {"code": note.code, "facts": dict(note.facts)}]


def _take(row: BankImport, *, commit: bool) -> None:
    """Write all questions of the file, in one transaction, as the person who brought it."""
    arrivals = Arrivals(known(row.bank_id), stamp_of(row))
    wanted = (*TAKEN, "duplicate") if (row.mapping or {}).get("with_duplicates") else TAKEN
    items: list[Item] = []
    media: dict[str, MediaFile] = {}
    found = arrivals.judge(outcomes_of(row, source_of(row)))
    if commit:
        db.session.commit()  # while the file is parsed, nobody waits for this worker
    for outcome in found:
        if outcome.item is None or outcome.verdict not in wanted:
            continue
        if outcome.verdict == "duplicate" and outcome.item.kind == "case":
            continue  # its questions stand at the case that the bank has
        items.append(outcome.item)
        media.update((one.digest, one) for one in outcome.media)
    bank = db.session.get_one(Bank, row.bank_id)
    with acting(_person(row, bank)):
        keep_images(bank, list(media.values()), import_id=row.id)
        write_questions(bank, [arrivals.pointing_here(item)[0] for item in items], import_id=row.id)
        row.state, row.taken_at = "taken", now()
        row.claimed_by = row.claimed_at = None
        db.session.execute(delete(ImportFile).where(ImportFile.import_id == row.id))
        record(
            "question_banks:import:taken",
            subject=("bank_import", row.id),
            office_id=bank.office_id,
            new={"questions": len(items), "images": len(media)},
        )
    db.session.flush()


def _person(row: BankImport, bank: Bank) -> Actor:
    return Actor(account_id=row.brought_by, role=Role.BANK_ADMINISTRATOR, office_id=bank.office_id)


def stamp_of(row: BankImport) -> str:
    """What the keys begin with that this import must make."""
    return f"i{row.id}"


def source_of(row: BankImport) -> Source:
    """The file as it was brought."""
    return Source(row.name, db.session.get_one(ImportFile, row.id).data)


def outcomes_of(row: BankImport, source: Source) -> Iterator[Outcome]:
    """What the reader of its form finds in it."""
    reader: Reader | None = reader_named(row.format)
    if row.mapping and "columns" in row.mapping:
        reader = SheetReader(mapping_of(row.mapping))
    assert reader is not None, "the form was recognised when the file was brought"
    return reader.read(source, reading_of(row))


def reading_of(row: BankImport) -> Reading:
    """How the person said that the file is to be read."""
    return Reading(language=cast(Language, row.language), charset=row.charset)


def known(bank_id: int) -> Known:
    """What a bank has already."""
    here = StoredQuestion.bank_id == bank_id
    prints = db.session.execute(
        select(QuestionPrint.print, StoredQuestion.key)
        .join(StoredQuestion, StoredQuestion.id == QuestionPrint.question_id)
        .where(here)
    ).all()
    return Known(
        prints={row.print: row.key for row in prints},
        cases=_cases(bank_id),
        keys=frozenset(db.session.scalars(select(StoredQuestion.key).where(here))),
    )


def _cases(bank_id: int) -> dict[str, str]:
    """The cases of a bank by the digest of their words: of the draft, and of the editions."""
    found: dict[str, str] = {}
    for table in (QuestionDraft, QuestionEdition):
        rows = db.session.execute(
            select(StoredQuestion.key, table.content)
            .join(StoredQuestion, StoredQuestion.id == table.question_id)
            .where(StoredQuestion.bank_id == bank_id, StoredQuestion.kind == "case")
        )
        for key, content in rows:
            case = unpack("case", content)
            assert isinstance(case, Case)
            found.setdefault(case_digest(case), key)
    return found
