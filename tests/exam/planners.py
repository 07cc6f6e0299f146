"""An office that holds tests, with everything decided, its planner at the pages, and a blueprint in force."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import Context
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from accounts.models import Office, OfficeSetting
from accounts.roles import Role
from applications.models import Case
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from exam.actions import planning, rooms
from exam.models import Room, Sitting
from question_banks.models import BlueprintEdition, SealedSet
from regulations.catalogue import catalogue
from tests.applications import making as applying
from tests.applications.visitor import Visitor
from tests.exam import making

NOTIFY_STEP = "s04"


_ASKS_JSON = {"Accept": "application/json"}


class AtDesk(Visitor):
    """A visitor whose requests stand apart from the test: a session of their own, at the moment they are told."""

    moment: datetime | None = None

    def __init__(self, app: Flask, account_id: int | None, language: str = "ru") -> None:
        db.session.rollback()
        super().__init__(app, account_id, language)

    def get(self, address: str) -> TestResponse:
        return self._apart(lambda: self.client.get(address))

    def page(self, address: str) -> str:
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:3000])
        return answer.text

    def post(self, address: str, page: str, **fields: Any) -> TestResponse:
        return self.send(address, page, fields)

    def send(self, address: str, page: str, fields: dict[str, Any]) -> TestResponse:
        hidden = {
            name[1]: value[1]
            for tag in re.findall(r"<input[^>]*hidden[^>]*>", page)
            if (name := re.search(r'name="([^"]+)"', tag)) and (value := re.search(r'value="([^"]*)"', tag))
        }
        return self._apart(lambda: self.client.post(address, data=hidden | fields, follow_redirects=True))

    def send_json(self, address: str, body: Any, headers: dict[str, str]) -> TestResponse:
        """A body as a page's script sends it."""
        return self._apart(lambda: self.client.post(address, json=body, headers=headers | _ASKS_JSON))

    def get_with(self, address: str, headers: dict[str, str]) -> TestResponse:
        """An address as a page's script asks for it."""
        return self._apart(lambda: self.client.get(address, headers=headers | _ASKS_JSON))

    def _apart(self, ask: Callable[[], TestResponse]) -> TestResponse:
        db.session.rollback()  # SQLite has one writer

        def asked() -> TestResponse:
            with frozen(self.moment) if self.moment else nullcontext():
                return ask()

        return Context().run(asked)


@dataclass
class Planners:
    """Whoever plans, watches and decides at one office."""

    app: Flask
    office: Office
    official: Actor
    invigilator: Actor
    head: Actor
    edition: BlueprintEdition
    editions: list[int]

    def page(self, actor: Actor, language: str = "ru") -> AtDesk:
        db.session.rollback()
        return AtDesk(self.app, actor.account_id, language)


def decide(office: Office, key: str, value: Any, service: str = "") -> None:
    """A decision of the office, in force."""
    db.session.add(
        OfficeSetting(
            office_id=office.id,
            key=key,
            service=service,
            value=value,
            from_day=date(2020, 1, 2),
            decision_number="TEST-2",
            decision_date=date(2020, 1, 1),
            is_demo=True,
            set_at=now(),
        )
    )
    db.session.flush()


def planners(app: Flask) -> Planners:
    """The office, committed."""
    office = applying.office("territorial")
    applying.decide_all(office, catalogue().newest(making.SERVICE))
    for key, value in (
        ("test_grace_seconds", 10),
        ("test_score_shown", "at_once"),
        ("test_moves_allowed", 1),
    ):
        decide(office, key, value)
    official, invigilator, head, author, approver = (
        applying.staff(role, office)
        for role in (
            Role.RESPONSIBLE_OFFICIAL,
            Role.INVIGILATOR,
            Role.HEAD,
            Role.QUESTION_AUTHOR,
            Role.REVIEWER,
        )
    )
    numbers = making.editions(office, author, approver, making.questions_of_every_kind(8))
    edition = making.blueprint_edition(office, author, approver, making.blueprint(8, 60))
    db.session.commit()
    return Planners(app, office, official, invigilator, head, edition, numbers)


def hall_of(at: Planners, seats: int = 3) -> Room:
    with acting(at.official):
        room = rooms.open_room(at.office.id, f"Зал {seats}-{now().timestamp()}", "Көкшетау, Абай 1")
        rooms.add_seats(room.id, [rooms.NewSeat(str(number)) for number in range(1, seats + 1)])
        db.session.commit()
    return room


def sitting_of(
    at: Planners, room: Room, *, days: int = 30, capacity: int = 2, published: bool = True
) -> Sitting:
    """A sitting so many days from now, with its invigilator."""
    starts = (now() + timedelta(days=days)).replace(hour=5, minute=0, second=0, microsecond=0)
    with acting(at.official):
        found = planning.plan(plan(at, room, starts, capacity))
        planning.name_invigilator(found.id, at.invigilator.account_id or 0)
        if published:
            planning.publish(found.id)
        db.session.commit()
    return found


def plan(at: Planners, room: Room, starts: datetime, capacity: int = 2) -> planning.Plan:
    return planning.Plan(
        room_id=room.id,
        edition_id=at.edition.id,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        capacity=capacity,
        languages=("kk", "ru"),
    )


def waiting_case(at: Planners) -> Case:
    """A case whose documents are in order, with the official as its executor."""
    made = making.case(at.office, NOTIFY_STEP)
    made.executor_id = at.official.account_id
    db.session.commit()
    return made


def released(at: Planners, two: tuple[Actor, Actor]) -> SealedSet:
    """A set of the blueprint, opened by two."""
    return making.released_set(at.office, at.edition, making.blueprint(8, 60), at.editions, at.official, two)
