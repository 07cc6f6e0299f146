"""A secret in three parts: two give it back, one says nothing; and the locks that keep parts and papers."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_banks import locks
from question_banks.key_parts import Part, divide, join, multiply, split

SECRETS = st.binary(min_size=1, max_size=40)
CHEAP = locks.COSTS["cheap"]


@given(SECRETS, st.integers(2, 6), st.data())
def test_any_needed_parts_give_the_secret_back(secret: bytes, needed: int, data: st.DataObject) -> None:
    parts = split(secret, parts=data.draw(st.integers(needed, 9)), needed=needed)
    chosen = data.draw(st.permutations(parts))[:needed]
    assert join(chosen) == secret


@given(SECRETS)
def test_any_two_of_three_parts_are_enough_and_all_three_agree(secret: bytes) -> None:
    parts = split(secret, parts=3, needed=2)
    assert all(join(pair) == secret for pair in combinations(parts, 2))
    assert join(parts) == secret


def test_one_part_fits_every_secret_equally() -> None:
    """For each value of the random coefficient another part: whatever the secret, a part is any byte equally often."""
    for secret in (b"\x00", b"\x7f", b"\xff"):
        seen = Counter(
            split(secret, parts=3, needed=2, random=lambda _n, byte=byte: bytes([byte]))[1].data  # type: ignore[misc]
            for byte in range(256)
        )
        assert set(seen.values()) == {1}
        assert len(seen) == 256


@given(SECRETS, st.integers(0, 2), st.integers(1, 255))
def test_a_changed_part_gives_another_secret(secret: bytes, which: int, change: int) -> None:
    parts = list(split(secret, parts=3, needed=2))
    old = parts[which]
    parts[which] = Part(old.place, bytes([old.data[0] ^ change]) + old.data[1:])
    assert join([parts[which], parts[(which + 1) % 3]]) != secret


def test_the_field_is_a_field() -> None:
    assert multiply(0x57, 0x83) == 0xC1  # the example of FIPS 197
    for one in range(1, 256):
        assert multiply(one, divide(1, one)) == 1
        assert multiply(one, 1) == one
        assert divide(multiply(one, 0x53), 0x53) == one
    with pytest.raises(ZeroDivisionError):
        divide(1, 0)


def test_parts_at_one_place_are_no_two_parts() -> None:
    part = split(b"secret", parts=3, needed=2)[0]
    with pytest.raises(ValueError, match="different places"):
        join([part, part])
    with pytest.raises(ValueError, match="cannot be needed"):
        split(b"secret", parts=2, needed=3)


def test_only_its_passphrase_opens_a_key_pair() -> None:
    pair = locks.new_pair("жеті жұлдыз жерде жоқ", CHEAP)
    private = locks.unlock(pair, "  жеті  жұлдыз жерде жоқ ")
    assert locks.unseal(private, locks.seal_to(pair.public_key, b"part", "here"), "here") == b"part"
    for wrong in ("жеті жұлдыз жерде бар", "", "Жеті жұлдыз жерде жоқ"):
        with pytest.raises(locks.DoesNotOpen):
            locks.unlock(pair, wrong)


def test_letters_composed_in_two_ways_are_one_passphrase() -> None:
    pair = locks.new_pair("й қой йод", CHEAP)
    assert locks.unlock(pair, "\u0438\u0306 қо\u0438\u0306 \u0438\u0306од")


@given(st.binary(max_size=80), st.integers(0, 200), st.integers(1, 255))
def test_what_is_sealed_opens_nowhere_else_and_not_changed(message: bytes, at: int, change: int) -> None:
    pair, other = locks.new_pair("one two three", CHEAP), locks.new_pair("one two three", CHEAP)
    private = locks.unlock(pair, "one two three")
    sealed = locks.seal_to(pair.public_key, message, "set 1, place 1")
    assert locks.unseal(private, sealed, "set 1, place 1") == message
    at %= len(sealed)
    changed = sealed[:at] + bytes([sealed[at] ^ change]) + sealed[at + 1 :]
    for key, piece, context in (
        (private, sealed, "set 1, place 2"),
        (locks.unlock(other, "one two three"), sealed, "set 1, place 1"),
        (private, sealed[:20], "set 1, place 1"),
        (private, changed, "set 1, place 1"),
    ):
        with pytest.raises(locks.DoesNotOpen):
            locks.unseal(key, piece, context)


@given(st.binary(min_size=1, max_size=80), st.integers(0, 200), st.integers(1, 255))
def test_a_box_that_was_changed_does_not_open(content: bytes, at: int, change: int) -> None:
    key = bytes(range(32))
    nonce, cipher = locks.close_box(key, content, "set")
    assert locks.open_box(key, nonce, cipher, "set") == content
    at %= len(cipher)
    changed = cipher[:at] + bytes([cipher[at] ^ change]) + cipher[at + 1 :]
    for other_key, other_cipher, context in (
        (key, changed, "set"),
        (key, cipher, "other"),
        (bytes(32), cipher, "set"),
    ):
        with pytest.raises(locks.DoesNotOpen):
            locks.open_box(other_key, nonce, other_cipher, context)
