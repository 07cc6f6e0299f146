"""What the demo's people do to many cases in one act: a test, an evaluation by one order, a meeting, an order.

The kinds stand in the order in which a case passes them, so that whatever waits for the same act waits together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select

from accounts.demo_hands import sign_all
from accounts.models import Office
from accounts.roles import Role
from applications.demo_steps import whose
from commissions.demo import first_of
from commissions.demo_evaluations import evaluated
from commissions.demo_hearings import Held as Meeting
from commissions.demo_hearings import hold as hold_meeting
from commissions.demo_hearings import protocol_sheet
from commissions.demo_interviews import morning
from commissions.models import Commission
from core.actor import Actor, acting
from core.clock import frozen
from core.database import db
from core.settings import Settings
from exam import demo_tests
from exam.demo_hall import at, hall
from exam.models import Room
from orders.actions import order_route, order_signing, ordering
from orders.demo_carrying import Carried, Together
from regulations.catalogue import catalogue
from regulations.evaluation_order import steps_of_the_order
from regulations.kinds import StepKind

# So many days ago the demo's candidates were tested, and a day later their files went on; then they were heard.
TESTED, PASSED_ON, CALLED, HEARD = 16, 15, 14, 9
_HOURS = (9, 11, 13, 15)
_ASKED = (
    "Кәсіби қызметіңізде қандай нормативтік құқықтық актілерді басшылыққа аласыз?",
    "Негізгі актілерді атап, соңғы өзгерістерін түсіндірді.",
)
_FOUND = {
    "positive": "Сұрақтарға толық жауап берді, қойылатын талаптарды біледі.",
    "negative": "Негізгі талаптарды атай алмады, құқықтық актілерді білмейді.",
}
_ATTESTATION = (
    "official-committee",
    ("member-committee-1", "member-committee-2", "member-committee-3"),
    "Астана, Мәңгілік ел 8, 214-кабинет",
)
_KEPT: dict[str, tuple[str, tuple[str, ...], str]] = {
    "attestation_commission": _ATTESTATION,
    "accreditation_commission": (*_ATTESTATION[:2], "Астана, Мәңгілік ел 8, 318-кабинет"),
    "specialised_commission": (
        "secretary",
        ("member", "member-2", "member-3"),
        "Көкшетау, Әуелбеков 139, 12-кабинет",
    ),
}
_OF_THE_AKIMAT = (
    "official-akmola",
    ("member-akmola", "member-akmola-2", "member-akmola-3"),
    "Көкшетау, Абай көшесі, 89, 5-кабинет",
)


_EXECUTORS = {True: (Role.COMMISSION_SECRETARY,), False: (Role.RESPONSIBLE_OFFICIAL,)}
_WATCHERS = {"HD-AKM": "invigilator-akmola"}


def _tests(waiting: Sequence[Carried], _settings: Settings) -> None:
    """For each service a sitting: who is to pass it, who is to fail, and who does not come."""
    today = waiting[0].today
    rooms: dict[int, Room] = {}
    for number, (service, group) in enumerate(groupby(waiting, key=lambda one: one.case.service)):
        office = group_office(cases := list(group))
        official = whose(office, _EXECUTORS[service.startswith("rural")])
        if office.id not in rooms:
            with frozen(today - timedelta(days=30)), acting(official):
                rooms[office.id] = hall(office.id, 2, "Көкшетау, Абай көшесі, 87, 3-қабат", 20)
        starts = at(today, -TESTED - number // len(_HOURS), _HOURS[number % len(_HOURS)])
        told = demo_tests.Held(
            service, rooms[office.id], starts, official, _WATCHERS.get(office.code, "invigilator")
        )
        demo_tests.hold(told, {one.case.id: _passes(one) for one in cases})
        _at(cases, today - timedelta(days=PASSED_ON))


def group_office(cases: Sequence[Carried]) -> Office:
    """The office at which all of them lie."""
    return cases[0].case.desk_office or cases[0].case.office


def _passes(one: Carried) -> bool | None:
    """Nobody comes who is to wait at the test itself."""
    edition = catalogue().edition(one.case.edition_id)
    test = next(step for step in edition.steps if step.kind is StepKind.TEST)
    if one.goal == test.id:
        return None
    return not (one.leaves_by and test.id in edition.exit(one.leaves_by).leaves_from)


def _at(cases: Sequence[Carried], moment: datetime) -> None:
    for one in cases:
        one.moment = moment


def _evaluations(waiting: Sequence[Carried], settings: Settings) -> None:
    """The orders on an evaluation, where it is that; the final ones otherwise."""
    first = [one for one in waiting if _on_evaluation(one)]
    if first:
        today = first[0].today
        with frozen(today - timedelta(days=TESTED)):
            evaluated([one.case for one in first], "29-НҚ")
        _at(first, today - timedelta(days=PASSED_ON))
        return
    _orders(waiting, settings)


def _on_evaluation(one: Carried) -> bool:
    return one.step is not None and one.step.id in steps_of_the_order(
        catalogue().edition(one.case.edition_id)
    )


def _meetings(waiting: Sequence[Carried], settings: Settings) -> None:
    """One meeting of each commission, with all who wait for it; its protocol is signed today."""
    by_commission: dict[int, list[Carried]] = {}
    for one in waiting:
        by_commission.setdefault(_commission_of(one).id, []).append(one)
    for number, cases in by_commission.items():
        _heard(db.session.get_one(Commission, number), cases, settings)


def _commission_of(one: Carried) -> Commission:
    kind = catalogue().edition(one.case.edition_id).responsibilities.commission
    office = group_office([one])
    found = db.session.scalar(
        select(Commission)
        .where(Commission.kind == (kind.value if kind else ""), Commission.office_id == office.id)
        .order_by(Commission.id)
        .limit(1)
    )
    if found is None:
        raise LookupError(f"the demo has no commission for {one.case.service}")
    return found


def _heard(made: Commission, cases: Sequence[Carried], settings: Settings) -> None:
    today = cases[0].today
    akimat = made.kind == "attestation_commission" and made != first_of(made.kind)
    secretary, members, place = _OF_THE_AKIMAT if akimat else _KEPT[made.kind]
    told = Meeting(
        made,
        place,
        secretary,
        members,
        today - timedelta(days=CALLED),
        morning(today, HEARD),
        minutes=15,
        asked=_ASKED,
        motives=_FOUND,
    )
    meeting = hold_meeting(told, [(one.case.id, "negative" if one.fails else "positive") for one in cases])
    db.session.commit()
    sign_all(protocol_sheet(meeting), settings)
    _at(cases, today)


def _orders(waiting: Sequence[Carried], settings: Settings) -> None:
    """For each office and service one order that awards and one that refuses; some wait for the head."""
    key = _order_key
    for (office_id, service, kind, stays), group in groupby(sorted(waiting, key=key), key=key):
        office = db.session.get_one(Office, office_id)
        sheet = _drafted(office, service, kind, [one.case.id for one in group])
        if not stays:
            sign_all(sheet, settings)
        db.session.commit()


def _order_key(one: Carried) -> tuple[int, str, str, bool]:
    edition = catalogue().edition(one.case.edition_id)
    signature = {step.id for step in edition.steps if step.kind is StepKind.ORDER_SIGNATURE}
    return (
        group_office([one]).id,
        one.case.service,
        "refusal" if one.here.exit else "award",
        one.goal.rpartition("/")[2] in signature,
    )


def _drafted(office: Office, service: str, kind: str, case_ids: Sequence[int]) -> int:
    """Drafted by an official, approved by the lawyer where the office wants that and by the head, sent to be signed."""
    official, head = whose(office, (Role.RESPONSIBLE_OFFICIAL,)), whose(office, (Role.HEAD,))
    with acting(official):
        order = ordering.begin(kind, service, case_ids)
        order_route.send(order.id)
    for one in (*([_lawyer(office)] if order.lawyer_approves else []), head):
        with acting(one):
            order_route.approve(order.id)
    with acting(official):
        return order_signing.open_signing(order.id, head.grant_id or 0).id


def _lawyer(office: Office) -> Actor:
    return whose(office, (Role.LAWYER,))


TOGETHER: tuple[tuple[StepKind, Together], ...] = (
    (StepKind.NOTIFY_TEST, _tests),
    (StepKind.ORDER, _evaluations),
    (StepKind.INTERVIEW, _meetings),
)
