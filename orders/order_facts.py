"""The canonical facts of an order: what is frozen, digested, compared, printed and enclosed in the file. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.typed_facts import LATER, NoFacts, read_form
from orders.order_bodies import Two
from regulations.words import Words

FORM = "synaq-order-1"
# An order that its office has signed by hand says so by its form: its paper has a place for signature and seal.
FORM_ON_PAPER = "synaq-order-on-paper-1"


@dataclass(frozen=True, slots=True)
class ResultFact:
    """The test on which a line rests."""

    verdict: str
    points: str
    out_of: str
    day: date
    transcript: str


@dataclass(frozen=True, slots=True)
class ProtocolFact:
    """The item of the signed protocol on which a line rests."""

    number: str
    day: date
    position: int
    decision: str


@dataclass(frozen=True, slots=True)
class ReportFact:
    """The report of the external evaluation on which a line rests."""

    number: str
    day: date
    verdict: str
    digest: str


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """What the head decided before the order; where it departs from what was found, why and by which clause."""

    day: date
    clause: str
    departure_ground: str = ""
    departure_clause: str = ""


@dataclass(frozen=True, slots=True)
class EarlierFact:
    """The point of an earlier order that is annulled or corrected."""

    number: str
    day: date
    item: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One case in the order; `item` is the point under which it stands there, such as 1.3."""

    item: str
    case: int
    case_number: str
    name: str
    outcome: str
    specialty: Words | None = None
    category: Words | None = None
    ground: str = ""
    clause: str = ""
    facts: str = ""
    result: ResultFact | None = None
    protocol: ProtocolFact | None = None
    report: ReportFact | None = None
    decision: DecisionFact | None = None
    # Where the text has no decision of the head before the order: the day on which the documents were accepted.
    documents: date | None = None
    paper: str = ""
    earlier: EarlierFact | None = None
    reopen_at: str = ""
    # The same step by its name, as it is printed.
    reopens: Words | None = field(default=None, metadata=LATER)
    # The ground in each language, where it stands in the text or in the office's list.
    ground_words: Words | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Somebody whom the order names: into an expert group or a commission, and as what."""

    name: str
    capacity: Words


@dataclass(frozen=True, slots=True)
class ListFact:
    """One list of the order, the point under which it stands, and the words above it."""

    outcome: str
    point: int
    heading: Two


@dataclass(frozen=True, slots=True)
class SignatoryFact:
    """Who signs, and as whom."""

    name: str
    capacity: Words


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that an order says. Number, day and signatory come when its signing opens."""

    form: str
    kind: str
    service: str
    template: str
    edition: int
    office: Words
    zone: str
    title: Two
    preamble: Two
    lists: tuple[ListFact, ...]
    closing: tuple[Two, ...]
    lines: tuple[LineFacts, ...]
    people: tuple[PersonFact, ...]
    drafted_by: str
    drafted_at: datetime
    specimen: bool
    number: str = ""
    day: date | None = None
    signatory: SignatoryFact | None = None

    @property
    def on_paper(self) -> bool:
        """Whether the order is signed by hand, not by a key."""
        return self.form == FORM_ON_PAPER

    def only(self, item: str) -> OrderFacts:
        """What the order says under one point: for its recipient, with nobody else in it."""
        own = tuple(line for line in self.lines if line.item == item)
        wanted = {line.outcome for line in own}
        lists = tuple(one for one in self.lists if one.outcome in wanted)
        return replace(self, lines=own, lists=lists, people=())


def read_order(text: str) -> OrderFacts:
    """The facts of a canonical text, and of no other spelling of them."""
    try:
        return read_form(OrderFacts, FORM, text)
    except NoFacts:
        return read_form(OrderFacts, FORM_ON_PAPER, text)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two versions of an order do not say alike: what, as it was, as it is."""

    what: str
    name: str
    before: str
    after: str


def differences(before: OrderFacts, after: OrderFacts) -> list[Difference]:
    """What changed between two versions: texts, lines that came or went, lines that say something else."""
    found = [
        Difference(what, "", _both(old), _both(new))
        for what, old, new in (
            ("title", before.title, after.title),
            ("preamble", before.preamble, after.preamble),
        )
        if old != new
    ]
    earlier, later = ({line.case: line for line in one.lines} for one in (before, after))
    for case in dict.fromkeys([*earlier, *later]):
        old, new = earlier.get(case), later.get(case)
        if old is None and new is not None:
            found.append(Difference("added", new.name, "", _said(new)))
        elif new is None and old is not None:
            found.append(Difference("taken_out", old.name, _said(old), ""))
        elif old is not None and new is not None and replace(old, item=new.item) != new:
            found.append(Difference("changed", new.name, _said(old), _said(new)))
    if before.people != after.people:
        found.append(Difference("people", "", _names(before), _names(after)))
    closing = (_all(before.closing), _all(after.closing))
    if closing[0] != closing[1]:
        found.append(Difference("closing", "", *closing))
    headings = (_headings(before), _headings(after))
    if headings[0] != headings[1]:
        found.append(Difference("headings", "", *headings))
    return found


def _both(text: Two) -> str:
    return f"{text.kk} / {text.ru}"


def _all(texts: tuple[Two, ...]) -> str:
    return "; ".join(_both(text) for text in texts)


def _headings(facts: OrderFacts) -> str:
    """Only the words of lists that stand in both may differ; a list that came or went is told by its lines."""
    return _all(tuple(one.heading for one in facts.lists))


def _names(facts: OrderFacts) -> str:
    return ", ".join(f"{one.name} ({one.capacity.kk} / {one.capacity.ru})" for one in facts.people)


def _said(line: LineFacts) -> str:
    parts = [line.outcome, line.case_number, line.ground, line.clause, line.facts]
    return ", ".join(part for part in parts if part)
