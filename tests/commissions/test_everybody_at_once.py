"""Two secretaries and five members at once on a real server: what they wrote is what the protocol will say.

The meeting is handed from one secretary to the other while both type: only whoever keeps it writes.
Nobody is shown a mark before all sheets are in, and nothing that database or log keeps joins a ballot to anybody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import inf

import pytest
from sqlalchemy import inspect, select, text

from accounts.roles import Role
from commissions.models import AskedQuestion, Member, OpenVote, SecretBallot, VoterMark
from commissions.proceedings_reading import proceedings_of
from commissions.voting import Vote
from core.actor import Actor, acting
from core.database import db
from core.models import JournalEntry
from tests.applications import making as applying
from tests.commissions.hearing import SERVICE, Hearing, at, hearing, named, second_secretary
from tests.commissions.meeting_served import Served, served
from tests.commissions.people_at_once import TRIES, Person, Secretary
from tests.exam.planners import decide

__all__ = ["at", "hearing"]
MEMBERS, SAVES, HANDED = 5, 8, 3
# When each hand-over was asked for, and when it was answered.
Turns = list[tuple[float, float]]
VOTES = (Vote.FOR, Vote.FOR, Vote.AGAINST, Vote.FOR, Vote.ABSTAIN)


@pytest.fixture
def head(hearing: Hearing) -> Actor:
    found = applying.staff(Role.HEAD, hearing.commission.office)
    db.session.commit()
    return found


def secretaries_of(meeting: Served) -> list[Actor]:
    members = meeting.hearing.members
    return [meeting.hearing.actor_of(members[name]) for name in ("secretary", "second")]


@pytest.fixture
def meeting(hearing: Hearing, head: Actor) -> Iterator[Served]:
    office = hearing.commission.office
    decide(office, "commission_vote", "secret", service=SERVICE)
    with acting(hearing.administrator):
        for number in range(MEMBERS - 2):
            hearing.members[f"member-{number}"] = named(
                hearing.commission, "member", applying.staff(Role.COMMISSION_MEMBER, office)
            )
    second_secretary(hearing)
    with served(hearing) as found:
        yield found


def at_once(deeds: Sequence[Callable[[], None]]) -> None:
    """Each in a thread of its own; the first fault of any of them fails the test."""
    faults: list[BaseException] = []
    if threading.current_thread() is threading.main_thread():
        db.session.rollback()  # SQLite has one writer

    def guarded(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as fault:  # noqa: BLE001 - it is raised again below, in the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    if faults:
        raise faults[0]


def both(people: Sequence[Person], address: str, **fields: object) -> list[int]:
    """The same form sent from two browsers at once: what each was answered."""
    answers: list[int] = []

    def sending(person: Person) -> Callable[[], None]:
        return lambda: answers.append(person.send(address, **fields).status)

    at_once([sending(person) for person in people])
    return sorted(answers)


class Panel:
    """The five members at their seats, each with an own remark and an own vote."""

    def __init__(self, at: Served) -> None:
        self.at = at
        members: list[Member] = [one for one in at.hearing.members.values() if one.role != "secretary"]
        self.names = [one.account.name for one in members]
        self.everybody = [one.id for one in at.hearing.members.values()]
        actors = [at.hearing.actor_of(one) for one in members]
        self.people = [Person(at, actor, f"member {number}") for number, actor in enumerate(actors)]
        self.remarks = [f"құпия-{number}" for number in range(MEMBERS)]

    def mark(self, number: int) -> None:
        person = self.people[number]
        page = person.ask("GET", self.at.seat)
        levels = dict.fromkeys(set(_levels(page.text)), number % 3)
        assert len(levels) == 3
        for _moment in range(6):
            person.wait()
            person.follow(self.at.seat)
        address = f"{self.at.seat}/{self.at.interview_id}/sheet"
        assert person.send(address, remark=self.remarks[number], **levels).status == 200
        assert person.send(address, remark="екінші", **levels).status == 409
        while "құпия-" not in person.ask("GET", self.at.seat).text:
            person.wait()

    def vote(self, number: int) -> None:
        person = self.people[number]
        person.wait()
        address = f"{self.at.seat}/{self.at.interview_id}/vote"
        assert both((person, person), address, vote=VOTES[number].value) == [200, 409], (
            "a double tap is one vote"
        )


def _levels(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('name="')[1:] if part.startswith("level-")]


def test_two_secretaries_and_five_members_at_once_leave_what_they_wrote(
    meeting: Served, head: Actor, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    one, live = meeting.interview_id, meeting.live
    keepers = [
        Secretary(Person(meeting, actor, name), name)
        for actor, name in zip(secretaries_of(meeting), ("one", "two"), strict=True)
    ]
    hands_over = Person(meeting, head, "head")
    turns: Turns = []
    places = [meeting.hearing.members[name].id for name in ("secretary", "second")]
    panel = Panel(meeting)
    first, second = (keeper.person for keeper in keepers)
    assert both((first, second), f"{live}/open") == [200, 404]
    assert both((first, second), f"{live}/presence", here=panel.everybody) == [200, 404]
    assert both((first, first), f"{live}/{one}/begin") == [200, 409], "a double tap calls nobody in twice"
    assert first.save(field="identity", text="Жеке куәлік № 1", seen=0).status == 200
    at_once(
        [partial(keeper.type, SAVES) for keeper in keepers]
        + [partial(panel.mark, number) for number in range(MEMBERS)]
        + [partial(_hand_over, hands_over, keepers, places, turns)]
    )
    for person in (first, second, *panel.people):
        for page in person.shown:
            seen = {mark for mark in panel.remarks if mark in page}
            assert seen in (set(), set(panel.remarks)), "some sheets were shown before all were in"
    _by_whoever_kept_it(keepers, turns)
    _vote(meeting, panel, keepers)
    _told(meeting, panel, keepers)
    _secret(meeting, caplog.text + "".join(capfd.readouterr()))


def _vote(meeting: Served, panel: Panel, keepers: Sequence[Secretary]) -> None:
    one, live = meeting.interview_id, meeting.live
    first, second = (keeper.person for keeper in keepers)
    assert both((first, second), f"{live}/{one}/open-vote") == [200, 409]
    assert second.send(f"{live}/{one}/count").status == 409, "not everybody has voted"
    at_once([partial(panel.vote, number) for number in range(MEMBERS)])
    assert both((first, second), f"{live}/{one}/count") == [200, 409]
    assert "Бәрі анық" in first.send(f"{live}/{one}/decide", motives="Бәрі анық").text, (
        "typed, and not written"
    )
    assert both((second, second), f"{live}/{one}/decide", motives="Бәрі анық") == [200, 409]
    assert both((first, second), f"{live}/close") == [200, 409]


def _hand_over(
    head: Person, keepers: Sequence[Secretary], places: Sequence[int], turns: list[tuple[float, float]]
) -> None:
    """To and fro while both type, each time when whoever keeps the meeting has written something."""
    address = f"/commissions/meetings/{head.at.meeting_id}/hand-over"
    try:
        for turn in range(HANDED):
            keeper, written = keepers[turn % 2], len(keepers[turn % 2].lines)
            for _moment in range(TRIES):
                if len(keeper.lines) > written:
                    break
                head.wait()
            asked = time.monotonic()
            answer = head.send(address, to=places[1 - turn % 2], reason=f"Себебі {turn}")
            assert answer.status == 200, answer.text
            turns.append((asked, time.monotonic()))
    finally:
        for keeper in keepers:
            keeper.over.set()


def _told(meeting: Served, panel: Panel, keepers: Sequence[Secretary]) -> None:
    """The facts of which the protocol is made are those that were acknowledged, no more and no less."""
    told = proceedings_of(meeting.meeting_id)
    (heard,) = told.heard
    assert heard.identity == "Жеке куәлік № 1"
    assert sorted(heard.remarks.splitlines()) == sorted(line for keeper in keepers for line in keeper.lines)
    assert sorted((each.text, each.gist) for each in heard.questions) == sorted(
        words for keeper in keepers for words in keeper.asked.values()
    )
    assert {sheet.member: sheet.remark for sheet in heard.sheets} == dict(
        zip(panel.names, panel.remarks, strict=True)
    )
    for number, name in enumerate(panel.names):
        (sheet,) = [each for each in heard.sheets if each.member == name]
        assert {mark.points for mark in sheet.marks} == {number % 3}
    assert heard.ballot is not None
    assert (heard.ballot.in_favour, heard.ballot.against, heard.ballot.abstained) == (3, 1, 1)
    assert (heard.ballot.secret, heard.ballot.by_name, heard.ballot.rounds) == (True, (), 1)
    assert (heard.decision, heard.motives) == ("positive", "Бәрі анық")
    secretaries = [actor.name for actor in secretaries_of(meeting)]
    assert sorted(one.name for one in told.sat if one.present) == sorted([*panel.names, *secretaries])
    assert [one.name for one in told.kept] == [secretaries[turn % 2] for turn in range(HANDED + 1)]
    assert told.secretary == secretaries[1]
    assert all(keeper.lines and keeper.told for keeper in keepers), "both have written, and both were refused"
    assert any(secretaries[1] in sentence for sentence in keepers[0].told)
    assert len(set(db.session.scalars(select(AskedQuestion.saved_by)))) == 2


def _by_whoever_kept_it(keepers: Sequence[Secretary], turns: Turns) -> None:
    """Nothing was taken from anybody that was sent after their hand-over and received before they had it back."""
    for place, keeper in enumerate(keepers):
        away = [
            (turns[turn][1], turns[turn + 1][0] if turn + 1 < HANDED else inf)
            for turn in range(place, HANDED, 2)
        ]
        if place == 1:
            away.insert(0, (0.0, turns[0][0]))
        for sent, received in keeper.taken:
            assert not any(out <= sent and received <= back for out, back in away)


def _secret(meeting: Served, log: str) -> None:
    """Marks and ballots share nothing but the round; journal and log say that somebody voted, never how."""
    columns = {
        table.__tablename__: {
            each["name"] for each in inspect(db.session.connection()).get_columns(table.__tablename__)
        }
        for table in (VoterMark, SecretBallot)
    }
    assert columns == {
        "voter_mark": {"interview_id", "round", "member_id"},
        "ballot": {"id", "interview_id", "round", "vote"},
    }
    assert db.session.scalars(select(OpenVote)).all() == []
    assert len(db.session.scalars(select(SecretBallot)).all()) == MEMBERS
    if db.engine.dialect.name == "postgresql":
        for name in columns:
            writers = db.session.execute(text(f"SELECT DISTINCT xmin::text FROM {name}")).all()
            assert len(writers) == 1, "each row would tell which vote wrote it"
    cast = db.session.scalars(select(JournalEntry).where(JournalEntry.tag == "commissions:vote:cast")).all()
    assert len(cast) == MEMBERS
    spoken = log + " ".join(f"{entry.old} {entry.new}" for entry in cast)
    for vote in Vote:
        for quote in ('"', "'"):
            assert f"{quote}{vote.value}{quote}" not in spoken
    assert "құпия-" not in log
