"""A secretary falls ill while a meeting goes on: another one keeps it, and the protocol says from when to when."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select, text

from accounts.roles import Role
from commissions import keeping, panels, queries, waiting
from commissions.actions import handing, hearing_texts, live, meetings, recusing
from commissions.actions import hearing as hearings
from commissions.models import LiveText, MeetingHandover, Slot
from commissions.protocol_facts import read_facts, spelled
from commissions.protocol_paper import protocol_pdf
from core.actor import Actor, acting
from core.clock import frozen
from core.database import db
from core.models import OutboxMessage
from core.refusals import Refusal
from tests.applications import making as applying
from tests.browser.accessibility import assert_accessible
from tests.commissions import live_hands as hands
from tests.commissions.hearing import Hearing, at, hearing, named, second_secretary
from tests.commissions.live_over_http import Keeping, Sitting
from tests.commissions.meeting_served import served
from tests.commissions.protocol_hands import drawn_protocol
from tests.commissions.test_protocol_paper import flat
from tests.commissions.test_what_the_database_holds_of_live import NOW, Attack

__all__ = ["at", "hearing"]


@pytest.fixture
def second(hearing: Hearing) -> Actor:
    found = second_secretary(hearing)
    for role in ("secretary", "second"):
        hearing.members[role].account.email = f"{role}@example.kz"
    db.session.commit()
    return found


@pytest.fixture
def slot(hearing: Hearing) -> Slot:
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    db.session.commit()
    (found,) = queries.agenda_of(hearing.meeting.id)
    return found


def test_a_meeting_is_handed_over_in_the_middle_of_a_hearing_and_goes_on(
    hearing: Hearing, slot: Slot, second: Actor
) -> None:
    first, other, one = Keeping(hearing), Keeping(hearing, second), slot.interview_id
    first.members = [str(member.id) for name, member in hearing.members.items() if name != "second"]
    home = f"/commissions/meetings/{hearing.meeting.id}"
    assert other.desk.get(other.address).status_code == 404, "two secretaries, one of them keeps the meeting"
    first.send("open")
    first.everybody()
    first.at(one, "begin")
    first.at(one, "text/identity", text="Удостоверение № 1", seen="0")
    page = first.desk.page(f"{home}/hand-over")
    assert second.name in page
    place = hearing.members["second"].id
    assert first.send_at(f"{home}/hand-over", to=str(place), reason="").status_code == 422
    told = first.send_at(f"{home}/hand-over", to=str(place), reason="Внезапная болезнь").text
    assert "Заседание передано" in told
    assert "Внезапная болезнь" in told

    refused = first.save(one, field="remarks", text="Напечатано слишком поздно", seen=0)
    said = json.loads(refused.text)
    assert (refused.status_code, said["handed"]) == (409, True)
    assert second.name in said["refused"]
    assert first.now().status_code == 409
    late = first.at(one, "text/remarks", text="Напечатано слишком поздно", seen="0")
    assert late.status_code == 409
    assert "Напечатано слишком поздно" in late.text
    assert second.name in first.desk.get(first.address).text
    assert db.session.scalar(select(LiveText).where(LiveText.field == "remarks")) is None

    assert "не может решать" in other.page(), "who came is noted by whoever keeps the meeting"
    other.send("presence", here=[str(hearing.members[name].id) for name in ("chair", "member", "second")])
    assert other.save(one, field="remarks", text="Без замечаний", seen=0).status_code == 200
    for role in ("chair", "member"):
        Sitting(hearing, hearing.members[role]).seal(one)
    other.at(one, "open-vote")
    for role in ("chair", "member"):
        Sitting(hearing, hearing.members[role]).at(one, "vote", vote="for")
    other.at(one, "count")
    other.at(one, "decide", motives="Знания полные")
    assert "Заседание закрыто" in other.send("close").text
    assert (
        first.send_at(f"{home}/hand-over", to=str(hearing.members["secretary"].id), reason="х").status_code
        == 409
    )
    assert waiting.protocols_due(second) == [hearing.meeting], (
        "the protocol is the task of whoever keeps it now"
    )
    assert waiting.protocols_due(hearing.secretary) == []
    _protocol(hearing, second)
    _told(hearing, second)


def _protocol(hearing: Hearing, second: Actor) -> None:
    """It says who kept the meeting from when to when; who kept it at its close signs."""
    drawn = drawn_protocol(hearing.meeting)
    facts = read_facts(drawn.facts)
    starts = hearing.meeting.starts_at
    kept = [(one.name, one.since, one.until, one.reason) for one in facts.proceedings.kept]
    assert kept == [
        (hearing.secretary.name, None, starts, ""),
        (second.name, starts, None, "Внезапная болезнь"),
    ]
    assert facts.proceedings.secretary == second.name
    assert [one.name for one in facts.signatories][-1] == second.name
    assert spelled(facts) == drawn.facts
    paper = flat(protocol_pdf(facts))
    assert "Сменасекретаря" in paper
    assert "Внезапнаяболезнь" in paper


def _told(hearing: Hearing, second: Actor) -> None:
    """Both have a letter; the history of the meeting has the sentence."""
    letters = [
        row.payload for row in db.session.scalars(select(OutboxMessage)) if "Внезапная" in str(row.payload)
    ]
    assert len(letters) == 2
    assert all(second.name in str(letter) for letter in letters)
    page = hearing.page(second).page(f"/commissions/meetings/{hearing.meeting.id}")
    assert "Кто вёл заседание" in page
    assert f"Заседание передано: дальше его ведёт {second.name}" in page
    assert "Передать заседание" not in page, "a closed meeting is not handed on"


def test_what_the_former_secretary_typed_stays_before_their_eyes(
    hearing: Hearing, second: Actor, chromium: Browser
) -> None:
    with served(hearing, chromium) as found:
        with frozen(hearing.meeting.starts_at):
            hands.open_with_everybody(hearing.meeting)
            with acting(hearing.secretary):
                hearings.begin_hearing(found.interview_id)
        db.session.commit()
        # A refusal is an error in the console of the browser: what the page itself says is looked at instead.
        former = found.browser(hearing.secretary, watched=False)
        former.goto(found.live)
        other = found.browser(second, language="ru", viewport={"width": 390, "height": 844})
        other.goto(f"/commissions/meetings/{found.meeting_id}/hand-over")
        assert_accessible(other)
        other.check("input[name=to]")
        other.fill("textarea[name=reason]", "Внезапная болезнь")
        other.click("main button[type=submit]")
        expect(other.get_by_text("Кто вёл заседание")).to_be_visible()
        remarks = former.locator('[data-field="remarks"] textarea')
        remarks.fill("Кеш терілген мәтін")
        expect(former.locator("[data-news]")).to_contain_text(second.name)
        expect(remarks).to_have_value("Кеш терілген мәтін")
        former.goto(found.live)
        expect(former.locator("#left")).to_contain_text("Кеш терілген мәтін")
        assert_accessible(former)


def test_whoever_forms_commissions_hands_a_meeting_to_come_to_another_secretary_only(
    hearing: Hearing, slot: Slot, second: Actor
) -> None:
    head = applying.staff(Role.HEAD, hearing.commission.office)
    stranger = applying.staff(Role.HEAD, applying.office("territorial"))
    meeting, place = hearing.meeting, hearing.members["second"].id
    with acting(stranger), pytest.raises(Refusal) as unseen:
        handing.hand_over(meeting.id, place, "ауырды")
    assert unseen.value.status == 404
    with acting(head):
        for wrong in ("chair", "secretary"):
            with pytest.raises(Refusal):
                handing.hand_over(meeting.id, hearing.members[wrong].id, "ауырды")
        handing.hand_over(meeting.id, place, "ауырды")
    with frozen(meeting.starts_at):
        with acting(hearing.secretary), pytest.raises(Refusal, match=second.name):
            live.open_meeting(meeting.id)
        hands.open_with_everybody(meeting)
        with acting(second):
            live.pause(meeting.id, "үзіліс")
            handing.hand_over(meeting.id, hearing.members["secretary"].id, "қайтып келді")
        with acting(hearing.secretary):
            live.resume(meeting.id)
    assert [one.keeper.id for one in keeping.stints_of(meeting)] == [
        hearing.members[name].id for name in ("secretary", "second", "secretary")
    ]
    with acting(second):
        called_off = meetings.schedule(
            hearing.commission.id,
            meetings.Planned(meeting.ends_at, meeting.ends_at + (meeting.ends_at - meeting.starts_at), "101"),
        )
        assert called_off.secretary_id == place, "of several secretaries whoever schedules"
        meetings.call_off(called_off.id, "кворум жоқ")
        with pytest.raises(Refusal):
            handing.hand_over(called_off.id, hearing.members["secretary"].id, "ауырды")


def test_the_database_knows_one_keeper_and_takes_nothing_from_anybody_else(
    hearing: Hearing, slot: Slot, second: Actor
) -> None:
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
        with acting(hearing.secretary):
            hearings.begin_hearing(slot.interview_id)
            hearing_texts.write_text(slot.interview_id, "identity", "Жеке куәлік")
    attack = Attack(hearing, slot)
    attack.values |= {"second": hearing.members["second"].id, "other": second.account_id}
    row = (
        "INSERT INTO meeting_handover (meeting_id, position, commission_id, from_id, to_id, handed_by, handed_at,"
        " reason)"
    )
    attack(
        f"{row} VALUES (:m, 1, :c, :second, :secretary, :who, {NOW}, 'x')",  # from somebody who does not keep it
        f"{row} VALUES (:m, 2, :c, :secretary, :second, :who, {NOW}, 'x')",  # the first one is number one
        f"{row} VALUES (:m, 1, :c, :secretary, :chair, :who, {NOW}, 'x')",  # to somebody who is no secretary
        f"{row} VALUES (:m, 1, :c, :secretary, :second, :who, {NOW}, '')",
        f"{row} VALUES (:m, 1, :c, :secretary, :second, :who, '2020-01-01 05:00:00', 'x')",  # before it opened
        "UPDATE commission_meeting SET secretary_id = :second",
        "UPDATE live_text SET text = 'x', version = version + 1, saved_by = :other",
    )
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        handing.hand_over(hearing.meeting.id, hearing.members["second"].id, "ауырды")
    question = (
        "INSERT INTO asked_question (interview_id, commission_id, position, mark, text, gist, of_ticket,"
        " version,"
    )
    attack(
        "UPDATE meeting_handover SET reason = 'x'",
        "DELETE FROM meeting_handover",
        "UPDATE live_text SET text = 'x', version = version + 1",
        "INSERT INTO live_text (interview_id, field, text, version, saved_by, saved_at)"
        f" VALUES (:i, 'remarks', 'x', 1, :who, {NOW})",
        f"{question} saved_by, saved_at) VALUES (:i, :c, 1, 'a', 'x', 'x', FALSE, 1, :who, {NOW})",
        "UPDATE attendance SET version = version + 1",
        f"UPDATE interview_hearing SET ended_at = {NOW}, ended_by = :who, ending = 'not_reached', ending_reason = 'x'",
        f"INSERT INTO meeting_break (meeting_id, reason, began_at, began_by) VALUES (:m, 'x', {NOW}, :who)",
    )
    with frozen(hearing.meeting.starts_at), acting(second):
        hearing_texts.write_text(slot.interview_id, "identity", "Паспорт", 1)
    assert db.session.scalar(select(MeetingHandover.position)) == 1


def test_a_recused_member_is_seated_by_nothing_until_the_recusal_is_taken_back(
    hearing: Hearing, slot: Slot
) -> None:
    one = slot.interview_id
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
        with acting(hearing.secretary):
            hearings.begin_hearing(one)
        with acting(hearing.administrator):
            late = named(
                hearing.commission,
                "member",
                applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office),
            )
        with acting(hearing.secretary):
            recusals = [
                recusing.recuse(one, member.id, "other", "Туысы")
                for member in (hearing.members["member"], late)
            ]
            hearings.panel_now(*hearings.heard_now(one))
    attack = Attack(hearing, slot)
    attack.values["late"] = late.id
    again = "UPDATE hearing_seat SET sits = TRUE WHERE member_id = :member"
    seat = (
        "INSERT INTO hearing_seat (interview_id, member_id, commission_id, role, present, sits)"
        " VALUES (:i, :late, :c, 'member', TRUE, TRUE)"
    )
    attack(again, seat)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        for recusal in recusals:
            recusing.take_back(recusal.id, "туысы емес")
    for statement in (again, seat):
        db.session.execute(text(statement).bindparams(**attack.used(statement)))
    assert {seat.member_id for seat in panels.seats_of(one) if seat.sits} >= {
        hearing.members["member"].id,
        late.id,
    }
