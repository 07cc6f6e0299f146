"""A regulation as frozen facts: one Edition is one service as one published text has it.

For the lawyer who checks the text and for every later room, which asks this model instead of knowing the
law itself. Every fact carries the clause it was read from (`source`) and, where we have them, the very
words (`quote`). `inferred` names the reason of a fact that the text itself does not print: the number of
the contradiction that settles it, `sequence` (it follows from the order of the steps) or `refusal` (the
text prints the refusal and leaves the condition unsaid).
"""

from __future__ import annotations

from dataclasses import dataclass

from regulations.act import (
    Channel,
    LegalBasis,
    LegalStatus,
    Provider,
    Responsibilities,
    Result,
    Start,
)
from regulations.kinds import (
    Basis,
    By,
    Cause,
    ChannelId,
    Commission,
    CountedFrom,
    GateFact,
    Identifier,
    InterviewForm,
    ItemType,
    LimitStatus,
    Medium,
    Need,
    NoticeAbout,
    Office,
    ProcedureKind,
    RefusalForm,
    Role,
    ServiceForm,
    SettingType,
    Severity,
    SignatureKind,
    Signed,
    StepKind,
    TermStatus,
    Unit,
)
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time with the unit the law gave it; days and hours are never converted."""

    value: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Limit:
    status: LimitStatus
    amount: Amount | None
    quote: str | None
    quote_kk: str | None
    shared_with: tuple[str, ...]
    counted_from: CountedFrom
    read_as: Amount | None  # only for a suspect limit: what the quote is read as


@dataclass(frozen=True, slots=True)
class Gate:
    fact: GateFact
    condition: Words
    quote: str | None
    fails_to: str | None  # the exit; None = the case stays until the fact is established
    source: str
    inferred: str | None


@dataclass(frozen=True, slots=True)
class Signature:
    of: Signed
    by: Role
    kind: SignatureKind
    quote: str


@dataclass(frozen=True, slots=True)
class MediaRule:
    by: By
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    about: NoticeAbout
    what: Words
    media: tuple[MediaRule, ...]
    only: By | None  # sent only to applications that came in this way
    after_pass: bool  # sent only when the gate it belongs to was passed
    provisional: bool  # an early announcement that a later notice replaces
    at_once: bool  # of an exit: sent when the case takes that way out, not when the refusal is complete
    quote: str | None
    source: str
    inferred: str | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two readings of the text and which one is followed here, and why."""

    issue: str
    severity: Severity
    about: tuple[str, ...]
    clauses: str
    title: Words
    reading_a: Words
    reading_b: Words
    settled: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    name: Words
    procedures: tuple[str, ...]
    office: Office
    actor: Role
    also: tuple[Role, ...]
    actor_setting: str | None
    kind: StepKind
    form: InterviewForm | None
    commission: Commission | None
    acts_as: Role | None
    keeps_protocol: bool
    action: Words
    limit: Limit
    gate: Gate | None
    signature: Signature | None
    notices: tuple[Notice, ...]
    leaves: Words  # what the step leaves behind, on which the next one starts
    channels: tuple[ChannelId, ...]  # performed only for these channels; empty = for all
    records_in: tuple[str, ...]  # the neighbouring systems into which the step enters something
    may_record_in: tuple[str, ...]  # the same where a contradiction was settled as an optional record
    optional: bool
    source: str
    inferred: str | None


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of the service by refusal: who refuses, why, in what form, by which act, through which steps."""

    id: str
    name: Words
    cause: Cause
    leaves_from: tuple[str, ...]
    way: tuple[str, ...]  # the steps the refusal still passes before it ends
    by: Role | None
    by_system: str | None
    signed_by: Role | None
    form: RefusalForm
    media: tuple[Medium, ...]
    basis: Basis
    ground: Words
    quotes: tuple[str, ...]
    source: str
    inferred: str | None
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class TotalTerm:
    status: TermStatus
    amount: Amount | None
    quote: str | None
    source: str
    counted_from: CountedFrom
    setting: str | None  # the declared setting that holds it where the text does not


@dataclass(frozen=True, slots=True)
class Procedure:
    id: str
    kind: ProcedureKind
    title: Words
    quote: str | None
    total_term: TotalTerm


@dataclass(frozen=True, slots=True)
class RouteItem:
    item: str | None
    ref: str
    type: ItemType
    actor: str
    office: str | None
    systems: tuple[str, ...]
    action: Words
    on_fail: str | None
    limit: Amount | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class InteractionRoute:
    id: str
    family: str
    source: str
    items: tuple[RouteItem, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class DeclaredSetting:
    """What the law leaves open, declared by the text: each office answers it by a recorded decision.

    There is no default. `proposed` is the advice of a settled contradiction, shown as advice and never
    taken as a value by itself.
    """

    key: str
    name: str
    type: SettingType
    label: Words
    explanation: Words
    unknown_by: str  # the contradiction or clause that shows the law leaves it open
    clause: str
    procedure: str | None
    channel: ChannelId | None
    choices: tuple[Choice, ...]
    proposed: str | None
    needed_for: tuple[Need, ...]
    # A length of time of nothing at all is an answer: nothing has to be waited for.
    may_be_zero: bool = False


@dataclass(frozen=True, slots=True)
class Suspension:
    """A recorded clause that stops the clock. None of the twelve texts has one."""

    id: str
    ground: Words
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Edition:
    service: str
    edition: str
    title: Words
    title_quoted_in: str  # the language in which the published text gives the title
    plain: Words
    who_may_apply: Words
    identified_by: tuple[Identifier, ...]
    registers: tuple[str, ...]
    legal: LegalBasis
    status: LegalStatus
    providers: tuple[Provider, ...]
    two_level: bool
    channels: tuple[Channel, ...]
    form: ServiceForm
    form_quote: str
    form_source: str
    start: Start
    result: Result
    responsibilities: Responsibilities
    procedures: tuple[Procedure, ...]
    steps: tuple[Step, ...]
    exits: tuple[Exit, ...]
    suspensions: tuple[Suspension, ...]
    settings: tuple[DeclaredSetting, ...]
    routes: tuple[InteractionRoute, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def id(self) -> str:
        """The name a case stores and keeps for ever: `specialist-certificate/2014-144-a1`."""
        return f"{self.service}/{self.edition}"

    def procedure(self, procedure: str) -> Procedure:
        return next(p for p in self.procedures if p.id == procedure)

    def steps_of(self, procedure: str) -> tuple[Step, ...]:
        """The steps of one procedure in the order in which the text has them."""
        return tuple(step for step in self.steps if procedure in step.procedures)

    def step(self, step: str) -> Step:
        return next(s for s in self.steps if s.id == step)

    def exit(self, exit_id: str) -> Exit:
        return next(e for e in self.exits if e.id == exit_id)

    def channel(self, channel: ChannelId) -> Channel | None:
        return next((c for c in self.channels if c.id == channel), None)

    def setting(self, key: str) -> DeclaredSetting:
        return next(s for s in self.settings if s.key == key)

    def about(self, path: str) -> tuple[Contradiction, ...]:
        """The contradictions recorded beside the fact at this path or inside it (`steps.s07`, `title`)."""
        return tuple(
            c for c in self.contradictions if any(a == path or a.startswith(path + ".") for a in c.about)
        )
