"""What the registers tell about people and organisations: what a case needs, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A record of the citizens' register."""

    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: date
    alive: bool

    @property
    def name(self) -> str:
        """The whole name on one line."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """A record of the legal entities' register."""

    bin: str
    name: str
    registered_on: date
    active: bool
    head: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a register is asked, and on what ground: never without a consent."""

    number: str
    # Which consent, for the other side's own record of who asked and why.
    consent: str
    # The service for which it is asked, by its short name.
    purpose: str
    # The name as the applicant wrote it; it stays here and is held against the answer.
    claimed_name: str = ""

    def __post_init__(self) -> None:
        if len(self.number) != 12 or not (self.number.isascii() and self.number.isdecimal()):
            raise ValueError("an IIN or BIN has twelve digits; read it before asking a register")
        if not self.consent or not self.purpose:
            raise ValueError("a register is asked with a consent and for a service")
