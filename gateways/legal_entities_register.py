"""The legal entities' register: the state database “Legal entities”, asked by BIN through the e-government gateway.

Asked at step P4-C2 of the list for paper applications of organisations (Annex 3).
"""

from __future__ import annotations

from typing import Protocol

from gateways.answers import Differs, Found, NoAnswer, NotConnected, NotFound, RegisterAnswer
from gateways.breaker import BreakerState
from gateways.comparing import same_organisation
from gateways.demo_book import organisation
from gateways.http_door import HttpDoor
from gateways.records import OrganisationFacts, Question
from gateways.stand_in import Behaviour, Manner
from gateways.strict_json import Fields

PATH = "/v1/organisations/ask"


class LegalEntitiesRegister(Protocol):
    """Says what is recorded under a BIN and whether the claimed name agrees with it."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...

    def ask(self, question: Question) -> RegisterAnswer[OrganisationFacts]: ...


def held_against(
    facts: OrganisationFacts, claimed_name: str
) -> Found[OrganisationFacts] | Differs[OrganisationFacts]:
    """What of the record disagrees with the claim; an organisation that has ended cannot apply as if it were there."""
    named = not claimed_name or same_organisation(claimed_name, facts.name)
    fields = tuple(
        field for field, agrees in (("organisation_name", named), ("active", facts.active)) if not agrees
    )
    return Differs(facts, fields) if fields else Found(facts)


class HttpLegalEntitiesRegister:
    """The register in earnest."""

    stand_in = False
    connected = True

    def __init__(self, http: HttpDoor) -> None:
        self._http = http

    @property
    def state(self) -> BreakerState:
        return self._http.breaker.state

    def ask(self, question: Question) -> RegisterAnswer[OrganisationFacts]:
        """Ask; asking changes nothing there, so it may be repeated."""

        def read(fields: Fields) -> OrganisationFacts | None:
            fields.same("bin", question.number)
            return _facts(question.number, fields.inner("organisation")) if fields.yes_no("found") else None

        asked = {"bin": question.number, "consent": question.consent, "purpose": question.purpose}
        try:
            facts = self._http.call(PATH, asked, read, repeatable=True)
        except NoAnswer as error:
            return error.answer
        return held_against(facts, question.claimed_name) if facts else NotFound()


def _facts(number: str, fields: Fields) -> OrganisationFacts:
    return OrganisationFacts(
        bin=number,
        name=fields.text("name", most=300),
        registered_on=fields.day("registered_on"),
        active=fields.yes_no("active"),
        head=fields.text("head", most=300, least=0),
    )


class StandInLegalEntitiesRegister:
    """The book of invented organisations; one that is not in it is called as it claims."""

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def ask(self, question: Question) -> RegisterAnswer[OrganisationFacts]:
        try:
            behaviour = self._manner.speak(question.number)
        except NoAnswer as error:
            return error.answer
        if behaviour is Behaviour.DIFFERS:
            facts = organisation(question.number)
            return Differs(facts, ("organisation_name",)) if facts else NotFound()
        facts = (
            None if behaviour is Behaviour.NOT_FOUND else organisation(question.number, question.claimed_name)
        )
        return held_against(facts, question.claimed_name) if facts else NotFound()


class NoLegalEntitiesRegister:
    """The door leads nowhere yet: organisations are entered by hand from their papers."""

    stand_in = False
    connected = False
    state = BreakerState.CLOSED

    def ask(self, question: Question) -> RegisterAnswer[OrganisationFacts]:
        return NotConnected()
