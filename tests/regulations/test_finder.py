"""Two plain questions lead to a service: every answer leaves something, and every service can be found."""

from __future__ import annotations

import pytest

from regulations.catalogue import catalogue
from regulations.finder import (
    WANT,
    WHO,
    Want,
    Who,
    find,
    procedure_for,
    stages,
    want_offers,
    wants_met,
    who_fits,
    who_offers,
)

EDITIONS = tuple(catalogue().newest(service) for service in catalogue().services())


def services(who: Who | None, want: Want | None) -> set[str]:
    return {edition.service for edition in find(EDITIONS, who, want)}


def test_every_service_is_found_by_an_answer_to_each_question() -> None:
    for edition in EDITIONS:
        assert who_fits(edition.service)
        assert wants_met(edition)


def test_every_answer_has_words_and_leaves_a_service() -> None:
    for who in Who:
        assert services(who, None), WHO[who]
    for want in Want:
        assert services(None, want), WANT[want]


def test_no_offered_answer_leads_nowhere() -> None:
    for who in (None, *Who):
        for offer in want_offers(EDITIONS, who, None):
            assert offer.count == len(services(who, Want(offer.value))) > 0
    for want in (None, *Want):
        for one in who_offers(EDITIONS, None, want):
            assert one.count == len(services(Who(one.value), want)) > 0


def test_an_answer_that_was_chosen_stays_on_offer_to_be_taken_back() -> None:
    chosen = [offer for offer in who_offers(EDITIONS, Who.PATIENT, Want.LICENCE) if offer.chosen]
    assert [offer.value for offer in chosen] == [Who.PATIENT]


@pytest.mark.parametrize(
    ("who", "want", "expected"),
    [
        (Who.PATIENT, None, {"clinic-attachment"}),
        (Who.ORGANISATION, Want.ACCREDITATION, {"organisation-accreditation"}),
        (None, Want.DUPLICATE, {"medical-licence", "pharmaceutical-licence", "narcotics-licence"}),
        (
            Who.FORENSIC_EXPERT,
            Want.CERTIFICATE,
            {"forensic-expert-attestation", "forensic-expert-qualification"},
        ),
    ],
)
def test_the_answers_lead_where_people_mean(who: Who | None, want: Want | None, expected: set[str]) -> None:
    assert services(who, want) == expected


def test_who_wants_a_duplicate_is_led_to_that_procedure() -> None:
    edition = catalogue().newest("medical-licence")
    assert procedure_for(edition, Want.DUPLICATE) == "duplicate"
    assert procedure_for(edition, Want.LICENCE) is None


def test_the_stages_of_a_service_are_told_in_their_order() -> None:
    told = [words.en for words in stages(catalogue().newest("independent-expert-accreditation"))]
    assert told == ["Document check", "Test", "Interview"]
