"""Every gate: nothing passes it without its fact, nothing stays passed when the fact falls away, and going back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regulations.bars import Bar, Forbidden
from regulations.catalogue import catalogue
from regulations.kinds import Basis, ChannelId, Role
from regulations.model import Edition, Suspension
from regulations.path import Facts, Moved, act_needed, gates_before, move, reopenable
from regulations.places import ANNULLED, ISSUED, NEW, WITHDRAWN, parse
from regulations.verbs import VERB_OF, Outcome, Verb, outcomes_of
from regulations.words import Words
from tests.regulations.walking import Walk, procedures, walks

# Every gate of every text: the fact it asks for and, where the text prints none, who says so.
GATES = {
    "specialist-certificate": "s03 documents, s05 test",
    "specialist-certificate-with-category": "s03 documents, s05 test, s06 interview I12",
    "organisation-accreditation": "s03 documents, s07 evaluation sequence",
    "independent-expert-accreditation": "s03 documents, s05 test, s10 interview",
    "forensic-expert-attestation": "s03 documents, s05 test, s10 interview",
    "forensic-expert-qualification": "s03 documents, s05 test, s10 interview",
    "organ-tissue-blood-licence": "s03a documents, s03b documents",
    "medical-licence": "s03 documents, s03c documents",
    "pharmaceutical-licence": (
        "s00 payment, s03 documents, s04a qualification refusal, s04b documents refusal, s04c documents refusal"
    ),
    "narcotics-licence": (
        "s00 payment, s03 documents, s04a qualification I41, s04b documents I41, s04c documents I41"
    ),
    "rural-pharmacy-attestation": "s03 documents, s05 test I47, s06 interview I47",
    "clinic-attachment": "s01 documents",
}

GATED = [
    (service, procedure, step.id)
    for service, procedure in procedures()
    for step in catalogue().newest(service).steps_of(procedure)
    if step.gate
]


@pytest.mark.parametrize("service", GATES)
def test_the_gates_are_those_of_the_text_and_of_its_settled_readings(service: str) -> None:
    told = {
        " ".join(part for part in (step.id, step.gate.fact, step.gate.inferred) if part)
        for step in catalogue().newest(service).steps
        if step.gate
    }
    assert told == set(GATES[service].split(", "))


@pytest.mark.parametrize(("service", "procedure", "gate"), GATED)
def test_no_step_after_a_gate_is_possible_while_its_fact_does_not_hold(
    service: str, procedure: str, gate: str
) -> None:
    edition = catalogue().newest(service)
    steps = edition.steps_of(procedure)
    every_gate = frozenset(step.id for step in steps if step.gate)
    after = steps[[step.id for step in steps].index(gate) + 1 :]
    for step in after:
        for outcome in outcomes_of(step) or (None,):
            facts = Facts(outcome=outcome, passed=every_gate - {gate}, recommended=Outcome.POSITIVE)
            answer = move(edition, procedure, step.id, VERB_OF[step.kind], facts)
            assert isinstance(answer, Forbidden)
            assert answer.bar is Bar.GATE_NOT_PASSED
            assert answer.step is not None
            assert answer.step.id == gate
            assert answer.step.gate is not None
            assert answer.clause == answer.step.gate.source


@pytest.mark.parametrize(("service", "procedure", "gate"), GATED)
def test_a_gate_is_passed_only_by_its_own_good_outcome(service: str, procedure: str, gate: str) -> None:
    edition = catalogue().newest(service)
    step = edition.step(gate)
    passed = frozenset(s.id for s in gates_before(edition, procedure, gate))
    for outcome in (None, *Outcome):
        answer = move(edition, procedure, gate, VERB_OF[step.kind], Facts(outcome=outcome, passed=passed))
        good = outcome in (Outcome.ACCEPT, Outcome.PAID, Outcome.POSITIVE, Outcome.FINISHED)
        if isinstance(answer, Moved) and answer.establishes:
            assert good
            assert answer.establishes == (gate,)
        elif isinstance(answer, Moved):
            assert answer.voids == (gate,)
            assert not good


def test_a_corrected_result_blocks_everything_that_followed_the_test() -> None:
    walk = Walk("forensic-expert-attestation", "main").submit().to("s14")
    walk.passed -= {"s05"}
    answer = walk.ask(Verb.DRAFT_DOCUMENT)
    assert isinstance(answer, Forbidden)
    assert answer.bar is Bar.GATE_NOT_PASSED
    walk.do(Verb.REOPEN, Facts(reopen_at="s05", act_recorded=True))
    walk.onward(Outcome.NEGATIVE)
    assert walk.place == "x-test/s06"


def test_a_result_corrected_upwards_stops_the_refusal_until_the_case_is_reopened() -> None:
    walk = Walk("specialist-certificate", "main").submit().to("s05")
    walk.onward(Outcome.NEGATIVE)
    walk.passed |= {"s05"}
    answer = walk.ask(Verb.DECIDE, Facts(outcome=Outcome.REFUSE))
    assert isinstance(answer, Forbidden)
    assert answer.bar is Bar.GATE_PASSED_SINCE
    walk.do(Verb.REOPEN, Facts(reopen_at="s05", act_recorded=True))
    assert "s05" not in walk.passed
    assert walk.to_the_end().place == ISSUED


def test_a_granted_appeal_reopens_a_refused_case_at_its_gate_and_never_further_on() -> None:
    walk = Walk("forensic-expert-qualification", "main").submit().to("s05")
    walk.onward(Outcome.NEGATIVE)
    walk.to_the_end()
    for step in ("s10", "s11", "s06", "s99", None):
        answer = walk.ask(Verb.REOPEN, Facts(reopen_at=step, act_recorded=True))
        assert isinstance(answer, Forbidden)
        assert answer.bar is Bar.NOT_A_GATE
    for step in ("s05", "s04", "s03"):
        assert isinstance(walk.ask(Verb.REOPEN, Facts(reopen_at=step, act_recorded=True)), Moved)


def test_a_refusal_is_undone_only_by_an_act_of_its_own_kind() -> None:
    for service, at, outcome, basis in (
        ("forensic-expert-attestation", "s05", Outcome.NEGATIVE, Basis.ACT_OF_ACTOR),
        ("forensic-expert-attestation", "s10", Outcome.NEGATIVE, Basis.ORDER),
        ("medical-licence", "s03", Outcome.REFUSE, Basis.HEAD_SIGNATURE),
    ):
        walk = Walk(service, "issue" if service == "medical-licence" else "main").submit().to(at)
        walk.onward(outcome)
        walk.to_the_end()
        assert act_needed(walk.edition, parse(walk.edition, walk.procedure, walk.place)) is basis
        answer = walk.ask(Verb.REOPEN, Facts(reopen_at=at))
        assert isinstance(answer, Forbidden)
        assert answer.bar is Bar.ACT_NOT_RECORDED


def test_an_issued_result_is_annulled_before_its_case_is_reopened() -> None:
    walk = Walk("forensic-expert-attestation", "main").submit().to_the_end()
    first = walk.ask(Verb.REOPEN, Facts(reopen_at="s05", act_recorded=True))
    assert isinstance(first, Forbidden)
    assert first.bar is Bar.ANNUL_FIRST
    without = walk.ask(Verb.ANNUL)
    assert isinstance(without, Forbidden)
    assert without.bar is Bar.ACT_NOT_RECORDED
    walk.do(Verb.ANNUL, Facts(act_recorded=True))
    assert walk.place == ANNULLED
    walk.do(Verb.REOPEN, Facts(reopen_at="s05", act_recorded=True))
    assert walk.passed == {"s03"}


def test_only_an_issued_result_can_be_annulled() -> None:
    walk = Walk("medical-licence", "issue").submit().to("s05")
    answer = walk.ask(Verb.ANNUL, Facts(act_recorded=True))
    assert isinstance(answer, Forbidden)
    assert answer.bar is Bar.NOTHING_TO_UNDO


def test_a_case_can_be_reopened_only_at_gates_decisions_and_the_notice_of_a_sitting() -> None:
    edition = catalogue().newest("forensic-expert-attestation")
    assert reopenable(edition, "main") == ("s03", "s04", "s05", "s10", "s11")


@pytest.mark.parametrize(("service", "procedure"), procedures())
def test_the_applicant_may_withdraw_until_the_result_is_signed(service: str, procedure: str) -> None:
    channel = ChannelId.IN_PERSON if service == "clinic-attachment" else None
    walk = Walk(service, procedure).submit(channel)
    while walk.place != ISSUED:
        answer = walk.ask(Verb.WITHDRAW)
        signed = walk.place == walk.edition.steps_of(procedure)[-1].id and service != "clinic-attachment"
        assert isinstance(answer, Forbidden if signed else Moved), walk.place
        walk.onward()
    assert isinstance(walk.ask(Verb.WITHDRAW), Forbidden)


def test_a_withdrawn_case_stays_withdrawn() -> None:
    walk = Walk("medical-licence", "issue").submit()
    walk.do(Verb.WITHDRAW)
    assert walk.place == WITHDRAWN
    for verb in Verb:
        facts = Facts(act_recorded=True, reopen_at="s03", channel=ChannelId.CHANCERY)
        assert isinstance(walk.ask(verb, facts), Forbidden)


def test_a_case_is_submitted_once() -> None:
    walk = Walk("medical-licence", "issue")
    for verb in (Verb.REGISTER, Verb.WITHDRAW, Verb.REOPEN, Verb.SUSPEND):
        assert isinstance(walk.ask(verb, Facts(act_recorded=True)), Forbidden)
    walk.submit()
    again = walk.ask(Verb.SUBMIT, Facts(channel=ChannelId.CHANCERY))
    assert isinstance(again, Forbidden)
    assert again.bar is Bar.SUBMITTED_ALREADY


def test_none_of_the_twelve_texts_lets_the_clock_be_suspended() -> None:
    for walk in walks():
        assert walk.edition.suspensions == ()
    walk = Walk("medical-licence", "issue").submit()
    answer = walk.ask(Verb.SUSPEND, Facts(suspension="illness"))
    assert isinstance(answer, Forbidden)
    assert answer.bar is Bar.NO_SUSPENSION_CLAUSE


def with_a_clause() -> Edition:
    clause = Suspension("illness", Words("ауру", "болезнь", "illness"), "«...»", "pt 5-1")
    return replace(catalogue().newest("medical-licence"), suspensions=(clause,))


def test_a_text_with_a_recorded_clause_suspends_and_resumes_and_meanwhile_nothing_else_happens() -> None:
    edition, facts = with_a_clause(), Facts(suspension="illness")
    stopped = move(edition, "issue", "s03", Verb.SUSPEND, facts)
    assert isinstance(stopped, Moved)
    assert (stopped.place, stopped.clause) == ("suspended:s03", "pt 5-1")
    check = move(edition, "issue", stopped.place, Verb.CHECK_DOCUMENTS, Facts(outcome=Outcome.ACCEPT))
    again = move(edition, "issue", stopped.place, Verb.SUSPEND, facts)
    for answer in (check, again):
        assert isinstance(answer, Forbidden)
        assert answer.bar is Bar.SUSPENDED
    resumed = move(edition, "issue", stopped.place, Verb.RESUME, Facts())
    assert isinstance(resumed, Moved)
    assert resumed.place == "s03"
    too_late = move(edition, "issue", "s03", Verb.RESUME, Facts())
    assert isinstance(too_late, Forbidden)
    assert too_late.bar is Bar.NOT_SUSPENDED
    for place in (NEW, ISSUED):
        assert isinstance(move(edition, "issue", place, Verb.SUSPEND, facts), Forbidden)


def test_a_gated_step_says_which_outcome_is_missing_or_foreign() -> None:
    walk = Walk("medical-licence", "issue").submit().to("s03")
    for facts in (Facts(), Facts(outcome=Outcome.POSITIVE)):
        answer = walk.ask(Verb.CHECK_DOCUMENTS, facts)
        assert isinstance(answer, Forbidden)
        assert answer.bar is Bar.OUTCOME_NEEDED
    walk.onward()
    foreign = walk.ask(Verb.DRAFT_DOCUMENT, Facts(outcome=Outcome.ACCEPT))
    assert isinstance(foreign, Forbidden)
    assert foreign.bar is Bar.OUTCOME_FOREIGN


def test_the_representative_acts_where_the_applicant_does() -> None:
    walk = Walk("pharmaceutical-licence", "issue").submit()
    assert isinstance(walk.ask(Verb.PAY, Facts(outcome=Outcome.PAID, role=Role.REPRESENTATIVE)), Moved)
    assert isinstance(walk.ask(Verb.PAY, Facts(outcome=Outcome.PAID, role=Role.HEAD)), Forbidden)
