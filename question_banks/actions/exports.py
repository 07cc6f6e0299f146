"""The verb of taking questions out: to whom they go is answered for by a person and a reason, and the file says so."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from question_banks.archive_form import Stamp
from question_banks.content import LANGUAGES, Language
from question_banks.items import Item, MediaLibrary
from question_banks.models import Bank, BankExport
from question_banks.writers.aiken import AikenWriter
from question_banks.writers.archive import ArchiveWriter
from question_banks.writers.gift import GiftWriter
from question_banks.writers.moodle_xml import MoodleXmlWriter
from question_banks.writers.outcomes import NotWritable, Writer, Writing, Written
from question_banks.writers.sheet import SheetWriter

FORMS = ("archive", "sheet", "moodle_xml", "gift", "aiken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """In which form and languages, and for what."""

    form: str
    languages: tuple[Language, ...] = LANGUAGES
    reason: str = ""


def written(items: Sequence[Item], media: MediaLibrary, wanted: Wanted) -> Written:
    """The file as it would be, with what stays behind; nothing is entered anywhere."""
    actor = current_actor()
    stamp = Stamp(by=actor.name, at=now().isoformat(timespec="seconds"), reason=wanted.reason)
    banner = f"{stamp.by}, {stamp.at}: {stamp.reason}"
    writer = _writer(wanted.form, stamp)
    try:
        return writer.write(items, Writing(languages=wanted.languages, media=media, banner=banner))
    except NotWritable as error:
        raise Refusal(
            _l("An image of these questions is missing, so they cannot be written."),
            next_step=_l(
                "Look at the faults of the bank: it names the question. Put the image back or take it out."
            ),
        ) from error


def _writer(form: str, stamp: Stamp) -> Writer:
    writers: dict[str, Writer] = {
        "archive": ArchiveWriter(stamp),
        "sheet": SheetWriter(),
        "moodle_xml": MoodleXmlWriter(),
        "gift": GiftWriter(),
        "aiken": AikenWriter(),
    }
    return writers[form]


def export(bank: Bank, items: Sequence[Item], media: MediaLibrary, wanted: Wanted) -> Written:
    """Take the questions out with their keys: refused without a reason; kept for ever who, when, what and why."""
    if not wanted.reason.strip():
        raise Refusal(_l("Say for what the questions are taken out."))
    made = written(items, media, wanted)
    count = len(items) - sum(1 for left in made.left if not left.written)
    if not count:
        raise Refusal(
            _l("None of these questions can be written in this form."),
            next_step=_l("Choose another form; the own archive holds everything."),
        )
    row = BankExport(
        bank_id=bank.id,
        format=wanted.form,
        questions=count,
        with_keys=True,
        reason=wanted.reason.strip(),
        digest=hashlib.sha256(made.data).hexdigest(),
        exported_by=current_actor().account_id,
        exported_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record(
        "question_banks:bank:export",
        subject=("question_bank", bank.id),
        office_id=bank.office_id,
        new={"form": wanted.form, "questions": count, "reason": row.reason, "digest": row.digest},
    )
    return made
