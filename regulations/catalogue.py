"""Which text is in force on this date at this office, and every text that a case can ever have been begun under.

For `applications`, which asks once when a case begins and stores the edition's id for ever, and for the
pages. Eleven of the twelve texts are repealed acts: they are models of procedure, and an office opens such
a service only by a recorded decision that names the act in force. A new edition lies beside the old one;
the decision names which of them it opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from regulations.kinds import LegalState
from regulations.loader import load_edition
from regulations.model import Edition
from regulations.naming import setting_kinds
from regulations.reader import TextFault

TEXTS = Path(__file__).parent / "texts"

# The order in which the services are shown: by family, as the acts have them.
SERVICES = (
    "specialist-certificate",
    "specialist-certificate-with-category",
    "organisation-accreditation",
    "independent-expert-accreditation",
    "forensic-expert-attestation",
    "forensic-expert-qualification",
    "organ-tissue-blood-licence",
    "medical-licence",
    "pharmaceutical-licence",
    "narcotics-licence",
    "rural-pharmacy-attestation",
    "clinic-attachment",
)


class UnknownEdition(KeyError):
    """An edition id that no text bears: a case would have lost its law. A fault, never an answer to a person."""


class Unopened(StrEnum):
    NO_SUCH_SERVICE = "no_such_service"
    ACT_REPEALED = "act_repealed"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    EDITION_UNKNOWN = "edition_unknown"


@dataclass(frozen=True, slots=True)
class OpeningDecision:
    """An office's recorded decision on a service, as plain values. `office` None = for all offices."""

    service: str
    edition: str  # the edition of that service: `2014-144-a1`
    act_in_force: str  # the act on which the office relies, named by the decision
    office: int | None
    decided_on: date
    valid_from: date
    valid_until: date | None = None  # the last day
    closes: bool = False  # a decision that closes the service instead

    def __post_init__(self) -> None:
        if not self.act_in_force.strip():
            raise ValueError("a decision names the act in force on which the office relies")


@dataclass(frozen=True, slots=True)
class InForce:
    edition: Edition
    decision: OpeningDecision | None  # None = the text is in force by itself


@dataclass(frozen=True, slots=True)
class NotInForce:
    why: Unopened
    clause: str | None  # what repealed the act, where that is the reason


@dataclass(frozen=True, slots=True)
class Catalogue:
    editions: Mapping[str, Edition]

    def edition(self, edition_id: str) -> Edition:
        """The edition a case was begun under. Raises UnknownEdition: a text in use is never taken away."""
        try:
            return self.editions[edition_id]
        except KeyError as error:
            raise UnknownEdition(edition_id) from error

    def services(self) -> tuple[str, ...]:
        """The services in the order in which they are shown; a service unknown to that order comes last."""
        names = {edition.service for edition in self.editions.values()}
        known = tuple(name for name in SERVICES if name in names)
        return known + tuple(sorted(names - set(known)))

    def editions_of(self, service: str) -> tuple[Edition, ...]:
        """All editions of a service, the newest act last."""
        of = [edition for edition in self.editions.values() if edition.service == service]
        return tuple(sorted(of, key=lambda edition: (edition.legal.date, edition.edition)))

    def newest(self, service: str) -> Edition:
        """The text to show to a reader who asks for the service as such."""
        editions = self.editions_of(service)
        if not editions:
            raise UnknownEdition(service)
        return editions[-1]

    def in_force(
        self, service: str, day: date, office: int, decisions: Iterable[OpeningDecision]
    ) -> InForce | NotInForce:
        """The edition in force on this day at this office.

        The office's own decision goes before a general one, a later one before an earlier one.
        """
        editions = self.editions_of(service)
        if not editions:
            return NotInForce(Unopened.NO_SUCH_SERVICE, None)
        mine = [d for d in decisions if d.service == service and d.office in (None, office)]
        valid = [d for d in mine if d.valid_from <= day and (d.valid_until is None or day <= d.valid_until)]
        if valid:
            decision = max(valid, key=lambda d: (d.office is not None, d.valid_from, d.decided_on))
            if decision.closes:
                return NotInForce(Unopened.CLOSED, decision.act_in_force)
            opened = next((e for e in editions if e.edition == decision.edition), None)
            return InForce(opened, decision) if opened else NotInForce(Unopened.EDITION_UNKNOWN, None)
        live = [e for e in editions if e.status.state is LegalState.NO_REPEAL_NOTED and e.legal.date <= day]
        if live:
            return InForce(live[-1], None)
        if any(d.valid_from > day for d in mine) or editions[-1].status.state is LegalState.NO_REPEAL_NOTED:
            return NotInForce(Unopened.NOT_YET, None)
        repealed = editions[-1].status
        return NotInForce(Unopened.ACT_REPEALED, repealed.by.en if repealed.by else repealed.source)


def load(folder: Path) -> Catalogue:
    """Reads every text of a folder. Raises TextFault with the faults of all of them together."""
    faults: list[str] = []
    editions: dict[str, Edition] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        try:
            edition = load_edition(path, setting_kinds())
        except TextFault as fault:
            faults.extend(fault.faults)
        else:
            editions[edition.id] = edition
    if faults:
        raise TextFault(faults)
    return Catalogue(editions)


@cache
def catalogue() -> Catalogue:
    """The texts of this installation, read once."""
    return load(TEXTS)
