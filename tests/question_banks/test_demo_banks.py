"""The banks of the demo are held to what a reviewer would ask of any bank."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import question_banks
from question_banks.canonical import decode, encode
from question_banks.content import LANGUAGES, Case, Question, is_plain
from question_banks.faults import find_case_faults, find_faults, twins
from question_banks.fingerprints import fingerprints
from question_banks.items import BankItem, CaseItem
from question_banks.richtext import clean

FILES = sorted((Path(question_banks.__file__).parent / "demo_data").glob("*.json"))
SIZES = {"forensic-medicine": 60, "health-law": 60, "oral": 12, "pharmacy-practice": 60}

each_bank = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def told(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def questions(file: Path) -> dict[str, BankItem]:
    """The questions by key; a key that stands twice fails here."""
    found = [decode(BankItem, one) for one in told(file)["items"] if one["kind"] == "question"]
    assert len({one.key for one in found}) == len(found)
    return {one.key: one for one in found}


def cases(file: Path) -> dict[str, CaseItem]:
    return {one["key"]: decode(CaseItem, one) for one in told(file)["items"] if one["kind"] == "case"}


def held(file: Path) -> list[tuple[str, Question | Case]]:
    asked = [(key, one.question) for key, one in questions(file).items()]
    return [*asked, *((key, one.vignette) for key, one in cases(file).items())]


def test_the_demo_has_its_banks_in_their_sizes() -> None:
    assert {file.stem: len(questions(file)) for file in FILES} == SIZES


@each_bank
def test_every_item_stands_in_the_one_canonical_form(file: Path) -> None:
    for one in told(file)["items"]:
        form = BankItem if one["kind"] == "question" else CaseItem
        assert encode(decode(form, one)) == one


@each_bank
def test_every_part_is_there_in_all_three_languages(file: Path) -> None:
    assert set(told(file)["name"]) == set(LANGUAGES)
    for key, one in held(file):
        parts = {language: set(one.texts[language].parts) for language in LANGUAGES}
        assert parts["kk"] == parts["ru"] == parts["en"], key
        assert all(words.strip() for text in one.texts.values() for words in text.parts.values()), key


@each_bank
def test_a_reviewer_finds_no_fault_and_no_twins(file: Path) -> None:
    asked = questions(file)
    for key, one in asked.items():
        assert find_faults(one.question, languages=LANGUAGES) == (), key
    for key, case in cases(file).items():
        assert find_case_faults(case.vignette, languages=LANGUAGES) == (), key
    assert list(twins(((key, one.question) for key, one in asked.items()), fingerprints)) == []


@each_bank
def test_cleaning_changes_no_word(file: Path) -> None:
    for key, one in held(file):
        for text in one.texts.values():
            for part, words in text.parts.items():
                assert is_plain(part) or clean(words).markup == words, (key, part)


@each_bank
def test_topics_enemies_and_cases_lead_somewhere(file: Path) -> None:
    topics, asked, vignettes = told(file)["topics"], questions(file), cases(file)
    assert all(set(words) == set(LANGUAGES) for words in topics.values())
    assert {step for one in asked.values() for step in one.classification.topic} == set(topics)
    for key, one in asked.items():
        assert one.classification.topic, key
        assert set(one.classification.enemies) <= set(asked) - {key}, key
    places = [(one.classification.case, one.classification.case_place) for one in asked.values()]
    of_cases = Counter(case for case, _ in places if case is not None)
    assert set(of_cases) == set(vignettes)
    for case, count in of_cases.items():
        assert sorted(place or 0 for name, place in places if name == case) == list(range(1, count + 1)), case


@each_bank
def test_every_question_to_be_marked_by_key_names_its_source(file: Path) -> None:
    for key, one in questions(file).items():
        assert one.question.body.kind == "oral" or one.classification.sources, key
