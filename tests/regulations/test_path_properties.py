"""No sequence of verbs whatever brings a case past a gate that was not passed; whoever tries is told the clause."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regulations.bars import Forbidden
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId
from regulations.model import Edition, Step
from regulations.path import Facts, Moved, gates_before, move
from regulations.places import ISSUED, NEW, all_places, parse
from regulations.possible import possible
from regulations.verbs import FAILING, Outcome, Verb, outcomes_of
from tests.regulations.walking import procedures

STEPS = sorted({step.id for edition in catalogue().editions.values() for step in edition.steps})

Act = tuple[int, Verb, Outcome | None, bool, bool, str | None, ChannelId]
acts: st.SearchStrategy[Act] = st.tuples(
    st.integers(0, 9),  # below 7 the good end of what is due, at 7 and 8 another, at 9 the verb drawn here
    st.sampled_from(Verb),
    st.sampled_from([None, *Outcome]),
    st.booleans(),  # whether a departure is stated
    st.booleans(),  # whether the act is recorded
    st.sampled_from([None, *STEPS]),  # where to reopen
    st.sampled_from(ChannelId),
)


def chosen_verb(
    edition: Edition, procedure: str, place: str, kept: frozenset[str], act: Act
) -> tuple[Verb, Outcome | None]:
    """What this act tries: often what is due, so that walks go far, and sometimes anything."""
    choice, verb, outcome = act[:3]
    if place == NEW:
        return Verb.SUBMIT, None
    due = possible(edition, procedure, place, Facts(passed=kept, recommended=Outcome.POSITIVE))
    if choice == 9 or not due:
        return verb, outcome
    ends = outcomes_of(due[0].step) or (None,)
    return due[0].verb, ends[0] if choice < 7 else ends[-1 if choice == 7 else len(ends) // 2]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(procedures()), st.lists(acts, min_size=10, max_size=50))
def test_no_sequence_of_verbs_reaches_a_later_place_without_each_earlier_gate(
    chosen: tuple[str, str], tried: list[Act]
) -> None:
    service, procedure = chosen
    edition = catalogue().newest(service)
    place, kept = NEW, frozenset[str]()
    last: dict[str, Outcome | None] = {}  # the ledger of the test itself: what each gate last came to
    for act in tried:
        verb, outcome = chosen_verb(edition, procedure, place, kept, act)
        _, _, _, departure, recorded, at, channel = act
        facts = Facts(
            outcome=outcome,
            passed=kept,
            channel=channel,
            recommended=Outcome.POSITIVE,
            departure_stated=departure,
            act_recorded=recorded,
            reopen_at=at,
        )
        answer = move(edition, procedure, place, verb, facts)
        if isinstance(answer, Forbidden):
            assert answer.clause
            continue
        if answer.step is not None and answer.step.gate:
            last[answer.step.id] = None if outcome in FAILING or outcome is Outcome.ABSENT else outcome
        if verb is Verb.SUBMIT:
            last |= dict.fromkeys(answer.establishes, Outcome.PAID)  # no fee is due on this channel
        if verb is Verb.REOPEN:
            last |= dict.fromkeys(answer.voids)
        place, kept = answer.place, (kept - set(answer.voids)) | set(answer.establishes)
        assert place in all_places(edition, procedure)
        for gate in gates_behind(edition, procedure, place):
            assert last.get(gate.id) is not None, (place, gate.id, last)


def gates_behind(edition: Edition, procedure: str, place: str) -> list[Step]:
    """The gates that a case standing here must have passed."""
    if place == ISSUED:
        return [step for step in edition.steps_of(procedure) if step.gate]
    here = parse(edition, procedure, place)
    return list(gates_before(edition, procedure, here.step)) if here.step and not here.exit else []


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(procedures()), st.data())
def test_one_verb_never_carries_a_case_over_an_obligatory_step(
    chosen: tuple[str, str], data: st.DataObject
) -> None:
    service, procedure = chosen
    edition = catalogue().newest(service)
    steps = edition.steps_of(procedure)
    place = data.draw(st.sampled_from([step.id for step in steps]))
    passed = frozenset(data.draw(st.sets(st.sampled_from(STEPS))))  # whatever a caller may claim
    verb = data.draw(st.sampled_from([verb for verb in Verb if verb is not Verb.REOPEN]))
    outcome = data.draw(st.sampled_from([None, *Outcome]))
    answer = move(edition, procedure, place, verb, Facts(outcome, passed, recommended=Outcome.POSITIVE))
    if isinstance(answer, Forbidden):
        return
    here = parse(edition, procedure, answer.place)
    if here.step is None or here.exit:
        return
    order = [step.id for step in steps]
    skipped = steps[order.index(place) + 1 : order.index(here.step)]
    assert all(step.optional for step in skipped)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(procedures()), st.data())
def test_what_is_offered_is_exactly_what_is_lawful(chosen: tuple[str, str], data: st.DataObject) -> None:
    service, procedure = chosen
    edition = catalogue().newest(service)
    place = data.draw(st.sampled_from(all_places(edition, procedure)))
    passed = frozenset(data.draw(st.sets(st.sampled_from(STEPS))))
    facts = Facts(
        passed=passed, recommended=data.draw(st.sampled_from([None, Outcome.POSITIVE, Outcome.NEGATIVE]))
    )
    offered = {
        (one.verb, lead.outcome): lead.place
        for one in possible(edition, procedure, place, facts)
        for lead in one.leads
    }
    outside = {Verb.SUBMIT, Verb.WITHDRAW, Verb.SUSPEND, Verb.RESUME, Verb.ANNUL, Verb.REOPEN}
    for verb in set(Verb) - outside:
        for outcome in (None, *Outcome):
            asked = Facts(outcome, passed, recommended=facts.recommended, departure_stated=True)
            answer = move(edition, procedure, place, verb, asked)
            assert offered.get((verb, outcome)) == (answer.place if isinstance(answer, Moved) else None)
