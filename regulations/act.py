"""The frame of a regulation: the act it was approved by, its status, who gives the service and what it results in.

For the pages, for papers that cite the act, and for the catalogue, which opens no repealed text by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regulations.kinds import Basis, ChannelId, Commission, LegalState, Medium, Office, Role
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class Channel:
    id: ChannelId
    quote: str
    source: str
    pre_registration_only: bool
    acceptance_day_counts: bool | None  # None = the text says nothing
    acceptance_day_quote: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    office: Office
    name: Words
    source: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    act: Words
    number: str
    date: date
    annex: Words
    registered: Words | None
    law: Words | None
    standard: Words
    in_force: Words | None


@dataclass(frozen=True, slots=True)
class LegalStatus:
    state: LegalState
    by: Words | None
    on: date | None
    effective: Words | None
    amended: Words | None
    source: str


@dataclass(frozen=True, slots=True)
class Start:
    what: Words
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Result:
    name: Words | None  # None = the text does not name it; then `name_setting` does
    name_setting: str | None
    media: tuple[Medium, ...]
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """Who keeps what in hand; None = the service has no such thing, ACTOR_NOT_NAMED = the text is silent."""

    commission: Commission | None
    secretary: Role | None
    protocol: Role | None
    order_drafter: Role | None
    order_signer: Role | None
    result_signer: Role | None
    source: str
