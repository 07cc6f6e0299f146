"""What every state register shares: asked by number, it has a record or none, and the record is held against a claim.

The citizens' and the legal entities' register differ in what a record tells and in what of it may disagree; `Shape`
says that of one register. The way of asking, the stand-in and the closed door are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from gateways.answers import Differs, Found, NoAnswer, NotConnected, NotFound, RegisterAnswer
from gateways.breaker import BreakerState
from gateways.http_door import HttpDoor
from gateways.records import Question
from gateways.stand_in import Behaviour, Manner
from gateways.strict_json import Fields

Facts = TypeVar("Facts")


class Register(Protocol[Facts]):
    """Says what is recorded under a number and whether the claimed name agrees with it."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...

    def ask(self, question: Question) -> RegisterAnswer[Facts]: ...


@dataclass(frozen=True, slots=True)
class Shape(Generic[Facts]):
    """One register: where it is asked, what its numbers and records are called, and how they are read and compared."""

    path: str
    number: str
    record: str
    read: Callable[[str, Fields], Facts]
    # What of a record disagrees with the claimed name: the names of the facts.
    disagreeing: Callable[[Facts, str], tuple[str, ...]]
    # The stand-in's invented records: by number, and by the claimed name for whoever is not among them.
    book: Callable[[str, str], Facts | None]
    # Which fact the stand-in lets differ.
    name_fact: str

    def held_against(self, facts: Facts, claimed_name: str) -> Found[Facts] | Differs[Facts]:
        """The record beside the claim; nothing claimed, no name differs."""
        fields = self.disagreeing(facts, claimed_name)
        return Differs(facts, fields) if fields else Found(facts)


class HttpRegister(Generic[Facts]):
    """A register in earnest."""

    stand_in = False
    connected = True

    def __init__(self, shape: Shape[Facts], http: HttpDoor) -> None:
        self._shape = shape
        self._http = http

    @property
    def state(self) -> BreakerState:
        return self._http.breaker.state

    def ask(self, question: Question) -> RegisterAnswer[Facts]:
        """Ask; asking changes nothing there, so it may be repeated."""
        shape = self._shape

        def read(fields: Fields) -> Facts | None:
            fields.same(shape.number, question.number)
            return shape.read(question.number, fields.inner(shape.record)) if fields.yes_no("found") else None

        asked = {shape.number: question.number, "consent": question.consent, "purpose": question.purpose}
        try:
            facts = self._http.call(shape.path, asked, read, repeatable=True)
        except NoAnswer as error:
            return error.answer
        return shape.held_against(facts, question.claimed_name) if facts else NotFound()


class StandInRegister(Generic[Facts]):
    """The book of invented records; whoever is not in it is who they claim to be."""

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, shape: Shape[Facts], manner: Manner) -> None:
        self._shape = shape
        self._manner = manner

    def ask(self, question: Question) -> RegisterAnswer[Facts]:
        shape = self._shape
        try:
            behaviour = self._manner.speak(question.number)
        except NoAnswer as error:
            return error.answer
        if behaviour is Behaviour.DIFFERS:
            facts = shape.book(question.number, "")
            return Differs(facts, (shape.name_fact,)) if facts else NotFound()
        found = (
            None if behaviour is Behaviour.NOT_FOUND else shape.book(question.number, question.claimed_name)
        )
        return shape.held_against(found, question.claimed_name) if found else NotFound()


class NoRegister:
    """The door leads nowhere yet: the data are entered by hand from the document."""

    stand_in = False
    connected = False
    state = BreakerState.CLOSED

    def ask(self, question: Question) -> NotConnected:
        return NotConnected()
