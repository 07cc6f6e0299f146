"""Walks a case through a text as the rooms will: asks `move`, stores what it says, keeps the gates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from regulations.bars import Forbidden
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId
from regulations.model import Edition
from regulations.path import Facts, Moved, move
from regulations.places import NEW, step_at
from regulations.verbs import VERB_OF, Outcome, Verb, outcomes_of

GOOD = {
    "payment": Outcome.PAID,
    "document_check": Outcome.ACCEPT,
    "register": Outcome.ACCEPT,
    "test": Outcome.POSITIVE,
    "interview": Outcome.POSITIVE,
    "evaluation": Outcome.FINISHED,
    "decision": Outcome.AWARD,
}


@dataclass
class Walk:
    """A case in the hands of a test."""

    service: str
    procedure: str
    place: str = NEW
    passed: frozenset[str] = frozenset()
    steps: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    recommended: Outcome | None = None

    @property
    def edition(self) -> Edition:
        return catalogue().newest(self.service)

    def ask(self, verb: Verb, facts: Facts | None = None) -> Moved | Forbidden:
        facts = replace(facts or Facts(), passed=self.passed)
        return move(self.edition, self.procedure, self.place, verb, facts)

    def do(self, verb: Verb, facts: Facts | None = None) -> Moved:
        answer = self.ask(verb, facts)
        assert isinstance(answer, Moved), (self.service, self.place, verb, answer)
        self.place = answer.place
        self.passed = (self.passed - set(answer.voids)) | set(answer.establishes)
        self.told += [str(notice.about) for notice in answer.notices]
        if answer.step:
            self.steps.append(answer.step.id)
        return answer

    def submit(self, channel: ChannelId | None = None) -> Walk:
        portal = next((c.id for c in self.edition.channels if "portal" in c.id), None)
        self.do(Verb.SUBMIT, Facts(channel=channel or portal or self.edition.channels[0].id))
        return self

    def onward(self, outcome: Outcome | None = None) -> Moved:
        """Performs the step that is due, with its good outcome or with the one named."""
        step = step_at(self.edition, self.procedure, self.place)
        assert step is not None, self.place
        on_exit = self.place.startswith("x-")
        wanted = outcome or (GOOD[step.kind] if outcomes_of(step) and not on_exit else None)
        if on_exit and step.kind == "decision":
            wanted = Outcome.REFUSE
        verb = Verb.REFUSE if on_exit and step.kind == "forward" else VERB_OF[step.kind]
        if step.kind == "interview":
            self.recommended = wanted
        return self.do(verb, Facts(outcome=wanted, recommended=self.recommended))

    def to(self, step: str) -> Walk:
        """Walks on with good outcomes until this step is due."""
        while self.place != step:
            self.onward()
        return self

    def to_the_end(self) -> Walk:
        while step_at(self.edition, self.procedure, self.place) is not None:
            self.onward()
        return self


def procedures() -> list[tuple[str, str]]:
    """Every service with each of its procedures."""
    texts = catalogue()
    return [(service, p.id) for service in texts.services() for p in texts.newest(service).procedures]


def walks() -> list[Walk]:
    return [Walk(service, procedure) for service, procedure in procedures()]
