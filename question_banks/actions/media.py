"""The images of a bank: kept once under their digest, whoever brings them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from sqlalchemy import select

from core.database import db
from core.file_types import IMAGES
from core.files import store_file
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from question_banks.actions.banks import check_open
from question_banks.items import MediaFile
from question_banks.models import Bank, BankMedium
from question_banks.readers.images import LARGEST, image_file
from question_banks.readers.outcomes import ItemRefused


def add_image(bank: Bank, name: str, data: bytes) -> BankMedium:
    """Keep an image that somebody brought from the editor."""
    try:
        file = image_file(name, data)
    except ItemRefused as refused:
        raise Refusal(
            _l("This is not an image that can be shown here, or it is larger than 5 MB."),
            next_step=_l("Save it as PNG or JPEG, smaller than 5 MB, and choose it again."),
            status=422,
        ) from refused
    kept = keep_images(bank, [file])[0]
    record(
        "question_banks:bank:add_image",
        subject=("question_bank", bank.id),
        office_id=bank.office_id,
        new={"digest": kept.digest, "name": kept.name},
    )
    return kept


def keep_images(bank: Bank, files: Iterable[MediaFile], *, import_id: int | None = None) -> list[BankMedium]:
    """Keep images that the bank does not have yet; the calling verb journals it."""
    check_open(bank)
    there = {
        row.digest: row for row in db.session.scalars(select(BankMedium).where(BankMedium.bank_id == bank.id))
    }
    kept: list[BankMedium] = []
    for file in files:
        if (known := there.get(file.digest)) is None:
            known = there[file.digest] = _keep(bank, file, import_id)
        kept.append(known)
    db.session.flush()
    return kept


def _keep(bank: Bank, file: MediaFile, import_id: int | None) -> BankMedium:
    if len(file.data) > LARGEST:
        raise Refusal(_l("The image “%(name)s” is larger than 5 MB.", name=file.name[:80]), status=422)
    stored = store_file(io.BytesIO(file.data), file.name, IMAGES)
    row = BankMedium(
        bank_id=bank.id,
        digest=stored.digest,
        file_id=stored.id,
        name=stored.name,
        content_type=stored.media_type,
        import_id=import_id,
    )
    db.session.add(row)
    return row
