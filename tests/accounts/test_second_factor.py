"""The codes of staff's devices: when they count, and that each counts once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.second_factor import (
    code_now,
    enrolment_address,
    enrolment_picture,
    matching_step,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    spelled,
    usable_code,
)

# The secret of RFC 6238's test vectors ("12345678901234567890"), and six digits of them.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert code_now(SECRET, datetime.fromtimestamp(second, UTC)) == code


def test_a_code_counts_half_a_minute_before_and_after() -> None:
    moment = datetime(2026, 11, 20, 9, 0, 10, tzinfo=UTC)
    for seconds, counts in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        code = code_now(SECRET, moment + timedelta(seconds=seconds))
        assert (matching_step(SECRET, code, moment, None) is not None) is counts


def test_a_code_counts_once_and_no_older_one_after_it() -> None:
    moment = datetime(2026, 11, 20, 9, 0, 10, tzinfo=UTC)
    step = matching_step(SECRET, code_now(SECRET, moment), moment, None)
    assert step is not None
    assert matching_step(SECRET, code_now(SECRET, moment), moment, step) is None
    assert matching_step(SECRET, code_now(SECRET, moment - timedelta(seconds=30)), moment, step) is None
    assert matching_step(SECRET, code_now(SECRET, moment + timedelta(seconds=30)), moment, step) == step + 1


@pytest.mark.parametrize("typed", ["", "алтысан", "12345", "1234567", "\x00\x00\x00\x00\x00\x00"])
def test_what_is_no_code_is_refused_quietly(typed: str) -> None:
    assert matching_step(SECRET, typed, datetime(2026, 11, 20, tzinfo=UTC), None) is None


def test_a_code_may_be_typed_in_groups() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    code = code_now(SECRET, moment)
    assert matching_step(SECRET, f" {code[:3]} {code[3:]} ", moment, None) is not None


def test_the_demo_shows_a_code_that_will_be_accepted() -> None:
    moment = datetime(2026, 11, 20, 9, 0, 10, tzinfo=UTC)
    last: int | None = None
    for _ in range(2):
        code = usable_code(SECRET, moment, last)
        assert code is not None
        last = matching_step(SECRET, code, moment, last)
        assert last is not None
    assert usable_code(SECRET, moment, last) is None


def test_the_picture_holds_the_secret_and_no_style() -> None:
    picture = enrolment_picture(SECRET, "kense")
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert f"secret={SECRET}" in enrolment_address(SECRET, "kense")
    assert spelled("ABCDEFGH") == "ABCD EFGH"


def test_recovery_codes_differ_and_may_be_typed_carelessly() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert recovery_digest(codes[0]) == recovery_digest(f" {codes[0].lower().replace('-', ' ')} ")
    assert len(new_secret()) >= 32
