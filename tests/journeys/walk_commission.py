"""From a passed test to the agenda of a meeting: the commission by its order, its members, its meeting, the notice."""

from __future__ import annotations

from pathlib import Path

from accounts.roles import Role
from regulations.catalogue import catalogue
from tests.core.file_samples import pdf
from tests.journeys.interviewing import MEETS_AFTER, Sitting, decided_by_office
from tests.journeys.testing import number_in
from tests.journeys.walk import Walk, day_of


def form_the_commission(walk: Walk, folder: Path) -> Sitting:
    """The secretary enters the order and names chair, member and secretary."""
    office_id = walk.office_ids[-1]
    chair, member = (walk.hire(Role.COMMISSION_MEMBER, office_id) for _ in range(2))
    secretary = walk.person(walk.executes, office_id)
    decided_by_office(walk, office_id, [chair, member, secretary])
    kind = catalogue().newest(walk.slug).responsibilities.commission
    assert kind is not None
    order, today = folder / "order.pdf", day_of(walk.clock.now())
    order.write_bytes(pdf())
    keeper = walk.holder()
    keeper.send()
    keeper.press('main a[href="/commissions/new"]')
    keeper.choose("kind", kind.value)
    keeper.fill(name="Аттестаттау комиссиясы", order_number="12-НҚ", order_date=today)
    keeper.page.set_input_files("#order_file", order)
    keeper.send()
    commission = number_in(keeper.page.url)
    for role, somebody in (("chair", chair), ("member", member), ("secretary", secretary)):
        keeper.press('main a[href$="/members/new"]')
        keeper.choose("role", role)
        keeper.choose("account_id", somebody.id)
        keeper.fill(from_day=today)
        keeper.send()
    return Sitting(walk, office_id, secretary, [chair, member], commission)


def schedule(walk: Walk, at: Sitting) -> None:
    """A meeting in four days, with the case on its agenda."""
    keeper = walk.holder()
    keeper.send()
    keeper.fill(day=day_of(walk.clock.now() + MEETS_AFTER), starts="10:00", ends="13:00", place="214-кабинет")
    keeper.send()
    at.meeting = number_in(keeper.page.url)
    keeper.press(f'main a[href="/commissions/{at.commission}#waiting"]')
    keeper.press(f'main a[href$="/waiting/{walk.case["id"]}"]')
    keeper.choose("meeting", at.meeting)
    keeper.fill(starts="10:00", ends="10:20")
    keeper.send()


def read_the_invitation(walk: Walk) -> None:
    """The candidate reads in the cabinet when and where the commission hears them."""
    candidate = walk.cabinet()
    candidate.press(f'main a[href="/cabinet/{walk.case["id"]}/interview"]')
    assert "214-кабинет" in candidate.text()
