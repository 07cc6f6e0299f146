"""All sixty-five contradictions are settled, each recorded beside its fact with both readings and the reason."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from regulations.catalogue import catalogue
from regulations.model import Contradiction, Edition
from regulations.words import LANGUAGES, Words
from tests.regulations.digest_facts import digest, services

FOUND = {issue["id"]: issue for issue in digest()["issues"]}


def recorded() -> dict[str, list[tuple[Edition, Contradiction]]]:
    told: dict[str, list[tuple[Edition, Contradiction]]] = {}
    for edition in catalogue().editions.values():
        for record in edition.contradictions:
            told.setdefault(record.issue, []).append((edition, record))
    return told


def test_there_are_sixty_five_and_every_one_is_recorded() -> None:
    assert len(FOUND) == 65
    assert set(recorded()) == set(FOUND)


@pytest.mark.parametrize("issue", FOUND)
def test_a_contradiction_stands_in_every_text_it_concerns_with_both_readings_and_the_reason(
    issue: str,
) -> None:
    concerned = {slug for slug, service in services().items() if issue in service["issues"]}
    told = recorded()[issue]
    assert {edition.service for edition, _ in told} == concerned
    for _, record in told:
        assert record.severity == FOUND[issue]["severity"]
        assert record.clauses
        for words in (record.title, record.reading_a, record.reading_b, record.settled, record.reason):
            assert all(words.in_(language).strip() for language in LANGUAGES)
        assert record.reading_a != record.reading_b


@pytest.mark.parametrize("issue", FOUND)
def test_a_contradiction_is_settled_alike_in_every_text(issue: str) -> None:
    first = recorded()[issue][0][1]
    for _, record in recorded()[issue]:
        same = dataclasses.replace(record, about=first.about)
        assert same == first


def test_each_stands_beside_the_fact_it_is_about() -> None:
    beside = {
        (edition.service, record.issue): record.about
        for told in recorded().values()
        for edition, record in told
    }
    assert beside["organ-tissue-blood-licence", "I01"] == ("steps.s07.limit",)
    assert beside["specialist-certificate-with-category", "I10"] == ("steps.s07.actor",)
    assert beside["medical-licence", "I54"] == ("routes.con.K5",)
    assert beside["narcotics-licence", "I41"] == ("exits.x-qualification.cause",)
    assert beside["clinic-attachment", "I60"] == ("exits.x-documents.by",)
    edition = catalogue().newest("specialist-certificate-with-category")
    assert [record.issue for record in edition.about("steps.s07")] == ["I10"]
    assert {record.issue for record in edition.about("steps")} >= {"I08", "I10", "I12", "I63"}


def test_every_inferred_fact_names_a_contradiction_or_the_kind_of_inference() -> None:
    for edition in catalogue().editions.values():
        known = {record.issue for record in edition.contradictions} | {"sequence", "refusal"}
        for fact in _facts(edition):
            inferred = getattr(fact, "inferred", None)
            assert inferred is None or inferred in known, (edition.id, inferred)


SCAN_ARTEFACTS = ("он нәтиже", "кеңесі", "линцензия", "жирыма", "ЭУШ", "МДК")


def test_no_artefact_of_scanning_stands_in_a_sentence_that_people_read() -> None:
    for edition in catalogue().editions.values():
        for fact in _facts(edition):
            if not isinstance(fact, Words) or _within_a_contradiction(edition, fact):
                continue
            for artefact in SCAN_ARTEFACTS:
                assert artefact not in fact.kk, (edition.id, fact.kk)
            assert not re.search(r"(?<![а-яәіңғүұқөһ])(?:[а-яәіңғүұқөһ] ){3}", fact.kk), fact.kk
            assert "[tr]" not in fact.ru
            assert not re.search(r"\bS00[0-4]\b|\bseeds?\b", fact.en), fact.en


def test_kazakh_and_russian_sentences_are_written_in_their_own_letters() -> None:
    kazakh_only = set("әіңғүұқөһӘІҢҒҮҰҚӨҺ")
    for edition in catalogue().editions.values():
        for fact in _facts(edition):
            if isinstance(fact, Words) and not _within_a_contradiction(edition, fact):
                assert not re.search(
                    r"[а-яёәіңғүұқөһ][a-z]|[a-z][а-яёәіңғүұқөһ]", fact.kk + " " + fact.ru, re.IGNORECASE
                )
                assert not kazakh_only.intersection(fact.ru), (edition.id, fact.ru)
                assert not re.search(r"[а-яё]{2}", fact.en, re.IGNORECASE), (edition.id, fact.en)


def _within_a_contradiction(edition: Edition, words: Words) -> bool:
    """The readings quote the published text, misprints and all."""
    return any(
        words in (record.title, record.reading_a, record.reading_b, record.settled, record.reason)
        for record in edition.contradictions
    )


def _facts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for member in value:
            yield from _facts(member)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Words):
        for field in dataclasses.fields(value):
            yield from _facts(getattr(value, field.name))
