"""Every text is held against the digest fact by fact; where we differ on purpose, the table below says why."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from regulations.catalogue import SERVICES, catalogue
from regulations.naming import systems
from tests.regulations.digest_facts import Facts, digest, digest_facts, edition_facts, services

CATEGORY = "specialist-certificate-with-category"
FORENSIC_AND_EXPERT = (
    "independent-expert-accreditation",
    "forensic-expert-attestation",
    "forensic-expert-qualification",
)


class Difference(NamedTuple):
    services: tuple[str, ...]
    places: tuple[str, ...]
    reason: str


DELIBERATE = (
    Difference(
        ("specialist-certificate", CATEGORY),
        ("steps.s05.refusal", "steps.s05.refusal.by_order"),
        "A negative test is told at once through the E-licensing system, and then the head, who decides on the "
        "test results, refuses by order: one exit with both (pt 5 and pt 9 P12).",
    ),
    Difference(
        (CATEGORY,),
        ("steps.s06.gate", "steps.s06.gate.on_pass", "steps.s06.gate.quote")
        + ("steps.s06.refusal", "steps.s06.refusal.quote", "steps.s06.refusal.by_order"),
        "I12: a negative interview goes to the head's refusal, so the interview is a gate with its own exit.",
    ),
    Difference(
        (CATEGORY,),
        ("steps.s04.notices", "steps.s05.notices"),
        "I26: the interview is notified after the positive test; what pt 5 announces earlier is provisional.",
    ),
    Difference(
        FORENSIC_AND_EXPERT,
        ("steps.s04.notices",),
        "I26: what pt 5 announces of the interview at the document check is a provisional notice of its own.",
    ),
    Difference(
        FORENSIC_AND_EXPERT,
        ("steps.s07.refusal",),
        "The refusal at the forwarding is the end of the exit that leaves from the test: one exit, told by both.",
    ),
    Difference(
        FORENSIC_AND_EXPERT,
        ("steps.s10.refusal", "steps.s10.refusal.quote", "steps.s10.refusal.by_order"),
        "I27: the digest has the failed gate at the interview and the refusal at the decision; the exit leaves "
        "from the interview and passes the head's decision and order.",
    ),
    Difference(
        ("organisation-accreditation",),
        ("steps", "steps.s04a", "steps.s04b"),
        "I18: registration and assignment at the Committee are inserted as optional steps without a limit.",
    ),
    Difference(
        ("organisation-accreditation",),
        ("steps.s06.notices",),
        "I19: the date of the evaluation is notified after the order on the schedule is approved.",
    ),
    Difference(
        ("organisation-accreditation",),
        ("steps.s07.gate", "steps.s07.gate.on_pass", "steps.s07.gate.quote"),
        "The commission considers the results of the evaluation, so the finished evaluation is a gate.",
    ),
    Difference(
        ("organ-tissue-blood-licence",),
        ("procedures.tissue_blood.total_term", "procedures.organ.total_term"),
        "I02: the totals are inferred from the table, marked so and held by an office setting.",
    ),
    Difference(
        ("medical-licence",),
        ("steps.s01.notices",),
        "I57: a registration receipt is given on every channel, at the chancery too.",
    ),
    Difference(
        ("pharmaceutical-licence",),
        ("steps.s00.source",),
        "I49: two points are numbered 8; the clause names the section.",
    ),
    Difference(
        ("pharmaceutical-licence", "narcotics-licence"),
        tuple(
            f"steps.{step}.{fact}"
            for step in ("s04a", "s04b", "s04c")
            for fact in ("gate", "gate.on_pass", "gate.quote")
        ),
        "The check of conformity has a refusal (I41: in the narcotics text by inference), so it is a gate.",
    ),
    Difference(
        ("narcotics-licence",),
        ("steps.s04a.refusal", "steps.s04b.refusal", "steps.s04c.refusal"),
        "I41: the motivated refusal of the conformity check is inferred from regulation 1.",
    ),
    Difference(
        ("rural-pharmacy-attestation",),
        ("steps", "steps.s04a", "procedures.main.without_limit"),
        "I47: the notice of the test is an inferred step without a limit.",
    ),
    Difference(
        ("rural-pharmacy-attestation",),
        ("steps.s05.gate", "steps.s05.gate.on_pass", "steps.s05.gate.quote", "steps.s05.notices")
        + ("steps.s06.gate", "steps.s06.gate.on_pass", "steps.s06.gate.quote")
        + ("steps.s05.refusal", "steps.s06.refusal", "steps.s07.refusal"),
        "I47: modelled as Annex 5: only a positive test admits to the interview, the interview is notified, a "
        "negative outcome is refused by the secretary; all marked as inferred.",
    ),
    Difference(
        ("clinic-attachment",),
        ("steps.s01.refusal",),
        "I60: the ground of pt 4-1 has no actor; the statistics specialist refuses at acceptance.",
    ),
)


def added_step(place: str, difference: Difference) -> bool:
    """Whether the place lies in a step that the difference adds as a whole."""
    return ".".join(place.split(".")[:2]) in difference.places


def reason_for(service: str, place: str) -> str | None:
    for difference in DELIBERATE:
        if service in difference.services and (place in difference.places or added_step(place, difference)):
            return difference.reason
    return None


def found_differences(service: str) -> dict[str, tuple[object, object]]:
    theirs: Facts = digest_facts(services()[service])
    ours: Facts = edition_facts(catalogue().newest(service))
    missing = object()
    places = dict.fromkeys([*theirs, *ours])
    return {
        place: (theirs.get(place), ours.get(place))
        for place in places
        if theirs.get(place, missing) != ours.get(place, missing)
    }


@pytest.mark.parametrize("service", SERVICES)
def test_every_fact_of_the_digest_stands_in_the_text_or_differs_for_a_stated_reason(service: str) -> None:
    unexplained = {
        place: pair
        for place, pair in found_differences(service).items()
        if reason_for(service, place) is None
    }
    assert unexplained == {}


@pytest.mark.parametrize("difference", DELIBERATE, ids=lambda difference: difference.reason[:40])
def test_every_stated_difference_is_a_real_one(difference: Difference) -> None:
    for service in difference.services:
        found = found_differences(service)
        for place in difference.places:
            assert any(at == place or at.startswith(f"{place}.") for at in found), (service, place)


def test_the_digest_has_a_hundred_and_forty_three_steps_and_the_texts_three_more() -> None:
    digested = sum(len(service["steps"]) for service in services().values())
    ours = {(e.service, s.id): s for e in catalogue().editions.values() for s in e.steps}
    added = {
        key for key, step in ours.items() if step.id in ("s04a", "s04b") and step.inferred in ("I18", "I47")
    }
    assert digested == 143
    assert added == {
        ("organisation-accreditation", "s04a"),
        ("organisation-accreditation", "s04b"),
        ("rural-pharmacy-attestation", "s04a"),
    }
    assert len(ours) == 143 + len(added)


def test_more_than_three_thousand_facts_are_compared() -> None:
    assert sum(len(digest_facts(service)) for service in services().values()) > 3_000


def test_every_actor_whom_the_text_names_twice_is_settled_beside_the_step() -> None:
    for service, told in services().items():
        edition = catalogue().newest(service)
        for step in told["steps"]:
            if "actor_alternatives" in step:
                assert edition.about(f"steps.{step['id']}.actor"), (service, step["id"])


def test_every_neighbouring_system_of_the_digest_is_named_and_used_where_it_says() -> None:
    assert set(systems()) == {system["id"] for system in digest()["systems"]}
    for edition in catalogue().editions.values():
        for route in edition.routes:
            for item in route.items:
                assert set(item.systems) <= set(systems())
