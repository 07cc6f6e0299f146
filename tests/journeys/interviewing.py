"""From a passed test to the signed protocol over HTTP: commission, agenda, hearing, votes, keys of the demo."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Account, Office
from accounts.roles import Role
from accounts.signing_queries import places_of, sheet_of
from commissions.models import Interview, Meeting, MeetingProtocol, Member
from core.database import db
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from tests.accounts.people import Somebody
from tests.accounts.signing_hands import with_iin
from tests.commissions.hearing import decide_on_commissions
from tests.core.file_samples import pdf
from tests.exam.planners import decide
from tests.journeys.offices import Staff, employ
from tests.journeys.testing import AT_ONCE, Journey, done, number_in

MEETS_AFTER = timedelta(days=4)
VOTES = {"positive": "for", "negative": "against"}
_ZONE = ZoneInfo("Asia/Almaty")


@dataclass
class Sitting:
    """A commission of the office that hears the case, with one meeting to come."""

    journey: Journey
    office_id: int
    secretary: Somebody
    members: list[Somebody]
    commission: int
    meeting: int = 0

    def desk(self, somebody: Somebody) -> Staff:
        """Their browser, logged in at the time of the journey."""
        return self.journey.enter(somebody)

    @property
    def keeper(self) -> Staff:
        return self.desk(self.secretary)

    @property
    def live(self) -> str:
        return f"/commissions/meetings/{self.meeting}/live"

    def keep(self, verb: str, **fields: object) -> TestResponse:
        """The secretary sends one form of the page of the meeting."""
        hidden = {"csrf_token": self.keeper.hidden(self.live)["csrf_token"]}
        return self.keeper.send(f"{self.live}/{verb}", **hidden, **fields)

    def sit(self, somebody: Somebody, verb: str, **fields: object) -> TestResponse:
        """A member sends one form of the own seat."""
        seat, desk = f"/commissions/meetings/{self.meeting}/seat", self.desk(somebody)
        hidden = {"csrf_token": desk.hidden(seat)["csrf_token"]}
        return desk.send(f"{seat}/{verb}", **hidden, **fields)


def to_the_interview(journey: Journey) -> None:
    """Forwarded to the Committee, registered there and assigned, where the text has two levels."""
    while (here := journey.standing()).kind is not StepKind.INTERVIEW:
        assert here.kind in {StepKind.FORWARD, StepKind.REGISTER, StepKind.ASSIGN}, here
        if here.kind is StepKind.FORWARD:
            done(journey.whose().fill(f"{journey.address}/forward"))
        elif here.kind is StepKind.REGISTER:
            journey.register()
        else:
            journey.assign()


def formed(journey: Journey) -> Sitting:
    """The commission of the text, by its order, with a chair, a member and the secretary; it meets in four days."""
    office_id = journey.office_ids[-1]
    chair, member = (employ(journey.app, Role.COMMISSION_MEMBER, office_id) for _ in range(2))
    secretary = journey.person(journey.executes, office_id)
    decided_by_office(journey, office_id, [chair, member, secretary])
    keeper = journey.browser(journey.executes, office_id)
    kind = catalogue().newest(journey.slug).responsibilities.commission
    assert kind is not None
    day = f"{journey.clock.now().astimezone(_ZONE):%d.%m.%Y}"
    address = done(
        keeper.fill(
            "/commissions/new",
            kind=kind.value,
            name="Комиссия",
            order_number="12-НҚ",
            order_date=day,
            order_file=(io.BytesIO(pdf()), "бұйрық.pdf"),
        )
    )
    for role, who in (("chair", chair), ("member", member), ("secretary", secretary)):
        done(keeper.fill(f"{address}/members/new", role=role, account_id=who.id, from_day=day))
    at = Sitting(journey, office_id, secretary, [chair, member], number_in(address))
    at.meeting = _scheduled(at, keeper)
    return at


def decided_by_office(journey: Journey, office_id: int, people: list[Somebody]) -> None:
    """What the office has decided on its commissions; whoever signs has an IIN."""
    with journey.app.app_context():
        office = db.session.get_one(Office, office_id)
        decide_on_commissions(office)
        decide(office, "interview_notice_minimum", AT_ONCE, service=journey.slug)
        decide(office, "commission_size", 2, service=journey.slug)
        for one in people:
            with_iin(db.session.get_one(Account, one.id))
        db.session.commit()


def _scheduled(at: Sitting, keeper: Staff) -> int:
    day = (at.journey.clock.now() + MEETS_AFTER).astimezone(_ZONE)
    address = f"/commissions/{at.commission}/meetings/new"
    return number_in(
        done(keeper.fill(address, day=f"{day:%d.%m.%Y}", starts="10:00", ends="13:00", place="214-кабинет"))
    )


def offer(at: Sitting) -> TestResponse:
    """The secretary puts the case on the agenda; the candidate is told."""
    address = f"/commissions/{at.commission}/waiting/{at.journey.case['id']}"
    return at.keeper.fill(address, meeting=at.meeting, starts="10:00", ends="10:20")


def interview_of(at: Sitting) -> int:
    """The interview of the case."""
    case_id = at.journey.case_id()
    with at.journey.app.app_context():
        found = db.session.scalars(
            select(Interview.id).where(Interview.case_id == case_id).order_by(Interview.id)
        ).all()
        return found[-1]


def to_the_meeting(at: Sitting) -> None:
    """The day of the meeting: opened, everybody is there."""
    with at.journey.app.app_context():
        starts = db.session.get_one(Meeting, at.meeting).starts_at
    at.journey.go_to(starts)
    done(at.keep("open"))
    done(at.keep("presence", here=_members(at)))


def _members(at: Sitting) -> list[str]:
    with at.journey.app.app_context():
        members = db.session.scalars(select(Member.id).where(Member.commission_id == at.commission))
        return [str(one) for one in members]


def hear(at: Sitting, decision: str, *, up_to: str = "decide") -> None:
    """One candidate from the call to the decision, everybody voting alike; or only until the votes are counted."""
    one = interview_of(at)
    done(at.keep(f"{one}/begin"))
    done(at.keep(f"{one}/text/identity", text="Жеке куәлік № 012345678", seen="0"))
    done(at.keep(f"{one}/question", mark="q-1", text="Сұрақ?", gist="Толық жауап берді", seen="0"))
    levels = {f"level-own-{row}": 2 for row in (1, 2, 3)}
    for member in at.members:
        done(at.sit(member, f"{one}/sheet", remark="Жақсы", **levels))
    done(at.keep(f"{one}/open-vote"))
    for member in at.members:
        done(at.sit(member, f"{one}/vote", vote=VOTES[decision]))
    done(at.keep(f"{one}/count"))
    if up_to == "decide":
        done(at.keep(f"{one}/decide", motives="Комиссия жауаптарды бағалады"))


def close(at: Sitting) -> None:
    done(at.keep("close"))


def protocol_of(at: Sitting) -> int:
    """The protocol of the meeting, once it is drawn."""
    with at.journey.app.app_context():
        return db.session.scalars(
            select(MeetingProtocol.id).where(MeetingProtocol.meeting_id == at.meeting)
        ).one()


def draw(at: Sitting) -> int:
    """The protocol of the closed meeting, drawn and sent for signature."""
    keeper, address = at.keeper, f"/commissions/meetings/{at.meeting}/protocol"
    done(keeper.fill(address))
    found = protocol_of(at)
    done(keeper.send(f"/commissions/protocols/{found}/send", **keeper.hidden(address)))
    return found


def sign(at: Sitting, protocol: int) -> None:
    """Everybody signs in their order, each with the own key of the demo, today."""
    at.journey.go_to_today()
    with at.journey.app.app_context():
        sheet = sheet_of("protocol", protocol)
        assert sheet is not None
        sheet_id, signers = sheet.id, [one.account_id for one in places_of(sheet.id)]
    people = {one.id: one for one in (*at.members, at.secretary)}
    for account_id in signers:
        desk = at.desk(people[account_id])
        hidden = desk.hidden(f"/signing/{sheet_id}")
        done(desk.send(f"/signing/{sheet_id}/here", **hidden, **{"here-passphrase": DEMO_PASSPHRASE}))


def decided(journey: Journey, decision: str) -> Sitting:
    """From a passed test to the protocol that everybody has signed."""
    to_the_interview(journey)
    at = formed(journey)
    done(offer(at))
    to_the_meeting(at)
    hear(at, decision)
    close(at)
    sign(at, draw(at))
    return at
