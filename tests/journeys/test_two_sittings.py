"""A sitting is annulled with its results, and the same candidates sit another one: over HTTP to the verified paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from applications.models import Case
from core.database import db
from exam.models import Attempt, Result, Sitting
from orders.models import OrderLineSigned
from regulations.kinds import StepKind
from tests.applications.making import iin
from tests.applications.systems import said
from tests.journeys import ordering, papering
from tests.journeys.test_to_the_verified_result import given, signatory
from tests.journeys.testing import Candidate, Journey, done, found_on, number_in, planned, scored

SLUG = "specialist-certificate"
NAMES = ("Сейітова Әйгерім", "Омаров Данияр")
LEAKED = "Сұрақтар тестке дейін тарап кеткен"


class Two(Journey):
    """One office, two applications."""

    def arrive(self, body: dict[str, Any]) -> None:
        self.cases = []
        for number, name in enumerate(NAMES, start=7001):
            person = {"kind": "person", "name": name, "email": f"two{number}@example.kz", "iin": iin(number)}
            answer = self.system.submit(
                body | {"person": person, "declaration": {"name": name, "how": "typed"}}
            )
            assert answer.status_code == 201, answer.text
            self.cases.append(said(answer))
        self.enter_as(self.cases[0])

    def verdicts(self) -> list[str]:
        """What the current result of each says."""
        return [self.told(case) for case in self.cases]

    def told(self, case: dict[str, Any]) -> str:
        self.enter_as(case)
        return self.verdict()


@dataclass(frozen=True)
class Held:
    """A sitting that is over, with the place of each candidate in it."""

    sitting: int
    places: list[int]


def held(journey: Two, hall: str, rightly: tuple[bool, bool]) -> Held:
    """Both are placed, admitted and tested; scored, and entered to their cases."""
    sitting = planned(journey, hall)
    executor, watch = journey.executor, journey.browser(Role.INVIGILATOR, journey.provider_id)
    for case in journey.cases:
        done(executor.fill(f"/cases/{case['id']}/sitting", sitting=sitting))
    done(executor.send(f"/sittings/{sitting}/papers", **executor.hidden(f"/sittings/{sitting}")))
    done(watch.fill(f"/sittings/{sitting}/declare", answer="none"))
    desk = f"/sittings/{sitting}/desk"
    with journey.app.app_context():
        journey.go_to(db.session.get_one(Sitting, sitting).starts_at + timedelta(seconds=1))
    watch = journey.browser(Role.INVIGILATOR, journey.provider_id)
    done(watch.send(f"/sittings/{sitting}/doors", **watch.hidden(desk)))
    places, codes = [], []
    expected = dict.fromkeys(re.findall(rf'href="({desk}/\d+)"', watch.get(desk).text))
    for number, case in enumerate(journey.cases, start=1):
        at = next(one for one in expected if str(case["number"]) in watch.get(one).text)
        places.append(number_in(at.removeprefix(desk)))
        seat = found_on(watch, at, rf'<option value="(\d+)"[^>]*>{number}</option>')
        slip = watch.fill(
            at,
            **{"in-document_kind": "identity_card", "in-document_number": "043210000", "in-seat": seat},
        )
        codes.append(
            slip.text.partition('class="receipt-number"')[2].partition(">")[2].partition("<")[0].strip()
        )
    done(watch.send(f"/sittings/{sitting}/begin", **watch.hidden(desk)))
    for code, right in zip(codes, rightly, strict=True):
        Candidate(journey.app, code).answer(rightly=right)
    done(watch.fill(f"/sittings/{sitting}/close"))
    scored(journey, sitting)
    return Held(sitting, places)


def annulled(journey: Two, one: Held) -> None:
    """The head annuls it with every result; each candidate is heard and comes to another sitting."""
    head = journey.browser(Role.HEAD, journey.provider_id)
    address = f"/sittings/{one.sitting}/annulment"
    page = head.get(address).text
    assert all(str(case["number"]) in page for case in journey.cases)
    done(head.fill(address, reason=LEAKED))
    assert journey.verdicts() == ["void", "void"]
    for place in one.places:
        done(
            journey.executor.fill(
                f"/sittings/{one.sitting}/places/{place}/decide",
                outcome="annulled",
                decision="seat_again",
                heard="Телефонмен",
                reason="Жаңа сеанс",
            )
        )


def test_the_candidates_of_an_annulled_sitting_sit_another_and_rest_on_that_alone(
    app: Flask, tmp_path: Path
) -> None:
    journey = Two(app, SLUG)
    for case in journey.cases:
        journey.enter_as(case)
        journey.to_the_test()
    first = held(journey, "1-зал", (True, False))
    assert journey.verdicts() == ["positive", "negative"]
    annulled(journey, first)
    for case in journey.cases:
        journey.enter_as(case)
        assert journey.standing().kind is StepKind.NOTIFY_TEST, "whoever had failed is back as well"
    second = held(journey, "2-зал", (True, True))
    assert journey.verdicts() == ["positive", "positive"]
    journey.go_to_today()
    for case in journey.cases:
        journey.enter_as(case)
        done(journey.whose().fill(f"{journey.address}/decide", outcome="award"))
    order = ordering.ordered(journey, SLUG)
    ordering.results_entered(journey, order)
    rests_on(journey, second)
    journey.enter_as(journey.cases[1])
    drafter = journey.browser(journey.executes, journey.office_ids[-1])
    given(journey, papering.draw(app, str(journey.case["id"]), drafter, signatory(journey)), tmp_path)


def rests_on(journey: Two, second: Held) -> None:
    """Both lines of the order rest on the results of the second sitting; those of the first stay, void."""
    with journey.app.app_context():
        lines = db.session.scalars(select(OrderLineSigned)).all()
        results = [db.session.get_one(Result, one.line.result_id) for one in lines]
        attempts = [db.session.get_one(Attempt, one.attempt_id) for one in results]
        assert {one.sitting_id for one in attempts} == {second.sitting}
        for case in db.session.scalars(select(Case)).all():
            kept = db.session.scalars(select(Result).where(Result.case_id == case.id).order_by(Result.id))
            assert [one.verdict for one in kept][1:] == ["void", "positive"]
