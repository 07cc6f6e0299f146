"""IIN and BIN: which numbers there can be, and what they say of their holder."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.identifiers import WrongNumber, check_digit, looks_like_iin, read_bin, read_iin

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("eleven", "digit"),
    [
        # The first weights are enough: 8·1+7·2+0+6·4+1·5+5·6+4·7+1·8+2·9+3·10+0 = 165 = 15·11 + 0.
        ("87061541230", 0),
        ("01122450274", 5),
        ("99123120267", 8),
        ("75010130075", 8),
        ("00022950012", 7),
        ("18014000000", 8),
        # The first weights leave 10 (263 = 23·11 + 10), so the second count: 223 = 20·11 + 3.
        ("87061540357", 3),
        ("87061540007", 9),
        ("00022950175", 6),
        ("99023030307", 5),
        ("01122450309", 9),
        # Both leave 10: such a number is never given out.
        ("87061540002", None),
        ("87061540193", None),
        ("90030130051", None),
    ],
)
def test_the_last_digit_follows_from_the_eleven_before_it(eleven: str, digit: int | None) -> None:
    assert check_digit(eleven) == digit


@pytest.mark.parametrize(
    ("iin", "born", "sex"),
    [
        ("870615412300", date(1987, 6, 15), "f"),
        ("750101300758", date(1975, 1, 1), "m"),
        ("991231202678", date(1899, 12, 31), "f"),
        ("011224502745", date(2001, 12, 24), "m"),
        ("000229500127", date(2000, 2, 29), "m"),
    ],
)
def test_an_iin_tells_birth_date_and_sex(iin: str, born: date, sex: str) -> None:
    read = read_iin(iin, TODAY)
    assert (read.birth_date, read.sex) == (born, sex)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("87061541230", "length"),
        ("8706154123000", "length"),
        ("", "length"),
        ("87061541230o", "length"),
        ("٨٧٠٦١٥٤١٢٣٠٠", "length"),  # digits, but no European ones
        ("870615412301", "check"),
        ("870651412300", "check"),
        ("990230303075", "date"),  # 30 February
    ],
)
def test_an_iin_that_cannot_be_says_why(typed: str, reason: str) -> None:
    with pytest.raises(WrongNumber) as wrong:
        read_iin(typed, TODAY)
    assert wrong.value.reason == reason


def test_nobody_is_born_after_today() -> None:
    assert read_iin("120229601215", date(2012, 2, 29)).sex == "f"
    with pytest.raises(WrongNumber) as wrong:
        read_iin("120229601215", date(2012, 2, 28))
    assert wrong.value.reason == "date"


def test_the_seventh_digit_must_tell_a_century() -> None:
    eleven = next(f"8706150{n:04d}" for n in range(99) if check_digit(f"8706150{n:04d}") is not None)
    with pytest.raises(WrongNumber) as wrong:
        read_iin(f"{eleven}{check_digit(eleven)}", TODAY)
    assert wrong.value.reason == "kind"


def test_an_iin_may_be_typed_in_groups() -> None:
    assert read_iin(" 870615 412300 ", TODAY).digits == "870615412300"


@pytest.mark.parametrize(
    ("typed", "reason"), [("870615412300", "kind"), ("18014000000", "length"), ("180140000009", "check")]
)
def test_a_bin_that_cannot_be_says_why(typed: str, reason: str) -> None:
    with pytest.raises(WrongNumber) as wrong:
        read_bin(typed)
    assert wrong.value.reason == reason


def test_a_bin_has_a_month_of_the_calendar() -> None:
    eleven = next(f"1813400{n:04d}" for n in range(99) if check_digit(f"1813400{n:04d}") is not None)
    with pytest.raises(WrongNumber) as wrong:
        read_bin(f"{eleven}{check_digit(eleven)}")
    assert wrong.value.reason == "date"


def test_the_fifth_digit_tells_people_from_organisations() -> None:
    assert looks_like_iin("870615412300")
    assert not looks_like_iin("180140000008")
    assert read_bin("180140000008") == "180140000008"


def first_weights(eleven: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(range(1, 12), eleven, strict=True)) % 11


@given(serial=st.integers(0, 9999), place=st.integers(0, 9), slip=st.integers(1, 9))
def test_one_wrong_digit_changes_the_last_one(serial: int, place: int, slip: int) -> None:
    # The eleventh digit weighs 11, that is nothing; and where the first weights leave 10 the second decide.
    right = f"9006153{serial:04d}"
    wrong = f"{right[:place]}{(int(right[place]) + slip) % 10}{right[place + 1 :]}"
    assume(first_weights(right) < 10 and first_weights(wrong) < 10)
    assert check_digit(right) != check_digit(wrong)
