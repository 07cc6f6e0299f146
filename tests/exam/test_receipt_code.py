"""The code a candidate takes home: typed wrongly it is found out, typed kindly it is read."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.receipt_code import ALPHABET, read_receipt_code, receipt_code

DIGEST = hashlib.sha256(b"transcript").hexdigest()
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(digests)
def test_a_code_is_read_as_it_was_given(digest: str) -> None:
    code = receipt_code(digest)
    assert read_receipt_code(code) == code
    assert read_receipt_code(code.lower().replace("-", " ")) == code


def test_a_code_stands_for_the_first_sixty_bits_of_the_digest() -> None:
    signs = receipt_code(DIGEST).replace("-", "")[:12]
    number = 0
    for sign in signs:
        number = number * 32 + ALPHABET.index(sign)
    assert f"{number:015x}" == DIGEST[:15]


@given(digests, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_found(digest: str, at: int, wrong: str) -> None:
    signs = receipt_code(digest).replace("-", "")
    typed = signs[:at] + wrong + signs[at + 1 :]
    assert (read_receipt_code(typed) is not None) is (typed == signs)


def test_nearly_every_pair_of_exchanged_signs_is_found() -> None:
    tried = found = 0
    for number in range(300):
        signs = receipt_code(hashlib.sha256(bytes([number % 256, number // 256])).hexdigest()).replace(
            "-", ""
        )
        for at in range(12):
            typed = signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
            if typed != signs:
                tried += 1
                found += read_receipt_code(typed) is None
    assert found / tried > 0.95


def test_letters_that_look_alike_are_read_kindly() -> None:
    code = next(
        one
        for one in (receipt_code(hashlib.sha256(bytes([number])).hexdigest()) for number in range(256))
        if "0" in one and "1" in one and "B" in one and "C" in one
    )
    kind = code.replace("0", "о").replace("1", "l").replace("B", "В").replace("C", "с")
    assert read_receipt_code(kind) == code


@pytest.mark.parametrize("typed", ["", "K7Q2", "K7Q2-M0XD-9T4B-6-0", "****-****-****-*", "қазақ"])
def test_what_is_no_code_is_told(typed: str) -> None:
    assert read_receipt_code(typed) is None
