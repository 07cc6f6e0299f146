"""Names of files from outside, and how the files are handed out again."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.file_headers import disposition, file_headers
from core.file_names import BYTES, LETTERS, clean_name
from core.file_reasons import MediaType

NAMES = st.text(st.characters() | st.sampled_from('./\\ "%\n\u202e\u0301:')) | st.from_regex(
    r"(?i)(con|nul|com1|lpt9| |\.)*(\.pdf|\.exe|\.jpg)*", fullmatch=True
)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Диплом Әбдіғаппарова.pdf", "Диплом Әбдіғаппарова.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Айгүл\\диплом.PDF", "диплом.pdf"),
        ("/absolute/diploma.pdf", "diploma.pdf"),
        ("diploma\u202efdp.exe", "diplomafdp.exe.pdf"),
        ("a\x00b\x1b[31mc\r\nSet-Cookie: x.pdf", "ab[31mc Set-Cookie_ x.pdf"),
        ("diploma.pdf.exe", "diploma.pdf.exe.pdf"),
        ("photo.jpg", "photo.jpg.pdf"),
        ("CON", "_CON.pdf"),
        ("nul.tar.pdf", "_nul.tar.pdf"),
        ("com¹.pdf", "_com¹.pdf"),
        ("context.pdf", "context.pdf"),
        ("...hidden. . .pdf", "hidden.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        (" \t\u3000 ", "file.pdf"),
        ("\ud800\ufeff\u200b", "file.pdf"),
        ('a"b<c>d|e?f*g%h.pdf', "a_b_c_d_e_f_g_h.pdf"),
        ("И\u0306о\u0308.pdf", "Йӧ.pdf"),
        ("e" + "\u0301" * 50 + ".pdf", "é\u0301\u0301.pdf"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(given_name: str, kept: str) -> None:
    assert clean_name(given_name, MediaType.PDF) == kept


def test_a_long_name_keeps_its_beginning_and_its_ending() -> None:
    name = clean_name("Ұ" * 300 + ".pdf", MediaType.PDF)
    assert name == "Ұ" * 108 + ".pdf"
    assert clean_name("a" * 300, MediaType.PNG) == "a" * 116 + ".png"


def test_the_ending_is_that_of_the_content() -> None:
    assert clean_name("scan.jpeg", MediaType.JPEG) == "scan.jpeg"
    assert clean_name("scan.JPG", MediaType.JPEG) == "scan.jpg"
    assert clean_name("scan.pdf", MediaType.PNG) == "scan.pdf.png"


@given(NAMES, st.sampled_from(list(MediaType)))
@example("CON." + "0" * 200, MediaType.PDF)
def test_whatever_comes_in_the_name_is_safe_and_stays_as_it_is(name: str, kind: MediaType) -> None:
    clean = clean_name(name, kind)
    assert clean_name(clean, kind) == clean
    assert clean == unicodedata.normalize("NFC", clean)
    assert not set(clean) & set('/\\:*?"<>|%')
    assert all(unicodedata.category(letter)[0] != "C" for letter in clean)
    assert clean[0] not in ". "
    assert len(clean) <= LETTERS
    assert len(clean.encode()) <= BYTES
    assert clean.rpartition(".")[2] in {"pdf", "jpg", "jpeg", "png", "gif", "webp"}


def test_a_stored_file_is_handed_out_to_be_saved_and_shut_in() -> None:
    headers = file_headers("Диплом №7.pdf", MediaType.PDF, 1234)
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == "1234"
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''"
        "%D0%94%D0%B8%D0%BF%D0%BB%D0%BE%D0%BC%20%E2%84%967.pdf"
    )
    policy = headers["Content-Security-Policy"].split("; ")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@given(NAMES)
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = disposition(name, MediaType.JPEG)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert header.startswith("attachment; ")
