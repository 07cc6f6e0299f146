"""One application from the document check to its test result, over HTTP; the days go by on a clock of the journey's.

Only what belongs to the question banks, a released set of two questions, is made by rows: it has journeys of its own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Office
from accounts.roles import Role
from applications.models import Case
from core.actor import acting
from core.clock import frozen
from core.database import db
from exam.actions import rooms
from exam.models import Sitting
from exam.office_settings import GRACE, MOVES, SCORE_SHOWN
from exam.result_queries import current_result
from question_banks.models import SealedSet
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from tests.accounts.people import Somebody
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import decide
from tests.journeys.moved_clock import MovedClock
from tests.journeys.offices import Offices, Staff
from tests.question_banks import makers

BEGAN, TESTED_AFTER = timedelta(days=14), timedelta(days=6)
RIGHT, WRONG = "Сейфте", "Залда"
AT_ONCE = {"value": 1, "unit": "hour"}
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"/(\d+)(?:$|[/?])")


class Journey(Offices):
    """The offices of one service, and one application that came in two weeks ago."""

    def __init__(self, app: Flask, slug: str) -> None:
        self.clock = MovedClock(app.wsgi_app)
        self.clock.later = -BEGAN
        app.wsgi_app = self.clock  # type: ignore[method-assign]  # as the server stands before a real application
        with frozen(self.clock.now()):
            super().__init__(app, slug)
        self.slug = slug

    @property
    def executes(self) -> Role:
        """Who carries the case at the provider's: in rural pharmacy the commission's secretary."""
        rural = self.slug.startswith("rural")
        return Role.COMMISSION_SECRETARY if rural else Role.RESPONSIBLE_OFFICIAL

    @property
    def executor(self) -> Staff:
        return self.browser(self.executes, self.provider_id)

    def browser(self, role: Role, office_id: int) -> Staff:
        """That person's browser, logged in at the time of the journey."""
        with frozen(self.clock.now()):
            return super().browser(role, office_id)

    def go_to(self, moment: datetime) -> None:
        """Another day: everybody has to log in again."""
        self.clock.go_to(moment)
        self._browsers.clear()

    def go_to_today(self) -> None:
        """What really is now: keys and their proofs know no other time."""
        self.go_to(datetime.now(UTC))

    def enter(self, somebody: Somebody) -> Staff:
        """The browser of this very person, logged in at the time of the journey."""
        key = ("person", somebody.id)
        if key not in self._browsers:
            visitor = Staff(self.app, f"10.2.0.{len(self._browsers) + 2}")
            with frozen(self.clock.now()):
                visitor.log_in(somebody)
            self._browsers[key] = visitor
        return self._browsers[key]

    def appoint(self) -> None:
        """Where the text names an authorised person, that is who signs."""
        edition = catalogue().newest(self.slug)
        if any(one.name == "authorised_signatory" for one in edition.settings):
            with self.app.app_context():
                office = db.session.get_one(Office, self.office_ids[-1])
                decide(office, "authorised_signatory", "authorised_signatory", service=self.slug)
                db.session.commit()

    def case_id(self) -> int:
        with self.app.app_context():
            found = db.session.scalar(select(Case.id).where(Case.public_id == self.case["id"]))
            assert found is not None
            return found

    def accept(self) -> None:
        """The documents are in order."""
        checker = self.bring_to_check()
        self.mark(checker)
        done(checker.send(f"{self.address}/accept", **checker.hidden(f"{self.address}/check")))

    def to_the_test(self) -> None:
        """Admitted, and waiting for a place in a sitting."""
        self.accept()
        if self.standing().kind is StepKind.FORWARD:
            done(self.whose().fill(f"{self.address}/forward"))
        assert self.standing().kind is StepKind.NOTIFY_TEST

    def verdict(self) -> str:
        """What the current result of the case says."""
        case_id = self.case_id()
        with self.app.app_context():
            found = current_result(case_id)
            return found.verdict if found else ""


def done(answer: TestResponse) -> str:
    """The form was taken; where it led."""
    assert answer.status_code == 302, " ".join(
        _TAG.sub(" ", answer.text[answer.text.find("<main") :]).split()
    )
    return str(answer.headers["Location"])


def with_result(app: Flask, slug: str, *, rightly: bool = True) -> Journey:
    """From the application to the recorded test result, positive or negative."""
    journey = Journey(app, slug)
    journey.to_the_test()
    sit(journey, rightly=rightly)
    return journey


def sit(journey: Journey, *, rightly: bool = True) -> int:
    """Sit the test and have its result entered; the number of the sitting."""
    sitting = planned(journey)
    place = placed(journey, sitting)
    code = admitted(journey, sitting, place)
    Candidate(journey.app, code).answer(rightly=rightly)
    watch = journey.browser(Role.INVIGILATOR, journey.provider_id)
    done(watch.fill(f"/sittings/{sitting}/close"))
    scored(journey, sitting)
    return sitting


def planned(journey: Journey, hall: str = "1-зал") -> int:
    """A sitting of the coming week, with its set and its invigilator, published."""
    sealed, edition, room = made(journey, hall)
    executor, watch = journey.executor, journey.person(Role.INVIGILATOR, journey.provider_id)
    day = (journey.clock.now() + TESTED_AFTER).astimezone(ZoneInfo("Asia/Almaty"))
    address = done(
        executor.fill(
            "/sittings/new",
            blueprint=edition,
            room=room,
            day=f"{day:%d.%m.%Y}",
            starts="09:00",
            ends="11:00",
            capacity="2",
            languages=["kk", "ru"],
        )
    )
    hidden = executor.hidden(address)
    done(executor.send(f"{address}/sets", **hidden, set_id=sealed))
    done(executor.send(f"{address}/invigilators", **hidden, account_id=watch.id))
    done(executor.send(f"{address}/publish", **hidden))
    return number_in(address)


