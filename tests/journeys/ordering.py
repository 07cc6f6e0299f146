"""An order over HTTP, by hands on the pages: drafted by the official, approved by the head, opened and signed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accounts.models import Account
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from core.database import db
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from orders.models.order import KIND
from tests.accounts.people import Somebody
from tests.accounts.signing_hands import with_iin
from tests.journeys.offices import Offices, Staff
from tests.journeys.papering import grant_of
from tests.journeys.testing import done, number_in


@dataclass(frozen=True)
class Desks:
    """Whose hands the order goes through at its office."""

    official: Staff
    head: Staff
    signer: Somebody


def desks_of(offices: Offices) -> Desks:
    """The official and the head of the office on whose desk the case lies."""
    return desks_at(offices, offices.standing().office_id)


def desks_at(offices: Offices, office: int) -> Desks:
    """The official and the head of an office."""
    return Desks(
        offices.browser(Role.RESPONSIBLE_OFFICIAL, office),
        offices.browser(Role.HEAD, office),
        offices.person(Role.HEAD, office),
    )


def drafted(desks: Desks, kind: str, service: str) -> int:
    """All that wait for such an order and lack nothing, in one draft; its number."""
    path = f"/orders/new?kind={kind}&service={service}"
    cases = re.findall(r'name="cases"[^>]*value="(\d+)"', desks.official.get(path).text)
    return number_in(done(desks.official.fill(path, cases=cases)))


def approved(desks: Desks, order: int) -> None:
    """Sent by the official, read and approved by the head."""
    address = f"/orders/{order}"
    done(desks.official.send(f"{address}/send", **desks.official.hidden(address)))
    assert desks.head.get(f"{address}.pdf").data.startswith(b"%PDF")
    done(desks.head.send(f"{address}/approve", **desks.head.hidden(address)))


def signed(offices: Offices, desks: Desks, order: int) -> None:
    """Given its number and sent to the head, who signs it on the page with the own key of the demo."""
    done(desks.official.fill(f"/orders/{order}/open-signing", signatory=grant_of(offices.app, desks.signer)))
    with offices.app.app_context():
        sheet = sheet_of(KIND, order)
        assert sheet is not None
        address = f"/signing/{sheet.id}"
        with_iin(db.session.get_one(Account, desks.signer.id))
        db.session.commit()
    hidden = desks.head.hidden(address)
    done(desks.head.send(f"{address}/here", **hidden, **{"here-passphrase": DEMO_PASSPHRASE}))


def ordered(offices: Offices, service: str, kind: str = "award") -> int:
    """From the waiting case to the signed order; its number in addresses."""
    desks = desks_of(offices)
    order = drafted(desks, kind, service)
    approved(desks, order)
    signed(offices, desks, order)
    return order


def results_entered(offices: Offices, order: int) -> None:
    """The test results of everybody whom the order awards, where the text has them entered only now."""
    official = offices.whose()
    done(official.send(f"/orders/{order}/record-results", **official.hidden(f"/orders/{order}")))
