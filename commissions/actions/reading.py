"""Taking a candidate's reading file away: the one place where it leaves the house, and so it is written down."""

from __future__ import annotations

import io
import zipfile

from flask import current_app

from commissions.reading_file import ReadingFile, paper_facts, reading_file
from core.actor import current_actor
from core.file_names import clean_name
from core.file_reasons import MediaType
from core.files import read_file
from core.journal import record
from core.languages import current_language
from core.models import StoredFile
from core.pdf import render_pdf
from core.refusals import NotFound
from core.settings import Settings


def take(interview_id: int) -> tuple[str, bytes]:
    """Everything as one archive: the sheet of facts first, then each paper that came as a file."""
    held = reading_file(interview_id, current_actor())
    _note(held, "take", documents=len(held.documents))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{held.case.number}.pdf", _sheet(held))
        for number, file in enumerate(_files(held), start=1):
            archive.writestr(
                f"{number:02d}-{clean_name(file.name, MediaType(file.media_type))}", read_file(file)
            )
    return f"{held.case.number}.zip", out.getvalue()


def take_paper(interview_id: int, document_id: int) -> StoredFile:
    """One paper of the candidate alone."""
    held = reading_file(interview_id, current_actor())
    found = next((one for one in held.documents if one.id == document_id and one.file is not None), None)
    if found is None or found.file is None:
        raise NotFound
    _note(held, "take_paper", document=found.id, digest=found.file.digest)
    return found.file


def _files(held: ReadingFile) -> list[StoredFile]:
    found = [one.file for one in held.documents if one.file is not None]
    return [*found, held.report.file] if held.report else found


def _sheet(held: ReadingFile) -> bytes:
    settings: Settings = current_app.extensions["synaq.settings"]
    return render_pdf(
        "commissions/reading_file",
        paper_facts(held),
        specimen=settings.specimen,
        language=current_language(),
    )


def _note(held: ReadingFile, verb: str, **new: object) -> None:
    record(
        f"commissions:reading_file:{verb}",
        subject=("case", held.case.id),
        office_id=held.slot.meeting.office_id,
        new={"meeting": held.slot.meeting.number, **new},
    )
