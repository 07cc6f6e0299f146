"""Which text is in force on this date at this office, and that a case keeps its text for ever."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from regulations.catalogue import (
    SERVICES,
    TEXTS,
    InForce,
    NotInForce,
    OpeningDecision,
    UnknownEdition,
    Unopened,
    catalogue,
    load,
)
from regulations.differences import differences
from regulations.kinds import LegalState
from regulations.words import Words

DAY = date(2026, 4, 16)
HERE, THERE = 7, 8
CERTIFICATE = "specialist-certificate"


def decision(
    edition: str = "2014-144-a1",
    office: int | None = HERE,
    valid_from: date = date(2026, 1, 5),
    valid_until: date | None = None,
    decided_on: date = date(2025, 12, 20),
    closes: bool = False,
) -> OpeningDecision:
    return OpeningDecision(
        CERTIFICATE, edition, "Order No 1 of 2025-12-01", office, decided_on, valid_from, valid_until, closes
    )


def asked(*decisions: OpeningDecision, day: date = DAY, office: int = HERE) -> InForce | NotInForce:
    return catalogue().in_force(CERTIFICATE, day, office, decisions)


def why(answer: InForce | NotInForce) -> Unopened:
    assert isinstance(answer, NotInForce)
    return answer.why


def test_the_twelve_services_are_there_and_eleven_of_their_acts_are_repealed() -> None:
    assert catalogue().services() == SERVICES
    states = [catalogue().newest(service).status.state for service in SERVICES]
    assert len(states) == 12
    assert states.count(LegalState.REPEALED) == 11


@pytest.mark.parametrize("service", [service for service in SERVICES if service != "clinic-attachment"])
def test_a_repealed_text_opens_no_service_by_itself_and_says_what_repealed_it(service: str) -> None:
    answer = catalogue().in_force(service, DAY, HERE, [])
    assert isinstance(answer, NotInForce)
    assert answer.why is Unopened.ACT_REPEALED
    assert answer.clause
    assert "No " in answer.clause


def test_the_clinics_text_is_in_force_by_itself_from_its_act_on() -> None:
    answer = catalogue().in_force("clinic-attachment", DAY, HERE, [])
    assert isinstance(answer, InForce)
    assert answer.decision is None
    assert why(catalogue().in_force("clinic-attachment", date(2015, 11, 23), HERE, [])) is Unopened.NOT_YET


def test_a_recorded_decision_that_names_the_act_in_force_opens_the_service_at_its_office() -> None:
    answer = asked(decision())
    assert isinstance(answer, InForce)
    assert answer.edition.id == "specialist-certificate/2014-144-a1"
    assert answer.decision == decision()
    assert why(asked(decision(), office=THERE)) is Unopened.ACT_REPEALED


def test_a_decision_that_names_no_act_in_force_is_none() -> None:
    with pytest.raises(ValueError, match="names the act in force"):
        OpeningDecision(CERTIFICATE, "2014-144-a1", " ", HERE, DAY, DAY)


def test_a_decision_holds_from_its_first_day_to_its_last() -> None:
    bounded = decision(valid_from=date(2026, 4, 16), valid_until=date(2026, 4, 17))
    assert why(asked(bounded, day=date(2026, 4, 15))) is Unopened.NOT_YET
    assert isinstance(asked(bounded, day=date(2026, 4, 16)), InForce)
    assert isinstance(asked(bounded, day=date(2026, 4, 17)), InForce)
    assert why(asked(bounded, day=date(2026, 4, 18))) is Unopened.ACT_REPEALED


def test_a_decision_for_all_offices_opens_everywhere_and_the_offices_own_goes_before_it() -> None:
    general = decision(office=None)
    assert isinstance(asked(general, office=THERE), InForce)
    closing = decision(office=HERE, closes=True)
    assert why(asked(general, closing)) is Unopened.CLOSED
    assert isinstance(asked(general, closing, office=THERE), InForce)


def test_the_later_decision_goes_before_the_earlier() -> None:
    later = decision(edition="2026-9", valid_from=date(2026, 3, 1))
    assert why(asked(decision(), later)) is Unopened.EDITION_UNKNOWN
    assert isinstance(asked(decision(), later, day=date(2026, 2, 1)), InForce)


def test_a_service_nobody_knows_is_not_open() -> None:
    assert why(catalogue().in_force("veterinary-licence", DAY, HERE, [])) is Unopened.NO_SUCH_SERVICE
    with pytest.raises(UnknownEdition):
        catalogue().newest("veterinary-licence")


def test_a_new_edition_lies_beside_the_old_and_a_case_keeps_the_one_it_was_begun_under(
    tmp_path: Path,
) -> None:
    shutil.copytree(TEXTS, tmp_path / "texts")
    old = tmp_path / "texts" / CERTIFICATE / "2014-144-a1.yaml"
    text = old.read_text(encoding="utf-8")
    for before, after in (
        ("edition: 2014-144-a1", "edition: 2026-9"),
        ("date: 2014-03-19", "date: 2026-02-10"),
        ("{status: stated, value: 4, unit: working_day", "{status: stated, value: 3, unit: working_day"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    old.with_name("2026-9.yaml").write_text(text, encoding="utf-8")

    texts = load(tmp_path / "texts")
    assert [edition.edition for edition in texts.editions_of(CERTIFICATE)] == ["2014-144-a1", "2026-9"]
    assert texts.newest(CERTIFICATE).edition == "2026-9"
    decisions = [decision(), decision(edition="2026-9", valid_from=date(2026, 3, 1))]
    begun = texts.in_force(CERTIFICATE, date(2026, 2, 1), HERE, decisions)
    now = texts.in_force(CERTIFICATE, DAY, HERE, decisions)
    assert isinstance(begun, InForce)
    assert isinstance(now, InForce)
    assert now.edition.edition == "2026-9"
    kept = texts.edition(begun.edition.id)
    assert kept.step("s03").limit.amount != now.edition.step("s03").limit.amount

    told = {
        difference.path: (difference.old, difference.new) for difference in differences(kept, now.edition)
    }
    assert told == {
        "edition": ("2014-144-a1", "2026-9"),
        "legal.date": ("2014-03-19", "2026-02-10"),
        "steps.s03.limit.amount.value": ("4", "3"),
    }


def test_an_edition_in_use_is_never_taken_away_silently() -> None:
    with pytest.raises(UnknownEdition):
        catalogue().edition("specialist-certificate/1999-1")


def test_two_texts_side_by_side_show_what_one_has_and_the_other_has_not() -> None:
    old, new = (
        catalogue().newest("forensic-expert-attestation"),
        catalogue().newest("forensic-expert-qualification"),
    )
    told = {difference.path: difference for difference in differences(old, new)}
    assert isinstance(told["result.name"].old, Words)
    assert told["contradictions.I24.severity"].old is None
    assert told["contradictions.I24.severity"].new == "low"
    assert "steps.s14.limit.amount.value" not in told
    assert differences(old, old) == ()
