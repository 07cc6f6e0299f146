"""Which passwords will do, and how they are kept."""

from __future__ import annotations

import pytest

from accounts.passwords import digest_password, outdated, verify_password, weakness


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("тоғыз ха", "short"),
        ("аааааааааааа", "monotonous"),
        ("121212121212", "monotonous"),
        ("Qwerty-2026-жыл", "common"),
        ("менің құпиясөзім", "common"),
        ("МОЙпароль2026", "common"),
        ("Қайырбекова1987", "personal"),
        ("қайырбековаҚ87", "personal"),
        ("870615412300ab", "personal"),
        ("боз інген құлын 26", None),
        ("correct horse 26", None),
    ],
)
def test_a_password_that_would_be_guessed_says_why(password: str, reason: str | None) -> None:
    assert weakness(password, "Қайырбекова", "870615412300", "") == reason


def test_a_short_part_of_the_name_does_not_forbid_a_password() -> None:
    assert weakness("алматы көктөбе 9", "Ал") is None


def test_a_digest_knows_its_password_and_no_other() -> None:
    digest = digest_password("боз інген құлын 26", "cheap")
    assert "інген" not in digest
    assert verify_password(digest, "боз інген құлын 26", "cheap")
    assert not verify_password(digest, "боз інген құлын 27", "cheap")


def test_nobody_logs_in_without_a_password_having_been_set() -> None:
    assert not verify_password("", "", "cheap")
    assert not verify_password("no digest at all", "боз інген құлын 26", "cheap")


def test_a_digest_of_another_cost_is_made_anew() -> None:
    assert outdated(digest_password("боз інген құлын 26", "cheap"), "full")
    assert not outdated(digest_password("боз інген құлын 26", "cheap"), "cheap")
