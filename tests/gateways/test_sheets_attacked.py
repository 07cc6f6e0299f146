"""Papers with two and three signatures, attacked as a whole: what was done is named wherever it breaks one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pyhanko.pdf_utils import generic

from gateways.paper_command import verify_paper
from gateways.signatures.evidence import nothing_known
from gateways.signatures.findings import Doubt, Expected, Fault, Flawed, NotChecked, NotValid, Valid
from gateways.signatures.keystore import sign_detached
from gateways.signatures.signing import prepare_pdf, seal_pdf
from tests.gateways.signing import (
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
    stamp_for,
    with_stamp,
)
from tests.gateways.test_pdf_signatures import pdfsig, updated

THIRD_IIN = "790101300017"
ORDER = (IIN, OTHER_IIN, THIRD_IIN)
EXPECTED = tuple(Expected(iin=iin) for iin in ORDER)

# Published without types.
pdf: Any = generic


def signed_by(bench: Bench, *iins: str, stamped: bool = True) -> list[bytes]:
    """The paper as each signature leaves it."""
    left = [small_pdf()]
    for number, iin in enumerate(iins, start=1):
        left.append(bench.sealed(left[-1], bench.person(iin=iin), f"Signature{number}", stamped=stamped))
    return left


@pytest.fixture(scope="module")
def left(bench: Bench) -> list[bytes]:
    return signed_by(bench, *ORDER)


def told(bench: Bench, document: bytes, **how: Any) -> list[Fault | Doubt | None]:
    """What is wrong with each signature, in order; nothing where it is valid."""
    faults: list[Fault | Doubt | None] = []
    for one in bench.check_pdf(document, **{"expected": EXPECTED} | how):
        match one.finding:
            case NotValid(fault):
                faults.append(fault)
            case NotChecked(doubt):
                faults.append(doubt)
            case Valid():
                faults.append(None)
    return faults


def turned(document: bytes, place: int) -> bytes:
    changed = bytearray(document)
    changed[place] ^= 1
    return bytes(changed)


def other_digit(document: bytes, place: int) -> bytes:
    """One hexadecimal digit of a signature replaced by another; the document can still be read."""
    changed = bytearray(document)
    changed[place] = ord("1") if changed[place] == ord("0") else ord("0")
    return bytes(changed)


def test_each_signature_is_valid_as_it_was_left_and_after_those_that_follow(
    bench: Bench, left: list[bytes]
) -> None:
    for number, document in enumerate(left[1:], start=1):
        assert told(bench, document) == [None] * number


def test_a_turned_byte_of_the_paper_breaks_all_three(bench: Bench, left: list[bytes]) -> None:
    place = left[0].index(b"200 200")
    assert told(bench, turned(left[3], place)) == [Fault.CHANGED] * 3


def test_a_turned_byte_of_a_later_signature_leaves_none_that_covers_it_valid(
    bench: Bench, left: list[bytes]
) -> None:
    second = left[3].index(b"/Contents", len(left[1])) + 200
    found = told(bench, other_digit(left[3], second))
    assert found[0] is None, "the first covers only what was there when it was made"
    assert None not in found[1:]


def append_page(writer: Any) -> None:
    page = pdf.DictionaryObject({pdf.pdf_name("/Type"): pdf.pdf_name("/Page")})
    page[pdf.pdf_name("/Parent")] = writer.root.raw_get("/Pages")
    pages = writer.root["/Pages"]
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf.pdf_name("/Count")] = pdf.NumberObject(2)
    writer.mark_update(writer.root.raw_get("/Pages"))


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_page_brought_in_behind_any_of_them_is_named_at_each_before_it(
    bench: Bench, left: list[bytes], after: int
) -> None:
    document = updated(left[after], append_page)
    assert told(bench, document) == [Fault.PAGES_ADDED] * after
    for number in range(after, 3):
        signer = bench.person(iin=ORDER[number])
        document = bench.sealed(document, signer, f"Signature{number + 1}")
    assert told(bench, document) == [Fault.PAGES_ADDED] * after + [None] * (3 - after)


def test_signatures_in_another_order_are_other_persons(bench: Bench) -> None:
    document = signed_by(bench, OTHER_IIN, IIN)[-1]
    assert told(bench, document) == [Fault.OTHER_PERSON] * 2


def test_one_person_does_not_sign_for_another_in_the_middle(bench: Bench) -> None:
    document = signed_by(bench, IIN, IIN, THIRD_IIN)[-1]
    assert told(bench, document) == [None, Fault.OTHER_PERSON, None]


def test_a_stranger_in_the_middle_is_not_believed_and_the_others_are(
    bench: Bench, left: list[bytes], tmp_path: Path
) -> None:
    foreign = make_bench(tmp_path)
    document = foreign.sealed(left[1], foreign.person(iin=OTHER_IIN), "Signature2")
    document = bench.sealed(document, bench.person(iin=THIRD_IIN), "Signature3")
    first, second, third = told(bench, document)
    assert second in {Fault.CHAIN, Fault.STAMP_UNTRUSTED}
    assert (first, third) == (None, None)


@pytest.mark.parametrize(("when", "fault"), [(-HOUR, Fault.REVOKED), (HOUR, None)])
def test_a_revocation_before_its_time_stamp_breaks_one_and_after_it_none(
    tmp_path: Path, when: Any, fault: Fault | None
) -> None:
    bench = make_bench(tmp_path)
    second = bench.person(iin=OTHER_IIN)
    document = bench.sealed(small_pdf(), bench.person(iin=IIN), "Signature1")
    document = bench.sealed(document, second, "Signature2")
    document = bench.sealed(document, bench.person(iin=THIRD_IIN), "Signature3")
    bench.revoke(second, NOW + when)
    assert told(bench, document, moment=NOW + DAY) == [None, fault, None]


def test_with_an_expired_certificate_nobody_signs_and_one_that_expires_later_stays_proved(
    bench: Bench, left: list[bytes]
) -> None:
    expired = bench.person(iin=OTHER_IIN, moment=NOW - YEAR, lasts=DAY)
    assert refused(bench, left[1], expired, OTHER_IIN) is Fault.EXPIRED
    brief = bench.sealed(left[1], bench.person(iin=OTHER_IIN, lasts=DAY), "Signature2")
    assert told(bench, brief, moment=NOW + 30 * DAY) == [None, None]


def test_with_a_revoked_certificate_nobody_signs(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    signer = bench.person(iin=IIN)
    bench.revoke(signer, NOW - HOUR)
    assert refused(bench, small_pdf(), signer, IIN) is Fault.REVOKED


def test_another_persons_signature_is_not_appended(bench: Bench, left: list[bytes]) -> None:
    assert refused(bench, left[1], bench.person(iin=IIN), OTHER_IIN) is Fault.OTHER_PERSON


def refused(
    bench: Bench, document: bytes, signer: Any, iin: str, change: Callable[[bytes], bytes] = bytes
) -> Fault | Doubt:
    """Why the door does not append this signature."""
    prepared = prepare_pdf(document, "Next", "Қайырбекова Ө. Ү.", NOW)
    brought = change(sign_detached(signer, prepared.covered))
    with pytest.raises(Flawed) as flaw:
        seal_pdf(prepared, brought, Expected(iin=iin), bench.trust, bench.source, NOW, bench.stamps())
    finding = flaw.value.finding
    return finding.fault if isinstance(finding, NotValid) else finding.doubt


def test_the_time_stamp_of_the_one_before_is_not_used_again(bench: Bench, left: list[bytes]) -> None:
    other = sign_detached(bench.person(iin=IIN), b"something else")
    token = stamp_for(bench, other)
    found = refused(
        bench, left[1], bench.person(iin=OTHER_IIN), OTHER_IIN, lambda made: with_stamp(made, token)
    )
    assert found is Fault.STAMP_REPLAYED


def test_a_dead_authority_makes_nothing_valid_and_nothing_false(bench: Bench, left: list[bytes]) -> None:
    assert told(bench, left[3], source=silence) == [None] * 3, (
        "the paper keeps what was said when it was signed"
    )
    document = small_pdf()
    for number, iin in enumerate(ORDER[:2], start=1):
        prepared = prepare_pdf(document, f"Signature{number}", "Қайырбекова Ө. Ү.", NOW)
        signature = sign_detached(bench.person(iin=iin), prepared.covered)
        document = seal_pdf(
            prepared, signature, Expected(), bench.trust, nothing_known, NOW, bench.stamps()
        ).document
    assert told(bench, document, source=silence) == [Doubt.AUTHORITY_SILENT] * 2


@pytest.mark.parametrize("several", [2, 3])
def test_poppler_agrees_on_a_sheet(left: list[bytes], tmp_path: Path, several: int) -> None:
    said = pdfsig(left[several], tmp_path)
    assert said.count("Signature is Valid.") == several
    broken = pdfsig(turned(left[several], left[0].index(b"200 200")), tmp_path)
    assert "Signature is Valid." not in broken
    assert broken.count("Digest Mismatch.") == several


def test_the_command_says_of_each_signature_who_and_when_without_a_database(
    make_app: Callable[..., Flask], bench: Bench, left: list[bytes], tmp_path: Path
) -> None:
    app = make_app(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'none.sqlite'}")
    roots, good, bad = (tmp_path / name for name in ("roots.pem", "good.pdf", "bad.pdf"))
    roots.write_bytes(bench.authority.bundle)
    good.write_bytes(left[3])
    bad.write_bytes(turned(left[3], left[0].index(b"200 200")))
    run = app.test_cli_runner()
    answer = run.invoke(verify_paper, [str(good), "--roots", str(roots)])
    assert answer.exit_code == 0, answer.output
    for number, iin in enumerate(ORDER, start=1):
        assert f"{number}. Signature{number}: The signature is valid" in answer.output
        assert iin in answer.output
    assert "14 April 2026" in answer.output
    answer = run.invoke(verify_paper, [str(bad), "--roots", str(roots)])
    assert answer.exit_code == 1
    assert answer.output.count("changed afterwards") == 3
    assert "3 of 3 not valid" in answer.output
    answer = run.invoke(verify_paper, [str(good), "--language", "ru"])
    assert answer.exit_code == 2, "without roots nothing can be said of another installation's paper"
    answer = run.invoke(verify_paper, [str(good), "--roots", str(bad)])
    assert answer.exit_code == 1
    assert "holds no certificates" in answer.output
