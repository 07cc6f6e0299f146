"""The own archive refuses whatever is not its own, to the letter."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from typing import Any

import pytest

from question_banks.canonical import encode
from question_banks.readers.archive import ArchiveReader
from question_banks.readers.outcomes import Outcome, Reading, Source
from question_banks.readers.safe_zip import ArchiveRefused, Limits, SafeZip
from question_banks.writers.archive import ArchiveWriter
from question_banks.writers.outcomes import NotWritable, Writing
from tests.question_banks import makers
from tests.question_banks.reading import refusal

READER = ArchiveReader()


def packed(items: list[Any], *, extra: dict[str, bytes] | None = None, **manifest: Any) -> bytes:
    lines = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in items)
    told = {"format": "synaq-bank", "version": 1, "items": len(items),
            "items_digest": hashlib.sha256(lines).hexdigest(), **manifest}  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", json.dumps(told))
        archive.writestr("items.jsonl", lines)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def read(data: bytes) -> list[Outcome]:
    return list(READER.read(Source("a.zip", data), Reading()))


def item(**changes: Any) -> Any:
    made = encode(makers.item(makers.single()))
    assert isinstance(made, dict)
    return {**made, **changes}


def test_a_hand_made_archive_of_the_right_form_is_taken() -> None:
    assert [one.verdict for one in read(packed([item()]))] == ["taken"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"surprise": 1}, "field_unknown", "surprise"),
        ({"key": 5}, "field_wrong", "key"),
        ({"question": {}}, "field_missing", "question.body"),
    ],
)
def test_a_field_too_many_too_few_or_wrong_is_refused_by_its_name(change: Any, code: str, field: str) -> None:
    assert refusal(read(packed([item(**change)]))[0]) == (code, {"field": field})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stem": "<script>x</script>"}, "hostile_markup"),
        ({"stem": "<p>не  чисто</p>"}, "field_wrong"),
        ({"stem": f'<img src="media:{"0" * 64}" alt="x">'}, "image_not_in_file"),
    ],
)
def test_texts_of_a_hand_made_archive_must_be_clean_already(change: dict[str, str], code: str) -> None:
    made = item()
    made["question"]["texts"]["ru"]["parts"].update(change)
    assert refusal(read(packed([made]))[0])[0] == code


def test_a_question_of_a_case_that_did_not_come_is_refused() -> None:
    made = item()
    made["classification"]["case"] = "c1"
    assert refusal(read(packed([made]))[0]) == ("case_unknown", {"case": "c1"})


@pytest.mark.parametrize(
    "line", ["[" * 5000, "{}", "[]", "nonsense", '{"kind":"question"}', '{"kind":"poem"}']
)
def test_lines_that_are_no_items_are_refused_one_by_one(line: str) -> None:
    lines = line.encode() + b"\n"
    data = packed([], items_digest=hashlib.sha256(lines).hexdigest())
    held = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", held.read("manifest.json"))
        archive.writestr("items.jsonl", lines)
    (outcome,) = read(out.getvalue())
    assert outcome.verdict == "refused"
    assert outcome.spot.line == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK nonsense", "archive_broken"),
        (packed([], version=2), "archive_version"),
        (packed([], format="other"), "archive_version"),
        (packed([], items_digest="0" * 64), "archive_digest"),
        (packed([], surprise=1), "field_wrong"),
        (packed([], extra={"virus.exe": b"x"}), "archive_foreign_file"),
        (packed([], extra={"../up.txt": b"x"}), "archive_path"),
        (packed([], extra={"/etc/passwd": b"x"}), "archive_path"),
        (packed([], extra={"a\\b": b"x"}), "archive_path"),
        (packed([], extra={"c:/b": b"x"}), "archive_path"),
        (packed([], media={"0" * 64: {"name": "a.png", "content_type": "image/png"}}), "archive_digest"),
    ],
)
def test_an_archive_that_is_not_what_it_says_is_refused_as_a_whole(data: bytes, code: str) -> None:
    (outcome,) = read(data)
    assert refusal(outcome)[0] == code
    assert outcome.spot.item == 0


def test_media_are_held_to_their_digest_and_kind() -> None:
    dot = makers.picture()
    entry = {"name": "a.png", "content_type": "image/png"}
    name = f"media/{dot.digest}.png"
    assert (
        refusal(read(packed([], media={dot.digest: entry}, extra={name: makers.png(3)}))[0])[0]
        == "archive_digest"
    )
    assert refusal(read(packed([], media={dot.digest: entry}, extra={name: b"MZ"}))[0])[0] == "image_broken"
    (unused,) = read(packed([], media={dot.digest: entry}, extra={name: dot.data}))
    assert unused.notes[0].code == "file_not_used"


def test_bombs_links_doubles_and_secrets_are_refused_before_they_are_unpacked() -> None:
    def zipped(*files: tuple[zipfile.ZipInfo, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for info, data in files:
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return out.getvalue()

    link = zipfile.ZipInfo("a")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    secret = bytearray(zipped((zipfile.ZipInfo("a"), b"x")))
    secret[6] |= 1
    secret[secret.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.warns(UserWarning, match="Duplicate"):
        double = zipped((zipfile.ZipInfo("a"), b"x"), (zipfile.ZipInfo("a"), b"y"))
    cases = {
        "archive_ratio": zipped((zipfile.ZipInfo("a"), b"\x00" * 30_000_000)),
        "archive_path": zipped((link, b"/etc/passwd")),
        "archive_twice": double,
        "archive_encrypted": bytes(secret),
    }
    for code, data in cases.items():
        with pytest.raises(ArchiveRefused) as refused:
            SafeZip(data)
        assert refused.value.note.code == code
    many = zipped(*((zipfile.ZipInfo(f"f{n}"), b"") for n in range(20)))
    with pytest.raises(ArchiveRefused, match="archive_too_many"):
        SafeZip(many, Limits(files=10))
    with pytest.raises(ArchiveRefused, match="archive_too_large"):
        SafeZip(zipped((zipfile.ZipInfo("a"), bytes(range(256)) * 100)), Limits(total=1000))


def test_a_directory_that_lies_about_a_size_is_found_while_reading() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\x00" * 900_000)
    data = bytearray(out.getvalue())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ArchiveRefused):
        SafeZip(bytes(data)).read("a")


def test_a_bank_whose_image_is_lost_is_not_written_in_silence() -> None:
    held = makers.question(
        makers.true_false().body, {"stem": {"ru": f'<img src="media:{"1" * 64}" alt="x">'}}
    )
    with pytest.raises(NotWritable):
        ArchiveWriter().write([makers.item(held)], Writing())


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b"])
def test_a_zero_or_half_a_letter_is_refused_where_json_can_write_it(name: str) -> None:
    line = json.dumps(item(name=name)).encode() + b"\n"
    out = io.BytesIO()
    told = {
        "format": "synaq-bank",
        "version": 1,
        "items": 1,
        "items_digest": hashlib.sha256(line).hexdigest(),
    }
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", json.dumps(told))
        archive.writestr("items.jsonl", line)
    (outcome,) = read(out.getvalue())
    assert refusal(outcome) == ("field_wrong", {"field": "JSON"})
