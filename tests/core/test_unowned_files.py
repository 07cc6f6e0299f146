"""What a refused request left behind in the store is destroyed a day later, with proof; what a row knows stays."""

from __future__ import annotations

import io
import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.files import file_store, read_file, store_file
from core.models import JournalEntry, StoredFile
from core.retention import destroy_unowned
from core.settings import Settings
from tests.core.file_samples import pdf


def test_a_file_without_a_row_is_destroyed_after_a_day(context: Flask, settings: Settings) -> None:
    with acting(SYSTEM):
        kept = store_file(io.BytesIO(pdf()), "kept.pdf").digest
        db.session.commit()
        refused = store_file(io.BytesIO(pdf(extra=[b"<< /Of /nobody >>"])), "refused.pdf").digest
        db.session.rollback()
        assert destroy_unowned(settings) == 0, "the request of this very moment is not decided yet"
        with frozen(now() + timedelta(hours=23)):
            assert destroy_unowned(settings) == 0
        with frozen(now() + timedelta(hours=25)):
            assert destroy_unowned(settings) == 1
            assert destroy_unowned(settings) == 0, "once a day"
    assert list(file_store(settings).digests()) == [kept]
    assert read_file(db.session.scalars(select(StoredFile)).one()) == pdf()
    proof = db.session.scalars(
        select(JournalEntry).where(JournalEntry.tag == "core:stored_file:destroy")
    ).one()
    assert (proof.subject_id, json.loads(proof.new or "")["count"]) == (refused, 1)
