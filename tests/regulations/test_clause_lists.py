"""Clauses are cited in the reader's language: nothing of the short notation is left in Kazakh and Russian."""

from __future__ import annotations

import re

import pytest

from regulations.catalogue import catalogue
from regulations.clause_lists import clause_list_words
from regulations.words import Words

COMPARED = sorted({c.clauses for e in catalogue().editions.values() for c in e.contradictions})


@pytest.mark.parametrize("clauses", COMPARED)
def test_the_places_of_a_contradiction_are_told_without_a_word_of_english(clauses: str) -> None:
    said = clause_list_words(clauses)
    for line in (said.kk, said.ru):
        assert not re.search(r"[A-Za-z]{2,}|\bvs\b", line), line
        assert "  " not in line
        assert not re.search(r"[,;↔]\s*[,;↔]|[,↔]$", line), line
    assert sorted(re.findall(r"\d+", said.kk)) == sorted(re.findall(r"\d+", said.ru))


@pytest.mark.parametrize(
    ("clauses", "kazakh", "russian"),
    [
        (
            "Annex 4-Annex 6 pt 8 2)",
            "4–6-қосымшалар, 8-тармақ, 2) тармақша",
            "приложения 4–6, пункт 8, подпункт 2)",
        ),
        (
            "Annex 1 pt 5 vs its annex 1 table",
            "1-қосымша, 5-тармақ ↔ оның 1-қосымшасының кестесі",
            "приложение 1, пункт 5 ↔ таблица его приложения 1",
        ),
        (
            "resolution 314 pt 4-1 vs pt 5, 8",
            "№ 314 қаулы, 4-1-тармақ ↔ 5, 8-тармақтар",
            "постановление № 314, пункт 4-1 ↔ пункты 5, 8",
        ),
    ],
)
def test_annexes_resolutions_and_tables_have_their_names(clauses: str, kazakh: str, russian: str) -> None:
    said = clause_list_words(clauses)
    assert (said.kk, said.ru) == (kazakh, russian)
    assert isinstance(said, Words)