def number_in(address: str) -> int:
    """The number of a thing in an address of this service."""
    found = _NUMBER.search(address)
    assert found is not None, address
    return int(found[1])


def made(journey: Journey, hall: str = "1-зал") -> tuple[int, int, int]:
    """A set of two questions that two have released, the blueprint it was drawn by, and a hall."""
    with journey.app.app_context(), frozen(journey.clock.now()):
        office = db.session.get_one(Office, journey.provider_id)
        edition = catalogue().newest(journey.slug)
        for key, value in ((GRACE, 10), (SCORE_SHOWN, "at_once"), (MOVES, 1)):
            decide(office, key, value)
        notice = next(one.key for one in edition.settings if one.name == "test_notice_minimum")
        decide(office, notice, AT_ONCE, service=journey.slug)
        author, approver, sealer, *two = (
            applying.staff(role, office)
            for role in (
                Role.QUESTION_AUTHOR,
                Role.REVIEWER,
                Role.RESPONSIBLE_OFFICIAL,
                Role.HEAD,
                Role.LAWYER,
            )
        )
        content = making.blueprint(2, 30)
        numbers = making.editions(office, author, approver, [makers.single(), makers.single()])
        drawn_by = making.blueprint_edition(office, author, approver, content, journey.slug)
        sealed: SealedSet = making.released_set(office, drawn_by, content, numbers, sealer, (two[0], two[1]))
        with acting(sealer):
            room = rooms.open_room(office.id, hall, "Көкшетау, Абай 1")
            rooms.add_seats(room.id, [rooms.NewSeat("1"), rooms.NewSeat("2")])
        db.session.commit()
        return sealed.id, drawn_by.id, room.id


def placed(journey: Journey, sitting: int) -> int:
    """The case has its place and the candidate is told; the papers are fixed."""
    executor = journey.executor
    done(executor.fill(f"{journey.address}/sitting", sitting=sitting))
    hidden = executor.hidden(f"/sittings/{sitting}")
    done(executor.send(f"/sittings/{sitting}/papers", **hidden))
    watch = journey.browser(Role.INVIGILATOR, journey.provider_id)
    done(watch.fill(f"/sittings/{sitting}/declare", answer="none"))
    return number_in(
        found_on(watch, f"/sittings/{sitting}/desk", rf'href="(/sittings/{sitting}/desk/\d+)"')[10:]
    )


def found_on(staff: Staff, path: str, pattern: str) -> str:
    page = staff.get(path)
    assert page.status_code == 200, page.text
    found = re.search(pattern, page.text)
    assert found is not None, page.text
    return found[1]


def admitted(journey: Journey, sitting: int, place: int) -> str:
    """At the hour of the test: doors open, identity checked, seat given, begun; the code of the slip."""
    with journey.app.app_context():
        starts = db.session.get_one(Sitting, sitting).starts_at
    journey.go_to(starts + timedelta(seconds=1))
    watch = journey.browser(Role.INVIGILATOR, journey.provider_id)
    desk = f"/sittings/{sitting}/desk"
    done(watch.send(f"/sittings/{sitting}/doors", **watch.hidden(desk)))
    seat = found_on(watch, f"{desk}/{place}", r'<option value="(\d+)"[^>]*>1</option>')
    fields = {"in-document_kind": "identity_card", "in-document_number": "043210000", "in-seat": seat}
    slip = watch.fill(f"{desk}/{place}", **fields)
    assert slip.status_code == 200, slip.text
    code = re.search(r'class="receipt-number"[^>]*>\s*([^<]+?)\s*<', slip.text)
    assert code is not None, slip.text
    done(watch.send(f"/sittings/{sitting}/begin", **watch.hidden(desk)))
    return code[1]


class Candidate:
    """Whoever sits the test, before a browser without scripts."""

    def __init__(self, app: Flask, code: str) -> None:
        self.client: FlaskClient = app.test_client()
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/exam/open").text)
        assert csrf is not None
        done(self.client.post("/exam/open", data={"csrf_token": csrf[1], "code": code}))

    def page(self, at: int) -> str:
        """A question, or where the test stands."""
        answer = self.client.get(f"/exam/test/plain/{at}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def press(self, address: str, page: str, **fields: str) -> TestResponse:
        """Send a form of a page with the token of this computer."""
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token is not None, page
        return self.client.post(f"/exam/test/plain/{address}", data={"token": token[1], **fields})

    def answer(self, *, rightly: bool) -> None:
        """Start, answer both questions, all right or all wrong, and finish."""
        page = self.page(1)
        done(self.press("start", page))
        for at in (1, 2):
            page = self.page(at)
            words = RIGHT if rightly else WRONG
            option = re.search(rf'<label for="answer-(\w+)"[^>]*>{words}</label>', page)
            assert option is not None, page
            done(self.press(f"{at}/answer", page, answer=option[1]))
        done(self.press("finish", page, sure="yes"))


def scored(journey: Journey, sitting: int) -> None:
    """Scored and entered to the case by whoever carries it."""
    executor = journey.executor
    address = f"/sittings/{sitting}/results"
    done(executor.send(f"/sittings/{sitting}/score", **executor.hidden(address)))
    done(executor.send(f"/sittings/{sitting}/enter", **executor.hidden(address)))
