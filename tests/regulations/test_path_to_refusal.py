"""Every exit of every text: who refuses, by which act, through which steps, and what the applicant is told."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from regulations.bars import Bar, Forbidden
from regulations.kinds import Basis, ChannelId, Office, Role
from regulations.path import Facts, Moved
from regulations.possible import possible
from regulations.reading import exits_of
from regulations.verbs import Outcome, Verb
from tests.regulations.walking import Walk, procedures


class Way(NamedTuple):
    service: str
    procedure: str
    exit: str
    at: str
    outcome: Outcome
    passes: str
    by: Role | None
    basis: Basis
    told: str = "refusal"


NO, LOST, UNPAID = Outcome.REFUSE, Outcome.NEGATIVE, Outcome.UNPAID
HEAD, OFFICIAL, EXECUTOR = Role.HEAD, Role.RESPONSIBLE_OFFICIAL, Role.EXECUTOR
SECRETARY, STATISTICS = Role.COMMISSION_SECRETARY, Role.STATISTICS_SPECIALIST
OWN, ORDER, SIGNED, SYSTEM = Basis.ACT_OF_ACTOR, Basis.ORDER, Basis.HEAD_SIGNATURE, Basis.SYSTEM_NOTICE
SC, SCC, ORG = "specialist-certificate", "specialist-certificate-with-category", "organisation-accreditation"
EXPERTS = ("independent-expert-accreditation", "forensic-expert-attestation", "forensic-expert-qualification")
PHARMA = ("pharmaceutical-licence", "narcotics-licence")
RURAL = "rural-pharmacy-attestation"

WAYS = [
    *(
        Way(service, "main", "x-documents", "s03", NO, "", OFFICIAL, OWN)
        for service in (SC, SCC, ORG, *EXPERTS)
    ),
    Way(SC, "main", "x-test", "s05", LOST, "s06 s07 s08 s12", HEAD, ORDER, "refusal refusal"),
    Way(SC, "main", "x-decision", "s06", NO, "s07 s08 s12", HEAD, ORDER),
    Way(SCC, "main", "x-test", "s05", LOST, "s07 s08 s09 s13", HEAD, ORDER, "refusal refusal"),
    Way(SCC, "main", "x-interview", "s06", LOST, "s07 s08 s09 s13", HEAD, ORDER),
    Way(SCC, "main", "x-decision", "s07", NO, "s08 s09 s13", HEAD, ORDER),
    Way(ORG, "main", "x-decision", "s09", NO, "s10 s11 s14", HEAD, ORDER),
    *(Way(service, "main", "x-test", "s05", LOST, "s06 s07", OFFICIAL, OWN) for service in EXPERTS),
    *(
        Way(service, "main", "x-interview", "s10", LOST, "s11 s12 s13 s16", HEAD, ORDER)
        for service in EXPERTS
    ),
    *(Way(service, "main", "x-decision", "s11", NO, "s12 s13 s16", HEAD, ORDER) for service in EXPERTS),
    Way("organ-tissue-blood-licence", "tissue_blood", "x-documents", "s03a", NO, "", OFFICIAL, OWN),
    Way("organ-tissue-blood-licence", "organ", "x-documents", "s03b", NO, "", OFFICIAL, OWN),
    Way("medical-licence", "issue", "x-documents", "s03", NO, "s04a s05 s06a", EXECUTOR, SIGNED),
    Way("medical-licence", "reissue", "x-documents", "s03", NO, "s04b s05 s06b", EXECUTOR, SIGNED),
    Way("medical-licence", "duplicate", "x-documents", "s03c", NO, "s04c s05 s06c", EXECUTOR, SIGNED),
    *(
        way
        for service in PHARMA
        for procedure, letter in (("issue", "a"), ("reissue", "b"), ("duplicate", "c"))
        for way in (
            Way(service, procedure, "x-payment", "s00", UNPAID, "", None, SYSTEM),
            Way(service, procedure, "x-documents", "s03", NO, "", EXECUTOR, OWN),
            Way(
                service,
                procedure,
                "x-qualification",
                f"s04{letter}",
                NO,
                f"s05{letter} s06 s07",
                EXECUTOR,
                SIGNED,
            ),
        )
    ),
    Way(RURAL, "main", "x-documents", "s03", NO, "", SECRETARY, OWN),
    Way(RURAL, "main", "x-test", "s05", LOST, "s09", SECRETARY, OWN),
    Way(RURAL, "main", "x-interview", "s06", LOST, "s07 s09", SECRETARY, OWN),
    Way(RURAL, "main", "x-decision", "s07", NO, "s09", SECRETARY, OWN),
    Way("clinic-attachment", "main", "x-documents", "s01", NO, "", STATISTICS, OWN),
]


def at_the_gate(way: Way) -> Walk:
    channel = ChannelId.IN_PERSON if way.service == "clinic-attachment" else None
    return Walk(way.service, way.procedure).submit(channel).to(way.at)


def take(way: Way) -> Walk:
    walk = at_the_gate(way)
    walk.steps, walk.told = [], []
    if way.exit == "x-decision":
        walk.do(Verb.DECIDE, Facts(outcome=way.outcome, recommended=Outcome.NEGATIVE, departure_stated=True))
    else:
        walk.onward(way.outcome)
    return walk


def test_the_table_names_every_exit_of_every_procedure() -> None:
    from regulations.catalogue import catalogue

    exits = {
        (service, procedure, way_out.id)
        for service, procedure in procedures()
        for way_out in exits_of(catalogue().newest(service), procedure)
    }
    assert {(way.service, way.procedure, way.exit) for way in WAYS} == exits


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.service}-{way.procedure}-{way.exit}")
def test_a_refused_case_leaves_by_the_exit_of_its_text(way: Way) -> None:
    walk = take(way)
    first = f"{way.exit}/{way.passes.split()[0]}" if way.passes else way.exit
    assert walk.place == first
    assert way.at not in walk.passed
    walk.to_the_end()
    assert walk.place == way.exit
    assert walk.steps == [way.at, *way.passes.split()]
    assert walk.told == way.told.split()
    way_out = walk.edition.exit(way.exit)
    assert (way_out.by, way_out.basis) == (way.by, way.basis)
    assert way_out.source


@pytest.mark.parametrize(
    "way", [way for way in WAYS if way.passes], ids=lambda way: f"{way.service}-{way.exit}"
)
def test_nothing_is_awarded_or_forwarded_on_the_way_out(way: Way) -> None:
    walk = take(way)
    while "/" in walk.place:
        for verb in (Verb.FORWARD, Verb.FINISH_TEST, Verb.INTERVIEW, Verb.CHECK_DOCUMENTS):
            for outcome in (None, Outcome.POSITIVE, Outcome.ACCEPT):
                assert isinstance(walk.ask(verb, Facts(outcome=outcome)), Forbidden)
        award = walk.ask(Verb.DECIDE, Facts(outcome=Outcome.AWARD, departure_stated=True))
        assert isinstance(award, Forbidden)
        walk.onward()


@pytest.mark.parametrize("service", EXPERTS)
def test_a_negative_test_of_an_expert_never_reaches_the_committee(service: str) -> None:
    walk = Walk(service, "main").submit().to("s05")
    walk.onward(Outcome.NEGATIVE)
    while "/" in walk.place:
        (one,) = possible(walk.edition, "main", walk.place, Facts(passed=walk.passed))
        assert one.office is Office.TERRITORIAL
        walk.onward()
    assert walk.steps[-2:] == ["s06", "s07"]


@pytest.mark.parametrize("service", [SC, SCC])
def test_a_negative_test_of_a_specialist_is_told_at_once_and_refused_by_the_heads_order(service: str) -> None:
    walk = Walk(service, "main").submit().to("s05")
    moved = walk.onward(Outcome.NEGATIVE)
    assert [str(medium) for notice in moved.notices for rule in notice.media for medium in rule.media] == [
        "elicensing"
    ]
    assert walk.edition.exit("x-test").by is Role.HEAD
    (decide,) = possible(walk.edition, "main", walk.place, Facts(passed=walk.passed))
    assert [lead.outcome for lead in decide.leads] == [Outcome.REFUSE]


def test_a_head_who_refuses_a_candidate_who_passed_states_ground_and_clause() -> None:
    for service, decision in ((SC, "s06"), (SCC, "s07"), *((service, "s11") for service in EXPERTS)):
        walk = Walk(service, "main").submit().to(decision)
        answer = walk.ask(Verb.DECIDE, Facts(outcome=Outcome.REFUSE))
        assert isinstance(answer, Forbidden)
        assert answer.bar is Bar.DEPARTURE_UNSTATED
        assert isinstance(walk.ask(Verb.DECIDE, Facts(outcome=Outcome.REFUSE, departure_stated=True)), Moved)


def test_the_accreditation_commission_recommends_and_the_head_departs_only_with_a_ground() -> None:
    walk = Walk(ORG, "main").submit().to("s08")
    walk.onward(Outcome.NEGATIVE)
    assert walk.place == "s09"
    unknown = walk.ask(Verb.DECIDE, Facts(outcome=Outcome.AWARD))
    assert isinstance(unknown, Forbidden)
    assert unknown.bar is Bar.RECOMMENDATION_UNKNOWN
    told = Facts(outcome=Outcome.AWARD, recommended=Outcome.NEGATIVE)
    departed = walk.ask(Verb.DECIDE, told)
    assert isinstance(departed, Forbidden)
    assert departed.bar is Bar.DEPARTURE_UNSTATED
    assert isinstance(
        walk.ask(Verb.DECIDE, Facts(outcome=Outcome.REFUSE, recommended=Outcome.NEGATIVE)), Moved
    )
    (decide,) = possible(walk.edition, "main", "s09", Facts(passed=walk.passed, recommended=Outcome.NEGATIVE))
    assert {lead.outcome: lead.needs_departure for lead in decide.leads} == {
        Outcome.AWARD: True,
        Outcome.REFUSE: False,
    }


def test_the_rural_commission_decides_itself_and_needs_no_departure() -> None:
    walk = Walk(RURAL, "main").submit().to("s07")
    assert walk.edition.step("s07").actor is Role.COMMISSION
    assert isinstance(walk.ask(Verb.DECIDE, Facts(outcome=Outcome.REFUSE)), Moved)


def test_refusals_set_by_reading_are_marked_as_inferred() -> None:
    inferred = {
        (way.service, way.exit): Walk(way.service, way.procedure).edition.exit(way.exit).inferred
        for way in WAYS
    }
    marked = {place: reason for place, reason in inferred.items() if reason}
    assert marked == {
        (SCC, "x-interview"): "I12",
        ("narcotics-licence", "x-qualification"): "I41",
        (RURAL, "x-test"): "I47",
        (RURAL, "x-interview"): "I47",
        (RURAL, "x-decision"): "I47",
    }
