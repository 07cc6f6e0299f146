"""The own archive: everything a bank holds, without a loss. What does not fit the form to the letter is refused."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping

from question_banks.archive_form import FORMAT, ITEMS, MANIFEST, MEDIA, VERSION, Manifest
from question_banks.canonical import FormError, Json, decode
from question_banks.content import Case, Question, is_plain
from question_banks.items import BankItem, CaseItem, Item, MediaFile
from question_banks.readers.images import ENDINGS, image_file
from question_banks.readers.outcomes import ItemRefused, Note, Outcome, Reading, Source, Spot, taken
from question_banks.readers.safe_zip import ArchiveRefused, SafeZip
from question_banks.richtext import clean, images

_HALF = re.compile("[\ud800-\udfff]")


class ArchiveReader:
    """Reads the own archive."""

    name = "archive"

    def recognises(self, source: Source) -> bool:
        return source.data.startswith(b"PK\x03\x04") and MANIFEST.encode() in source.data[:200]

    def read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        try:
            archive = SafeZip(source.data)
            manifest = _manifest(archive)
            lines = archive.read(ITEMS)
            if hashlib.sha256(lines).hexdigest() != manifest.items_digest:
                raise ArchiveRefused("archive_digest", name=ITEMS)
            media = _media(archive, manifest)
        except ArchiveRefused as error:
            yield Outcome(verdict="refused", spot=Spot(item=0), notes=(error.note,))
            return
        cases: set[str] = set()
        used: set[str] = set()
        for at, line in enumerate(lines.decode("utf-8", "replace").split("\n"), 1):
            if line:
                outcome = _item(line, at, media, cases)
                used.update(one.digest for one in outcome.media)
                if isinstance(outcome.item, CaseItem):
                    cases.add(outcome.item.key)
                yield outcome
        for name in sorted(set(media) - used):
            notes = (Note("file_not_used", {"name": media[name].name}),)
            yield Outcome(verdict="taken_with_loss", spot=Spot(item=0, name=media[name].name), notes=notes)


def _manifest(archive: SafeZip) -> Manifest:
    for name in (MANIFEST, ITEMS):
        if name not in archive.infos:
            raise ArchiveRefused("not_this_form", form=FORMAT)
    try:
        raw: Json = _letters_only(json.loads(archive.read(MANIFEST)))
        if isinstance(raw, dict) and (raw.get("format"), raw.get("version")) != (FORMAT, VERSION):
            raise ArchiveRefused("archive_version", version=str(raw.get("version"))[:20])
        manifest = decode(Manifest, raw)
    except FormError as error:
        raise ArchiveRefused("field_wrong", field=error.place) from error
    except (ValueError, RecursionError) as error:
        raise ArchiveRefused("archive_broken", reason=MANIFEST) from error
    wanted = {
        MANIFEST,
        ITEMS,
        *(_media_name(digest, entry.content_type) for digest, entry in manifest.media.items()),
    }
    for name in archive.names():
        if name not in wanted:
            raise ArchiveRefused("archive_foreign_file", name=name[:120])
    return manifest


def _letters_only(raw: Json) -> Json:
    """Refuses zeros and halves of letters: JSON can write them, no database keeps them."""
    written = json.dumps(raw, ensure_ascii=False)
    if "\\u0000" in written or _HALF.search(written):
        raise ValueError("a sign that is no letter")
    return raw


def _media_name(digest: str, content_type: str) -> str:
    return f"{MEDIA}{digest}.{ENDINGS.get(content_type, 'bin')}"


def _media(archive: SafeZip, manifest: Manifest) -> dict[str, MediaFile]:
    held: dict[str, MediaFile] = {}
    for digest, entry in manifest.media.items():
        name = _media_name(digest, entry.content_type)
        if name not in archive.infos:
            raise ArchiveRefused("archive_digest", name=name)
        try:
            file = image_file(entry.name, archive.read(name))
        except ItemRefused as error:
            raise ArchiveRefused(error.note.code, **dict(error.note.facts)) from error
        if file.digest != digest or file.content_type != entry.content_type:
            raise ArchiveRefused("archive_digest", name=name)
        held[digest] = file
    return held


def _item(line: str, at: int, media: Mapping[str, MediaFile], cases: set[str]) -> Outcome:
    spot = Spot(item=at, line=at)
    try:
        raw = _letters_only(json.loads(line))
        kind = raw.get("kind") if isinstance(raw, dict) else None
        item: Item = decode(CaseItem, raw) if kind == "case" else decode(BankItem, raw)
        held = item.vignette if isinstance(item, CaseItem) else item.question
        used = _check_texts(held, media)
        if (
            isinstance(item, BankItem)
            and (case := item.classification.case) is not None
            and case not in cases
        ):
            raise ItemRefused("case_unknown", case=case[:80])
    except FormError as error:
        code = {"unknown_field": "field_unknown", "missing_field": "field_missing"}.get(
            error.code, "field_wrong"
        )
        return Outcome(verdict="refused", spot=spot, notes=(Note(code, {"field": error.place}),))
    except ItemRefused as error:
        return Outcome(verdict="refused", spot=spot, notes=(error.note,))
    except (ValueError, RecursionError):
        return Outcome(verdict="refused", spot=spot, notes=(Note("field_wrong", {"field": "JSON"}),))
    return taken(Spot(item=at, line=at, name=item.name or item.key), item, used)


def _check_texts(held: Question | Case, media: Mapping[str, MediaFile]) -> tuple[MediaFile, ...]:
    """An archive may have been made by hand: its texts must be clean already, and their images at hand."""
    used: dict[str, MediaFile] = {}
    for text in held.texts.values():
        for part, words in text.parts.items():
            if is_plain(part):
                continue
            cleaned = clean(words)
            if cleaned.removed:
                raise ItemRefused("hostile_markup", what=cleaned.removed[-1].what)
            if cleaned.markup != words:
                raise ItemRefused("field_wrong", field=part)
            for image in images(words):
                digest = image.source.removeprefix("media:")
                if digest not in media:
                    raise ItemRefused("image_not_in_file", image=image.source)
                used[digest] = media[digest]
    return tuple(used.values())
