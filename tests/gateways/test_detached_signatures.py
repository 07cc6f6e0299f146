"""A signature over a request: valid only when everything holds, and each fault is told apart."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from gateways.signatures.evidence import Trust, nothing_known
from gateways.signatures.findings import Doubt, Expected, Fault, NotChecked, NotValid, Use, Valid
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached
from gateways.signatures.profiles import Subject
from gateways.signatures.signing import prepare_pdf
from tests.gateways.signing import (
    BIN,
    DAY,
    HOUR,
    IIN,
    NOW,
    OTHER_IIN,
    REQUEST,
    Bench,
    changed,
    make_bench,
    silence,
    small_pdf,
    stamp_for,
    with_stamp,
    with_unsigned,
)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_signature_names_its_signer(bench: Bench, kind: str) -> None:
    signer = bench.person(kind=kind, bin_number=BIN)
    found = bench.check(sign_detached(signer, REQUEST), expected=Expected(Use.SIGNING, IIN, BIN))
    assert isinstance(found, Valid)
    assert found.signer.name == "Қайырбекова Өлмесхан Үсенқызы"
    assert (found.signer.iin, found.signer.bin) == (IIN, BIN)
    assert found.signer.algorithm == {"ec": "ECDSA P-256", "rsa": "RSA 2048"}[kind]


@pytest.mark.parametrize("form", ["der", "pem", "base64"])
def test_it_may_come_in_the_forms_in_which_programs_write_it(bench: Bench, form: str) -> None:
    der = sign_detached(bench.person(), REQUEST)
    spelled = base64.encodebytes(der)
    brought = {
        "der": der,
        "pem": b"-----BEGIN CMS-----\r\n" + spelled + b"-----END CMS-----\r\n",
        "base64": spelled,
    }[form]
    assert isinstance(bench.check(brought), Valid)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_what_another_program_signs_is_read_as_well(bench: Bench, kind: str) -> None:
    key = new_key(kind)
    subject = Subject("Қайырбекова", "Өлмесхан", IIN)
    certificate = bench.authority.issue(subject, Use.SIGNING, key, NOW)
    signature = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(REQUEST)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    )
    assert isinstance(bench.check(signature), Valid), "the issuer is known here and need not come along"


def test_a_changed_request_is_told_from_a_broken_signature(bench: Bench) -> None:
    signature = sign_detached(bench.person(), REQUEST)
    otherwise = bench.check(signature, REQUEST.replace(b"certificate", b"certificatE"))
    assert isinstance(otherwise, NotValid)
    assert otherwise.fault is Fault.CHANGED
    other = cms.ContentInfo.load(sign_detached(bench.person(), REQUEST))["content"]["signer_infos"][0]

    def take_its_value(one: Any) -> None:
        one["signature"] = other["signature"].native

    broken = bench.check(changed(signature, take_its_value))
    assert isinstance(broken, NotValid)
    assert broken.fault is Fault.BROKEN


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        (Expected(Use.SIGNING, OTHER_IIN), Fault.OTHER_PERSON),
        (Expected(Use.SIGNING, IIN, BIN), Fault.OTHER_ORGANISATION),
        (Expected(Use.SIGN_IN, IIN), Fault.KEY_USAGE),
    ],
)
def test_the_signer_must_be_the_person_expected_with_the_key_for_it(
    bench: Bench, expected: Expected, fault: Fault
) -> None:
    found = bench.check(sign_detached(bench.person(), REQUEST), expected=expected)
    assert isinstance(found, NotValid)
    assert found.fault is fault


def test_a_key_for_logging_in_logs_in_and_signs_nothing(bench: Bench) -> None:
    signature = sign_detached(bench.person(Use.SIGN_IN), REQUEST)
    assert isinstance(bench.check(signature, expected=Expected(Use.SIGN_IN, IIN)), Valid)
    signing = bench.check(signature)
    assert isinstance(signing, NotValid)
    assert signing.fault is Fault.KEY_USAGE


@pytest.mark.parametrize(
    ("start", "lasts", "fault"),
    [(NOW - 2 * DAY, DAY, Fault.EXPIRED), (NOW + DAY, DAY, Fault.NOT_YET_VALID)],
)
def test_the_certificate_must_stand_at_the_moment(bench: Bench, start, lasts, fault) -> None:  # type: ignore[no-untyped-def]  # pytest's table
    signature = sign_detached(bench.person(moment=start, lasts=lasts), REQUEST)
    found = bench.check(signature)
    assert isinstance(found, NotValid)
    assert found.fault is fault
    assert found.detail, "since when, or until when"


def test_a_revoked_certificate_signs_no_more_and_did_before(bench: Bench) -> None:
    signer = bench.person(moment=NOW - DAY)
    signature = sign_detached(signer, REQUEST)
    bench.revoke(signer, NOW - HOUR)
    found = bench.check(signature)
    assert isinstance(found, NotValid)
    assert found.fault is Fault.REVOKED
    assert isinstance(bench.check(signature, moment=NOW - 2 * HOUR), Valid)


def test_a_stranger_with_an_own_authority_of_the_same_name_is_refused(bench: Bench, tmp_path: Path) -> None:
    found = bench.check(sign_detached(make_bench(tmp_path).person(), REQUEST))
    assert isinstance(found, NotValid)
    assert found.fault is Fault.CHAIN


def test_an_enclosed_certificate_that_does_not_belong_is_refused(bench: Bench) -> None:
    signer = bench.person()
    signer.cert_registry.register(bench.person().signing_cert)
    found = bench.check(sign_detached(signer, REQUEST))
    assert isinstance(found, NotValid)
    assert found.fault is Fault.CHAIN


@pytest.mark.parametrize("source", [silence, nothing_known])
def test_a_silent_authority_makes_a_signature_neither_valid_nor_invalid(bench: Bench, source) -> None:  # type: ignore[no-untyped-def]  # pytest's table
    found = bench.check(sign_detached(bench.person(), REQUEST), source=source)
    assert isinstance(found, NotChecked)
    assert found.doubt is Doubt.AUTHORITY_SILENT


def test_without_roots_nobody_is_trusted(bench: Bench) -> None:
    found = bench.check(sign_detached(bench.person(), REQUEST), trust=Trust())
    assert isinstance(found, NotValid)
    assert found.fault is Fault.CHAIN


@pytest.mark.parametrize(
    ("part", "number", "name"),
    [
        ("digest_algorithm", "1.2.398.3.10.1.3.1", "ГОСТ 34.311-95"),
        ("digest_algorithm", "1.2.643.7.1.1.2.2", "ГОСТ Р 34.11-2012 (256)"),
        ("signature_algorithm", "1.2.398.3.10.1.1.2.3.2", "ГОСТ 34.310-2015 (512)"),
        ("signature_algorithm", "1.3.6.1.4.1.99999.1", "OID 1.3.6.1.4.1.99999.1"),
        ("signature_algorithm", "1.2.840.113549.1.1.10", "RSA-PSS"),
        ("digest_algorithm", "1.3.14.3.2.26", "SHA-1"),
    ],
)
def test_another_algorithm_is_refused_by_name(bench: Bench, part: str, number: str, name: str) -> None:
    def name_another(one: Any) -> None:
        kind = type(one[part])
        one[part] = kind({"algorithm": number})

    found = bench.check(changed(sign_detached(bench.person(), REQUEST), name_another))
    assert isinstance(found, NotChecked), "neither valid nor invalid"
    assert (found.doubt, found.detail) == (Doubt.ALGORITHM, name)


def test_a_certificate_with_a_gost_key_is_refused_by_name(bench: Bench) -> None:
    elliptic, gost = bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a830e030a0101")
    found = bench.check(sign_detached(bench.person(), REQUEST).replace(elliptic, gost))
    assert isinstance(found, NotChecked)
    assert found.detail.startswith("OID 1.2.398.3.10.1.1")


@pytest.mark.parametrize(
    "brought", [b"", b"0", b"hello", b"\x30\x80\x00\x00", b"%PDF-1.7", b"0" * 70_000, b"\x30\x03\x02\x01\x01"]
)
def test_what_is_no_signature_is_said_to_be_none(bench: Bench, brought: bytes) -> None:
    found = bench.check(brought)
    assert isinstance(found, NotValid)
    assert found.fault is Fault.UNREADABLE


def test_two_signers_in_one_file_are_not_guessed_at(bench: Bench) -> None:
    signed = cms.ContentInfo.load(sign_detached(bench.person(), REQUEST))["content"].copy()
    signed["signer_infos"] = cms.SignerInfos([one.copy() for one in signed["signer_infos"]] * 2)
    found = bench.check(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
    assert isinstance(found, NotValid)
    assert found.fault is Fault.SEVERAL


def test_a_time_stamp_of_the_signature_is_read(bench: Bench) -> None:
    signature = sign_detached(bench.person(), REQUEST)
    found = bench.check(with_stamp(signature, stamp_for(bench, signature, NOW - HOUR)))
    assert isinstance(found, Valid)
    assert found.stamped_at == NOW - HOUR


def test_a_replayed_time_stamp_is_told_from_a_false_one(bench: Bench, tmp_path: Path) -> None:
    signer = bench.person()
    signature, earlier = sign_detached(signer, REQUEST), sign_detached(signer, b"another request")
    replayed = bench.check(with_stamp(signature, stamp_for(bench, earlier)))
    assert isinstance(replayed, NotValid)
    assert replayed.fault is Fault.STAMP_REPLAYED
    stranger = bench.check(with_stamp(signature, stamp_for(make_bench(tmp_path), signature)))
    assert isinstance(stranger, NotValid)
    assert stranger.fault is Fault.STAMP_UNTRUSTED
    later = bench.check(with_stamp(signature, stamp_for(bench, signature, NOW + DAY)))
    assert isinstance(later, NotValid)
    assert later.fault is Fault.STAMP_BROKEN


def test_an_unsigned_part_that_nobody_checks_is_named(bench: Bench) -> None:
    signature = sign_detached(bench.person(), REQUEST)
    found = bench.check(with_unsigned(signature, "1.2.398.9.9", cms.OctetString(b"x")))
    assert isinstance(found, NotChecked)
    assert (found.doubt, found.detail) == (Doubt.UNKNOWN_PART, "OID 1.2.398.9.9")


@given(position=st.integers(0, 10**6), turned=st.integers(1, 255), which=st.integers(0, 2))
@settings(max_examples=250, deadline=None)
def test_no_turned_byte_of_a_signature_goes_unnoticed(
    signatures: tuple[Bench, tuple[bytes, ...]], position: int, turned: int, which: int
) -> None:
    bench, made = signatures
    whole = bytearray(made[which])
    whole[position % len(whole)] ^= turned
    assert not isinstance(bench.check(bytes(whole)), Valid)


@given(data=st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_get_an_answer(signatures: tuple[Bench, tuple[bytes, ...]], data: bytes) -> None:
    bench, made = signatures
    assert not isinstance(bench.check(data), Valid)
    assert not isinstance(bench.check(made[0][: len(data)] + data), Valid)


def test_a_prepared_document_offers_what_is_covered(bench: Bench) -> None:
    prepared = prepare_pdf(small_pdf(), "S1", "Қайырбекова", NOW)
    found = bench.check(sign_detached(bench.person(), prepared.covered), prepared.covered)
    assert isinstance(found, Valid)
    assert len(prepared.digest) == 64
