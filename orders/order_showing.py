"""Orders as their pages show them: where each stands in one word, what waits for one, what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.journal_reading import about
from accounts.roles import ROLE_NAMES, Role
from accounts.signing_queries import sheet_of
from accounts.views.histories import shown
from applications.case_reading import due_of, in_words
from applications.models import Case
from core.actor import Actor
from core.languages import Text, _, long_date, long_moment, short_moment
from core.refusals import Refusal
from orders import order_queries
from orders.actions.order_on_paper import waits_for_scan
from orders.actions.order_route import HEADS
from orders.actions.recording import waiting_for_results
from orders.extract_facts import points_of
from orders.models import Order, OrderSigned
from orders.models.order import KIND
from orders.order_facts import OrderFacts
from orders.order_gates import demand_gates, gates_of
from orders.order_reading import shown_facts_of
from orders.order_words import KINDS, LINES, SAID, STATES
from orders.words import VERDICTS
from regulations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Row:
    """One order in a list."""

    order: Order
    number: str
    about: str
    service: str
    when: str
    word: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one service that wait for the same kind of order."""

    kind: str
    service: str
    title: str
    about: Text
    cases: list[Case]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that could be put into an order: what the order would say of it, or why it may not stand there yet."""

    case: Case
    outcome: Text | str
    bar: str
    due: dict[str, str] | None


def state_of(order: Order, signed: OrderSigned | None) -> tuple[Text, str]:
    """Where an order stands, in one word."""
    return STATES["signed" if signed else order.state]


def service_title(service: str | None) -> str:
    """What a service is called; nothing for orders without one."""
    return in_words(catalogue().newest(service).title) if service else ""


def rows_of(orders: Sequence[Order]) -> list[Row]:
    """Orders as a list shows them."""
    signed = order_queries.signed_among(orders)
    return [
        Row(
            order,
            order.spelled_number or _("draft %(number)s", number=order.id),
            str(KINDS[order.kind]),
            service_title(order.service),
            short_moment(order.drafted_at, order.office.zone),
            *state_of(order, signed.get(order.id)),
        )
        for order in orders
    ]


def groups_of(cases: Sequence[Case]) -> list[Group]:
    """The waiting cases by the kind of order and the service that one order can decide together."""
    found: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        kind = order_queries.waits_for(case)
        if kind is not None:
            found.setdefault((kind, case.service), []).append(case)
    return [
        Group(kind, service, service_title(service), KINDS[kind], listed)
        for (kind, service), listed in found.items()
    ]


def waiting_rows(cases: Sequence[Case], kind: str, service: str) -> list[Waiting]:
    """The cases that an order of this kind and service could take, each with what it would say."""
    wanted = "evaluation" if kind == "evaluation" else "award"
    rows = []
    for case in cases:
        if case.service == service and order_queries.waits_for(case) == wanted:
            outcome, bar = _outcome_of(case, kind)
            if kind != "refusal" or outcome == LINES["refuse"] or bar:
                rows.append(Waiting(case, outcome, bar, due_of(case, case.due_at)))
    return rows


def _outcome_of(case: Case, kind: str) -> tuple[Text | str, str]:
    if kind == "evaluation":
        return LINES["evaluate"], ""
    try:
        gates = gates_of(case)
        demand_gates(case, gates)
    except Refusal as refusal:
        return "", str(refusal.sentence)
    return LINES[gates.outcome], ""


def page_of(order: Order, actor: Actor) -> dict[str, Any]:
    """Everything on the page of one order."""
    signed, facts = order_queries.signed_of(order.id), shown_facts_of(order)
    word, kind = state_of(order, signed)
    sheet = sheet_of(KIND, order.id)
    own = order.office_id == actor.office_id
    return {
        "order": order,
        "in_words": in_words,
        "verdicts": VERDICTS,
        "facts": facts,
        "word": word,
        "kind": kind,
        "about": _about(order, facts, signed),
        "lines": lines_shown(order, facts),
        "signed": signed,
        "sheet": sheet,
        "own": own,
        "mine_to_sign": sheet is not None
        and order.signatory_id == actor.account_id
        and signed is None
        and not facts.on_paper,
        "extracted": order_queries.extracted_of(order.id),
        "scan_due": own and waits_for_scan(order),
        "asks_me": own and asks(order, actor),
        "versions": order_queries.versions_of(order.id),
        "said": _said(order),
        "results_wait": len(waiting_for_results(order)) if signed and own else 0,
        "history": shown(about("act_order", order.id)),
    }


def _about(order: Order, facts: OrderFacts, signed: OrderSigned | None) -> list[tuple[str, str]]:
    told = [(_("Kind of order"), str(KINDS[order.kind]))]
    if order.service:
        told.append((_("Service"), service_title(order.service)))
    if order.number and order.day:
        told.append((_("Number of the order"), order.spelled_number))
        told.append((_("Day of the order"), long_date(order.day)))
    told.append((_("Drafted by"), order.drafter.name))
    told.append((_("Words of the order"), _("edition %(number)s", number=facts.edition)))
    if order.signatory is not None:
        told.append((_("Who signs"), order.signatory.name))
    if facts.on_paper:
        told.append((_("How it is signed"), _("on paper, by hand and with the seal; not electronically")))
    if signed is not None:
        told += _signed(signed, order.office.zone)
    return told


def _signed(signed: OrderSigned, zone: str) -> list[tuple[str, str]]:
    """When, and of a scan who brought it in and what its digest is."""
    deed = signed.deed
    if deed.signed_on is None or deed.scanner is None:
        return [(_("Signed"), long_moment(signed.signed_at, zone))]
    return [
        (_("Signed"), long_date(deed.signed_on)),
        (_("Scanned in"), f"{long_moment(signed.signed_at, zone)}, {deed.scanner.name}"),
        (_("SHA-256 digest of the scan"), signed.digest),
    ]


def lines_shown(order: Order, facts: OrderFacts) -> list[dict[str, Any]]:
    """The lines by their points, each with its row and its case."""
    rows = order_queries.lines_of(order.id)
    printed = points_of(facts, ((row.id, row.case_id, row.outcome) for row in rows))
    by_item = {printed[row.id].item: row for row in rows if row.id in printed}
    return [
        {"facts": line, "row": row, "case": row.case, "word": LINES[line.outcome]}
        for line in facts.lines
        if (row := by_item.get(line.item)) is not None
    ]


def asks(order: Order, actor: Actor) -> bool:
    """Whether the approval of this person is what the order waits for."""
    if order.state != "approval":
        return False
    said = order_queries.approved_as(order)
    lawyer_due = order.lawyer_approves and Role.LAWYER.value not in said
    if actor.role == Role.LAWYER:
        return lawyer_due
    return actor.role in HEADS and not lawyer_due


def _said(order: Order) -> list[dict[str, Any]]:
    return [
        {
            "version": one.version,
            "name": one.account.name,
            "role": ROLE_NAMES[Role(one.said_as)],
            "what": SAID[one.what],
            "remarks": one.remarks,
            "when": short_moment(one.said_at, order.office.zone),
        }
        for one in order_queries.approvals_of(order.id)
    ]
