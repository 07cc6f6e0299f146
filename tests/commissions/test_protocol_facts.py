"""The facts of a protocol go out and come back unchanged; any other spelling of them is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from commissions.proceedings import Ending
from commissions.protocol_facts import NoFacts, SetAside, digest_of, outcome_of, read_facts, spelled
from core.canonical import canonical
from regulations.verbs import Outcome
from tests.commissions.proceedings_made import facts_of, heard


@pytest.mark.parametrize("size", [0, 1, 9, 60])
def test_facts_come_back_as_they_were_with_the_same_digest(size: int) -> None:
    facts = facts_of(size, set_aside=(SetAside(101, "нәтиже қайта есептелді"),))
    again = read_facts(spelled(facts))
    assert again == facts
    assert digest_of(again) == digest_of(facts)


def test_one_changed_letter_changes_the_digest_of_the_item_and_of_the_whole() -> None:
    facts = facts_of(2)
    first, second = facts.proceedings.heard
    other = replace(first, motives=first.motives + ".")
    assert digest_of(other) != digest_of(first)
    changed = replace(facts, proceedings=replace(facts.proceedings, heard=(other, second)))
    assert digest_of(changed) != digest_of(facts)


def test_what_is_missing_too_much_misspelled_or_of_another_form_is_refused() -> None:
    text = spelled(facts_of(1))
    told = json.loads(text)
    spoiled = [
        "",
        "[]",
        text + " ",
        json.dumps(told, ensure_ascii=False),
        canonical({**told, "form": "synaq-protocol-2"}),
        canonical({**told, "added": 1}),
        canonical({key: value for key, value in told.items() if key != "number"}),
        canonical({**told, "number": 7}),
        canonical({**told, "specimen": "no"}),
        canonical({**told, "signatories": {}}),
        text.replace('"ending":"decided"', '"ending":"awarded"'),
        text.replace(".000000Z", "Z"),
    ]
    for one in spoiled:
        with pytest.raises(NoFacts):
            read_facts(one)


@pytest.mark.parametrize(
    ("ending", "decision", "expected"),
    [
        (Ending.DECIDED, "positive", Outcome.POSITIVE),
        (Ending.DECIDED, "negative", Outcome.NEGATIVE),
        (Ending.ABSENT, "", Outcome.ABSENT),
        (Ending.ABSENT_WITH_GOOD_REASON, "", Outcome.ABSENT),
        (Ending.NO_QUORUM, "", None),
        (Ending.NOT_REACHED, "", None),
    ],
)
def test_a_hearing_moves_its_case_by_what_it_came_to(
    ending: Ending, decision: str, expected: Outcome | None
) -> None:
    assert outcome_of(replace(heard(1), ending=ending, decision=decision)) is expected
