"""The rules of a commission are the office's decisions: with one of them open, there are none."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts import declared_settings
from accounts.models import OfficeSetting
from accounts.refused_facts import RefusedFact
from commissions.office_settings import CRITERIA, LEVELS, SECRETARY_VOTES, rubric_of, rules_of
from core.database import db
from core.refusals import Refusal
from regulations.catalogue import catalogue
from tests.applications import making
from tests.exam.planners import decide

SERVICE = "forensic-expert-attestation"


def test_the_rules_of_a_service_are_what_the_office_has_decided(context: Flask) -> None:
    office, edition = making.office("committee"), catalogue().newest(SERVICE)
    with pytest.raises(Refusal, match="Кворум"):
        rules_of(office.id, edition, "main")
    making.decide_all(office, edition)
    with pytest.raises(Refusal, match="хатшы"):
        rules_of(office.id, edition, "main")
    decide(office, SECRETARY_VOTES, False)
    found = rules_of(office.id, edition, "main")
    stored = {row.key: row.value for row in db.session.query(OfficeSetting).filter_by(office_id=office.id)}
    assert not found.secretary_votes
    assert (found.size, found.quorum, found.majority, found.tie) == (
        stored["commission_size"],
        stored["commission_quorum"],
        stored["commission_majority"],
        stored["commission_casting_vote"],
    )


@pytest.mark.parametrize(
    "service", ["specialist-certificate-with-category", "rural-pharmacy-attestation", SERVICE]
)
def test_every_choice_of_the_texts_has_its_rule(context: Flask, service: str) -> None:
    from commissions.voting import Majority, Quorum, Tie

    settings = {
        one.key: {choice.id for choice in one.choices} for one in catalogue().newest(service).settings
    }
    assert settings["commission_quorum"] == set(Quorum)
    assert settings["commission_majority"] == set(Majority)
    assert settings["commission_casting_vote"] == set(Tie)
    assert settings["commission_vote"] == {"open", "secret"}


def test_members_mark_by_what_the_office_has_decided_and_nobody_is_heard_before(context: Flask) -> None:
    office = making.office("committee")
    with pytest.raises(Refusal, match="өлшемшарттар"):
        rubric_of(office.id)
    decide(office, CRITERIA, {"kk": "Білімі; Дағдысы", "ru": "Знания; Навыки", "en": "Knowledge; Skill"})
    with pytest.raises(Refusal):
        rubric_of(office.id)
    decide(office, LEVELS, {"kk": "жоқ; бар", "ru": "нет; есть", "en": "no; yes"})
    rows = rubric_of(office.id)
    assert [row.title for row in rows] == ["Білімі / Знания", "Дағдысы / Навыки"]
    assert [(one.title, one.points) for one in rows[0].levels] == [("жоқ / нет", 0), ("бар / есть", 1)]


@pytest.mark.parametrize(
    ("key", "kk", "ru", "en"),
    [
        (CRITERIA, "Білімі; Дағдысы", "Знания", "Knowledge; Skill"),
        (CRITERIA, " ; ", " ; ", ";"),
        (CRITERIA, *["; ".join("абвгдежзийк")] * 3),
        (LEVELS, "бар", "есть", "yes"),
    ],
)
def test_a_list_that_fits_no_sheet_is_refused_beside_its_field(key: str, kk: str, ru: str, en: str) -> None:
    kind = declared_settings.find(key)
    assert kind is not None
    with pytest.raises(RefusedFact) as refused:
        kind.read("", {"kk": kk, "ru": ru, "en": en})
    assert refused.value.field == "value"
