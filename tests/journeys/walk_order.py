"""From what was found to the signed order: the head decides, the official drafts, the head approves and signs."""

from __future__ import annotations

from accounts.roles import Role
from regulations.kinds import StepKind
from tests.journeys.hands import Hands
from tests.journeys.testing import number_in
from tests.journeys.walk import Walk
from tests.journeys.walk_signatures import sign_by_the_key_here


def decide_to_award(walk: Walk) -> None:
    """Whoever decides reads what was found, and awards."""
    head = walk.holder()
    head.send()
    head.choose("outcome", "award")
    head.send()


def to_the_signed_order(walk: Walk) -> None:
    """Drafted, approved, given its number, signed; what the text enters only now is entered."""
    office = walk.standing().office_id
    official = walk.at_desk(Role.RESPONSIBLE_OFFICIAL, office)
    order = draft(official)
    approve(walk.at_desk(Role.HEAD, office), order)
    open_signing(walk, official, order)
    sign_by_the_key_here(walk, walk.person(Role.HEAD, office))
    if walk.standing().kind is StepKind.RECORD_RESULT:
        official.open(f"/orders/{order}")
        official.press('form[action$="/record-results"] button')


def draft(official: Hands) -> int:
    """From the desk: all that wait for one, in a draft that goes to the head."""
    official.open("/desk")
    official.press('main a[href^="/orders/new?"]')
    for box in official.page.locator('main input[name="cases"]').all():
        box.check()
    official.send()
    order = number_in(official.page.url)
    official.press('form[action$="/send"] button')
    return order


def approve(head: Hands, order: int) -> None:
    """The head reads the order as it would be signed, and approves it."""
    head.open("/desk")
    head.press(f'main a[href="/orders/{order}"]')
    assert head.download(f'main a[href="/orders/{order}.pdf"]').startswith(b"%PDF")
    head.press('form[action$="/approve"] button.button-primary')


def open_signing(walk: Walk, official: Hands, order: int) -> None:
    """The approved order comes back to the official, gets its number and day, and goes to the head."""
    official.open("/desk")
    official.press(f'main a[href="/orders/{order}"]')
    official.press('main a[href$="/open-signing"]')
    official.choose("signatory")
    official.send()
