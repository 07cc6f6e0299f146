"""The forms that can be read, and which of them a file is."""

from __future__ import annotations

from question_banks.readers.aiken import AikenReader
from question_banks.readers.archive import ArchiveReader
from question_banks.readers.gift import GiftReader
from question_banks.readers.moodle_xml import MoodleXmlReader
from question_banks.readers.outcomes import Reader, Source
from question_banks.readers.sheets import SheetReader

# The order matters: the surest signs first.
READERS: tuple[Reader, ...] = (ArchiveReader(), SheetReader(), MoodleXmlReader(), AikenReader(), GiftReader())


def recognise(source: Source) -> Reader | None:
    """The reader whose form the file has; None when nobody knows it."""
    return next((reader for reader in READERS if reader.recognises(source)), None)


def reader_named(name: str) -> Reader | None:
    """The reader that a person chose."""
    return next((reader for reader in READERS if reader.name == name), None)
