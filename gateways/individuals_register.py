"""The citizens' register: the state database “Individuals”, asked by IIN through the e-government gateway.

Asked at steps P3-C2 of the portal lists and P4-C2 of the lists for paper applications (Annexes 1, 2 and 4-7).
"""

from __future__ import annotations

from typing import Protocol

from gateways.answers import Differs, Found, NoAnswer, NotConnected, NotFound, RegisterAnswer
from gateways.breaker import BreakerState
from gateways.comparing import same_person
from gateways.demo_book import person
from gateways.http_door import HttpDoor
from gateways.records import PersonFacts, Question
from gateways.stand_in import Behaviour, Manner
from gateways.strict_json import Fields

PATH = "/v1/persons/ask"


class IndividualsRegister(Protocol):
    """Says what is recorded under an IIN and whether the claimed name agrees with it."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...

    def ask(self, question: Question) -> RegisterAnswer[PersonFacts]: ...


def held_against(facts: PersonFacts, claimed_name: str) -> Found[PersonFacts] | Differs[PersonFacts]:
    """What of the record disagrees with the claim; nothing claimed, nothing differs."""
    named = not claimed_name or same_person(claimed_name, facts.surname, facts.given_name, facts.patronymic)
    fields = tuple(field for field, agrees in (("person_name", named), ("alive", facts.alive)) if not agrees)
    return Differs(facts, fields) if fields else Found(facts)


class HttpIndividualsRegister:
    """The register in earnest."""

    stand_in = False
    connected = True

    def __init__(self, http: HttpDoor) -> None:
        self._http = http

    @property
    def state(self) -> BreakerState:
        return self._http.breaker.state

    def ask(self, question: Question) -> RegisterAnswer[PersonFacts]:
        """Ask; asking changes nothing there, so it may be repeated."""

        def read(fields: Fields) -> PersonFacts | None:
            fields.same("iin", question.number)
            return _facts(question.number, fields.inner("person")) if fields.yes_no("found") else None

        asked = {"iin": question.number, "consent": question.consent, "purpose": question.purpose}
        try:
            facts = self._http.call(PATH, asked, read, repeatable=True)
        except NoAnswer as error:
            return error.answer
        return held_against(facts, question.claimed_name) if facts else NotFound()


def _facts(iin: str, fields: Fields) -> PersonFacts:
    return PersonFacts(
        iin=iin,
        surname=fields.text("surname", most=100),
        given_name=fields.text("given_name", most=100),
        patronymic=fields.text("patronymic", most=100, least=0),
        birth_date=fields.day("birth_date"),
        alive=fields.yes_no("alive"),
    )


class StandInIndividualsRegister:
    """The book of invented people; whoever is not in it is who they claim to be."""

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def ask(self, question: Question) -> RegisterAnswer[PersonFacts]:
        try:
            behaviour = self._manner.speak(question.number)
        except NoAnswer as error:
            return error.answer
        if behaviour is Behaviour.DIFFERS:
            facts = person(question.number)
            return Differs(facts, ("person_name",)) if facts else NotFound()
        facts = None if behaviour is Behaviour.NOT_FOUND else person(question.number, question.claimed_name)
        return held_against(facts, question.claimed_name) if facts else NotFound()


class NoIndividualsRegister:
    """The door leads nowhere yet: people are entered by hand from their document."""

    stand_in = False
    connected = False
    state = BreakerState.CLOSED

    def ask(self, question: Question) -> RegisterAnswer[PersonFacts]:
        return NotConnected()
