"""Signed papers: what was done to them afterwards is named, and another reader of PDFs comes to the same."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from gateways.signatures.documents import Level
from gateways.signatures.evidence import nothing_known
from gateways.signatures.findings import Doubt, Expected, Fault, Flawed, NotChecked, NotValid, Use, Valid
from gateways.signatures.keystore import sign_detached
from gateways.signatures.signing import prepare_pdf, seal_pdf
from tests.gateways.signing import (
    BIN,
    DAY,
    HOUR,
    IIN,
    NOW,
    OTHER_IIN,
    YEAR,
    Bench,
    make_bench,
    silence,
    small_pdf,
)
from tests.paper_reading import _poppler

# Published without types.
pdf: Any = generic


def fault_of(bench: Bench, document: bytes) -> Fault | Doubt | None:
    """What is wrong with the only signature; nothing where it is valid."""
    (found,) = bench.check_pdf(document)
    match found.finding:
        case NotValid(fault):
            return fault
        case NotChecked(doubt):
            return doubt
        case Valid():
            return None


@pytest.fixture(scope="module")
def sealed(bench: Bench) -> bytes:
    return bench.sealed(small_pdf(), bench.person())


class Quiet(list[Any]):
    """What hypothesis should not print when it fails."""

    def __repr__(self) -> str:
        return "a bench and a signed document"


@pytest.fixture(scope="module")
def paper(bench: Bench, sealed: bytes) -> Quiet:
    return Quiet([bench, sealed])


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_paper_of_the_press_is_signed_and_stays_a_paper(bench: Bench, kind: str) -> None:
    paper = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    signed = bench.sealed(paper, bench.person(kind=kind))
    assert signed.startswith(paper), "what was written stays as it was"
    (found,) = bench.check_pdf(signed, expected=[Expected(Use.SIGNING, IIN)])
    assert isinstance(found.finding, Valid)
    assert found.finding.stamped_at == NOW


def test_several_sign_in_their_order(bench: Bench) -> None:
    first, second = bench.person(), bench.person(iin=OTHER_IIN, bin_number=BIN, kind="rsa")
    document = bench.sealed(bench.sealed(small_pdf(), first), second, "S2")
    order = [Expected(Use.SIGNING, IIN), Expected(Use.SIGNING, OTHER_IIN, BIN)]
    found = bench.check_pdf(document, expected=order)
    assert [one.field for one in found] == ["S1", "S2"]
    assert all(isinstance(one.finding, Valid) for one in found)
    swapped = bench.check_pdf(document, expected=order[::-1])
    assert [one.finding.fault for one in swapped if isinstance(one.finding, NotValid)] == [
        Fault.OTHER_PERSON
    ] * 2


def test_a_turned_byte_is_a_change(bench: Bench, sealed: bytes) -> None:
    assert fault_of(bench, sealed.replace(b"200 200", b"200 300", 1)) is Fault.CHANGED


def test_bytes_behind_the_end_are_named(bench: Bench, sealed: bytes) -> None:
    assert fault_of(bench, sealed + b"% a note\n") is Fault.ADDED
    table = sealed.rindex(b"startxref")
    assert fault_of(bench, sealed + b"% a note\n" + sealed[table:]) is Fault.ADDED


def test_an_appended_page_is_named_as_such(bench: Bench, sealed: bytes) -> None:
    def append(writer: Any) -> None:
        page = pdf.DictionaryObject({pdf.pdf_name("/Type"): pdf.pdf_name("/Page")})
        page[pdf.pdf_name("/Parent")] = writer.root.raw_get("/Pages")
        pages = writer.root["/Pages"]
        pages["/Kids"].append(writer.add_object(page))
        pages[pdf.pdf_name("/Count")] = pdf.NumberObject(2)
        writer.mark_update(writer.root.raw_get("/Pages"))

    assert fault_of(bench, updated(sealed, append)) is Fault.PAGES_ADDED


def test_a_change_by_an_update_is_named(bench: Bench, sealed: bytes) -> None:
    def draw(writer: Any) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        drawn = writer.add_object(pdf.StreamObject(stream_data=b"0 0 9 9 re f"))
        kids[0][pdf.pdf_name("/Contents")] = drawn
        writer.mark_update(kids.raw_get(0))

    assert fault_of(bench, updated(sealed, draw)) is Fault.ADDED


def updated(document: bytes, change: Callable[[Any], None]) -> bytes:
    """The document with a lawful update of PDF behind it."""
    writer: Any = IncrementalPdfFileWriter(BytesIO(document))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_signature_taken_to_another_document_is_a_change(bench: Bench) -> None:
    signer = bench.person()
    one = prepare_pdf(small_pdf(), "S1", "Қ", NOW)
    other = prepare_pdf(small_pdf(2), "S1", "Қ", NOW)
    signature = sign_detached(signer, one.covered)
    with pytest.raises(Flawed) as refused:
        seal_pdf(other, signature, Expected(), bench.trust, bench.source, NOW, bench.stamps())
    assert isinstance(refused.value.finding, NotValid)
    assert refused.value.finding.fault is Fault.CHANGED


def test_an_unsigned_or_broken_document_is_said_to_be_so(bench: Bench) -> None:
    assert fault_of(bench, small_pdf()) is Fault.NONE
    assert fault_of(bench, b"%PDF-1.7\nnothing") is Fault.UNREADABLE


def test_the_level_says_how_long_it_can_be_proved(bench: Bench) -> None:
    prepared = prepare_pdf(small_pdf(), "S1", "Қ", NOW)
    signature = sign_detached(bench.person(), prepared.covered)

    def level(ask: Any, source: Any = bench.source) -> Level:
        return seal_pdf(prepared, signature, Expected(), bench.trust, source, NOW, ask).level

    assert level(bench.stamps()) is Level.B_LT
    assert level(bench.stamps(), nothing_known) is Level.B_T
    assert level(None) is Level.B_B
    with pytest.raises(Flawed):
        level(bench.stamps(), silence)


def test_long_afterwards_nobody_has_to_be_asked(bench: Bench, sealed: bytes) -> None:
    (found,) = bench.check_pdf(sealed, moment=NOW + 5 * YEAR, source=silence)
    assert isinstance(found.finding, Valid), "the certificate has ended and the authority is silent"


def test_a_revocation_after_the_time_stamp_leaves_the_signature_valid_and_one_before_does_not(
    bench: Bench,
) -> None:
    later, earlier = bench.person(), bench.person()
    first, second = bench.sealed(small_pdf(), later), bench.sealed(small_pdf(), earlier)
    bench.revoke(later, NOW + HOUR)
    bench.revoke(earlier, NOW - HOUR)
    assert isinstance(bench.check_pdf(first, moment=NOW + DAY)[0].finding, Valid)
    assert isinstance(bench.check_pdf(second, moment=NOW + DAY)[0].finding, NotValid)


def test_a_stranger_is_not_believed(bench: Bench, tmp_path: Path) -> None:
    stranger = make_bench(tmp_path)
    foreign = stranger.sealed(small_pdf(), stranger.person())
    assert fault_of(bench, foreign) in {Fault.CHAIN, Fault.STAMP_UNTRUSTED}


def test_a_signature_that_reaches_into_the_noughts_behind_it_is_refused(bench: Bench, sealed: bytes) -> None:
    """The first figure of its length, turned: once this read as the same signature."""
    start = sealed.index(b"/Contents <") + len(b"/Contents <")
    assert sealed[start : start + 4] == b"3082"
    turned = sealed[: start + 4] + b"1" + sealed[start + 5 :]
    assert fault_of(bench, turned) is Fault.UNREADABLE


def test_a_figure_turned_into_a_point_makes_a_file_unreadable_and_no_fault_of_ours(
    bench: Bench, sealed: bytes
) -> None:
    """A lone point is no number; the reader of numbers once broke off at it in a way of its own."""
    covered = sealed[: sealed.index(b"/ByteRange")]
    figures = [found.start() for found in re.finditer(rb"(?<= )[0-9](?=[ /])", covered)]
    assert len(figures) > 5
    for position in figures:
        (found, *_rest) = bench.check_pdf(sealed[:position] + b"." + sealed[position + 1 :])
        assert isinstance(found.finding, NotValid)


@given(position=st.integers(0, 10**6), turned=st.integers(1, 255))
@settings(max_examples=250, deadline=None)
def test_no_turned_byte_of_a_signed_document_goes_unnoticed(
    paper: list[Any], position: int, turned: int
) -> None:
    """Up to the end of what is covered: the bytes, the signature, and the place kept free around it."""
    bench, sealed = paper
    covered = sealed.index(b"%%EOF", sealed.index(b"/ByteRange")) + 5
    whole = bytearray(sealed)
    whole[position % covered] ^= turned
    (found, *_rest) = bench.check_pdf(bytes(whole))
    assert not isinstance(found.finding, Valid)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_poppler_agrees(bench: Bench, tmp_path: Path, kind: str) -> None:
    paper = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    first = bench.sealed(paper, bench.person(kind=kind))
    both = bench.sealed(first, bench.person(iin=OTHER_IIN, kind=kind), "S2")
    assert pdfsig(both, tmp_path).count("Signature is Valid.") == 2
    turned = bytearray(both)
    turned[2000] ^= 1
    said = pdfsig(bytes(turned), tmp_path)
    assert "Signature is Valid." not in said
    assert said.count("Digest Mismatch.") == 2


def pdfsig(document: bytes, folder: Path) -> str:
    """What poppler says of the signatures, certificates aside: it knows no root of ours."""
    path = folder / "signed.pdf"
    path.write_bytes(document)
    try:
        return _poppler("pdfsig", "-nocert", str(path)).decode()
    except subprocess.CalledProcessError as error:
        return str(error.stdout.decode())
