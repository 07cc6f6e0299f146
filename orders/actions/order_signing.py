"""Opening the signing of an approved order: number and day are given, the text is frozen, the head gets it to sign."""

from __future__ import annotations

import io
from zoneinfo import ZoneInfo

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.models import OfficeSetting, RoleGrant
from accounts.queries import setting_rows
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from accounts.signing_models import SigningSheet
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.files import read_file, store_file
from core.holding import held
from core.languages import _l
from core.numbering import next_number
from core.refusals import Refusal
from core.typed_facts import digest_of, spelled
from orders import order_queries
from orders.actions.ordering import hold_cases, locked, note
from orders.models import Order
from orders.models.order import KIND
from orders.order_facts import SignatoryFact, read_order
from orders.order_gates import demand_gates, gates_of
from orders.order_paper import order_pdf
from orders.order_reading import Opened, facts_of
from orders.paper_content import capacity
from regulations.words import Words

SIGNATURE = "order_signature"


def open_signing(order_id: int, signatory_grant_id: int) -> SigningSheet:
    """Number, day, frozen text, and the sheet with the head or the acting head; from here on no line changes."""
    order = locked(order_id)
    if order.state != "approved":
        raise Refusal(_l("Only an approved order is sent to be signed."))
    grant = _signatory(order, signatory_grant_id)
    demand_lines(order)
    today = now().astimezone(ZoneInfo(order.office.zone)).date()
    # Sent to be signed before, it keeps its number; its day is the one on which it is sent.
    year = order.year or today.year
    number = order.number or next_number(KIND, order.office_id, year)
    spelled_number = f"{year}-{number:06d}"
    signatory = SignatoryFact(grant.account.name, capacity(grant))
    opened = Opened(spelled_number, today, signatory, on_paper=decision_on_paper(order) is not None)
    facts = facts_of(order, opened)
    file = store_file(io.BytesIO(order_pdf(facts)), f"order-{spelled_number}.pdf")
    order.state = "signing"
    order.year, order.number, order.day = year, number, today
    order.facts, order.digest, order.file_id = spelled(facts), digest_of(facts), file.id
    order.signatory_id, order.signatory_role = grant.account_id, grant.role
    db.session.flush()
    sheet = signing.open_sheet(
        NewSheet(
            kind=KIND,
            subject_id=order.id,
            office_id=order.office_id,
            title=_title(spelled_number, facts.title.kk, facts.title.ru),
            document=read_file(file),
            name=f"order-{spelled_number}.pdf",
            places=(Place(grant.account_id, capacity(grant), Role(grant.role)),),
        )
    )
    note(order, "open_signing", {"sheet": sheet.id, "digest": order.digest, "signatory": grant.account_id})
    return sheet


def _title(number: str, kk: str, ru: str) -> Words:
    return Words(
        f"№ {number} бұйрық: {kk}"[:300], f"Приказ № {number}: {ru}"[:300], f"Order {number}: {ru}"[:300]
    )


def _signatory(order: Order, grant_id: int) -> RoleGrant:
    grant = next((one for one in order_queries.signatories(order.office) if one.id == grant_id), None)
    if grant is None:
        raise RefusedFact("signatory", _l("Choose the head or whoever acts as head today."))
    senders = {one.sent_by for one in order_queries.versions_of(order.id)}
    if not order.drafter_may_sign and grant.account_id in senders | {order.drafted_by}:
        raise RefusedFact(
            "signatory", _l("Whoever drafted this order does not sign it: the office wants two people.")
        )
    return grant


def decision_on_paper(order: Order) -> OfficeSetting | None:
    """The decision by which the office has orders of this service signed by hand; none where keys sign."""
    return by_hand_at(order.office_id, order.service) if order.service is not None else None


def by_hand_at(office_id: int, service: str) -> OfficeSetting | None:
    """The same, for any order that the office may yet make of this service."""
    found = setting_rows(office_id, {SIGNATURE}, service)[SIGNATURE]
    return found if found is not None and found.value == "handwritten" else None


def on_paper(sheet: SigningSheet) -> int | None:
    """By which decision this order is signed on paper; refused when the office has decided anew since it was sent."""
    order = db.session.get_one(Order, sheet.subject_id)
    if not read_order(order.facts or "").on_paper:
        return None
    decision = decision_on_paper(order)
    if decision is None:
        raise Refusal(
            _l(
                "The office has since decided that orders are signed by a key; this one was sent to be signed by hand."
            ),
            next_step=_l("Call the order back and send it to be signed anew."),
        )
    return decision.id


def demand_lines(order: Order) -> None:
    """Ask once more on what every line rests: nothing is signed on a result that was replaced meanwhile."""
    lines = [line for line in order_queries.lines_of(order.id) if line.outcome in {"award", "refuse"}]
    hold_cases(lines)
    for line in lines:
        demand_gates(line.case, gates_of(line.case))


def may_sign(sheet: SigningSheet, account_id: int) -> Refusal | None:
    """Whether the order may be signed at this moment, and by this person."""
    order = db.session.get_one(Order, sheet.subject_id)
    if read_order(order.facts or "").on_paper:
        return Refusal(
            _l("By the decision of the office this order is signed by hand, on paper, and sealed."),
            next_step=_l("Somebody else than its drafter then scans it in on the page of the order."),
        )
    senders = {one.sent_by for one in order_queries.versions_of(order.id)}
    if not order.drafter_may_sign and account_id in senders | {order.drafted_by}:
        return Refusal(_l("You have drafted this order: somebody else approves and signs it."), status=403)
    for line in order_queries.lines_of(order.id):
        if line.outcome in {"award", "refuse"}:
            try:
                demand_gates(line.case, gates_of(line.case))
            except Refusal as refusal:
                return refusal
    return None


def when_refused(sheet: SigningSheet, reason: str) -> None:
    """The head will not sign: the order is a draft again, with the reason as remarks."""
    order = held(Order, sheet.subject_id)
    signing.take_back(KIND, order.id, sheet, reason)
    order.state = "returned"
    db.session.flush()
    note(order, "return", {"version": order.version, "remarks": reason, "by": current_actor().account_id})
