"""A meeting kept and sat in over HTTP, by the forms that its pages show: no script, no verb called past them."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import TestResponse

from commissions.models import Member
from core.actor import Actor
from core.clock import frozen
from tests.commissions.hearing import Hearing
from tests.exam.planners import AtDesk

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def seated(hearing: Hearing, actor: Actor) -> AtDesk:
    """Somebody who logged in as the meeting begins, and acts at that moment."""
    with frozen(hearing.meeting.starts_at):
        desk = hearing.page(actor)
    desk.moment = hearing.meeting.starts_at
    return desk


class AtPage:
    """Somebody at one page of a meeting; forms are sent with its token and with nothing but what the test names."""

    def __init__(self, hearing: Hearing, actor: Actor, address: str) -> None:
        self.address = address
        self.desk = seated(hearing, actor)

    def page(self) -> str:
        return self.desk.page(self.address)

    def send(self, verb: str, **fields: Any) -> TestResponse:
        return self.send_at(f"{self.address}/{verb}", **fields)

    def send_at(self, address: str, **fields: Any) -> TestResponse:
        token = _TOKEN.search(self.desk.get("/account").text)
        assert token is not None
        return self.desk.send(address, "", {"csrf_token": token[1], **fields})

    def at(self, interview_id: int, verb: str, **fields: Any) -> TestResponse:
        return self.send(f"{interview_id}/{verb}", **fields)

    def save(self, interview_id: int, **told: Any) -> TestResponse:
        """A save as the page's script sends it."""
        token = _TOKEN.search(self.desk.get("/account").text)
        assert token is not None
        return self.desk.send_json(
            f"{self.address}/{interview_id}/save", {"number": "n-1", **told}, {"X-CSRFToken": token[1]}
        )

    def now(self, mark: str = "") -> TestResponse:
        """What has changed, as the page's script asks it."""
        return self.desk.get_with(f"{self.address}/now", {"If-None-Match": mark} if mark else {})


class Keeping(AtPage):
    """The secretary of a meeting at the page of it."""

    def __init__(self, hearing: Hearing, actor: Actor | None = None) -> None:
        super().__init__(
            hearing, actor or hearing.secretary, f"/commissions/meetings/{hearing.meeting.id}/live"
        )
        self.members = [str(one.id) for one in hearing.members.values()]

    def everybody(self) -> TestResponse:
        return self.send("presence", here=self.members)


class Sitting(AtPage):
    """A member at the own seat."""

    def __init__(self, hearing: Hearing, who: Member | Actor) -> None:
        actor = hearing.actor_of(who) if isinstance(who, Member) else who
        super().__init__(hearing, actor, f"/commissions/meetings/{hearing.meeting.id}/seat")

    def seal(self, interview_id: int, level: int = 2, remark: str = "") -> TestResponse:
        rows = {f"level-{one}": level for one in ("own-1", "own-2", "own-3")}
        return self.at(interview_id, "sheet", remark=remark, **rows)
