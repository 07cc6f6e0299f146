"""The secretary's forms over HTTP: from the order of a commission to an agenda with its recusals."""

from __future__ import annotations

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from accounts.roles import Role
from applications.models import Case
from commissions import calendar_file, queries, recusals
from commissions.actions import agenda, meetings
from commissions.models import Commission, Meeting, Member, Slot
from core.actor import acting
from core.database import db
from core.models import JournalEntry, StoredFile
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from exam.actions import correcting
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, at, hearing, interview_row, named, slot_row
from tests.exam.test_correcting import credit_all

__all__ = ["at", "hearing"]


def on_agenda(hearing: Hearing) -> Slot:
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
        db.session.commit()
    return slot


def clock(meeting: Meeting, minutes: int) -> str:
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.office.zone))
    return f"{local.hour:02d}:{minutes:02d}"


def test_a_commission_is_formed_by_its_order_and_its_members_are_named_and_released(hearing: Hearing) -> None:
    person = applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office)
    db.session.commit()
    desk = hearing.page(hearing.secretary)
    page = desk.page("/commissions/new")
    facts = {
        "kind": "appeal_commission",
        "name": "Апелляция",
        "order_number": "7-А",
        "order_date": "12.01.2026",
    }
    assert desk.post("/commissions/new", page, **facts).status_code == 422
    pdf = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    made = desk.post("/commissions/new", page, **facts, order_file=(io.BytesIO(pdf), "order.pdf"))
    assert made.status_code == 200, made.text[:2000]
    found = db.session.scalars(select(Commission).where(Commission.order_number == "7-А")).one()
    assert (found.kind, found.order_file.media_type) == ("appeal_commission", "application/pdf")
    address = f"/commissions/{hearing.commission.id}/members/new"
    wanted = {"role": "alternate", "account_id": person.account_id, "from_day": "13.01.2026"}
    desk.post(address, desk.page(address), **wanted)
    member = db.session.scalars(select(Member).where(Member.account_id == person.account_id)).one()
    assert desk.post(address, desk.page(address), **(wanted | {"from_day": "01.01.2026"})).status_code == 422
    away = f"/commissions/members/{member.id}/release"
    assert desk.post(away, desk.page(away), last_day="01.01.2026", reason="Ерте").status_code == 422
    desk.post(away, desk.page(away), last_day="13.01.2026", reason="Ауысты")
    db.session.expire_all()
    assert db.session.get_one(Member, member.id).released_reason == "Ауысты"


def test_a_meeting_is_scheduled_and_called_off_and_a_case_put_on_moved_and_taken_off(
    hearing: Hearing,
) -> None:
    desk, case = hearing.page(hearing.secretary), hearing.cases[0]
    address = f"/commissions/{hearing.commission.id}/meetings/new"
    facts = {"day": "16.04.2020", "starts": "09:00", "ends": "11:00", "place": "310"}
    assert desk.post(address, desk.page(address), **facts).status_code == 422
    day = hearing.meeting.starts_at.astimezone(ZoneInfo(hearing.meeting.office.zone))
    later = {
        "day": f"{day:%d.%m.}{day.year + 1}",
        "starts": "09:00",
        "ends": "11:00",
        "link": "https://v.kz/1",
    }
    assert desk.post(address, desk.page(address), **later).status_code == 200
    other = db.session.scalars(select(Meeting).where(Meeting.link == "https://v.kz/1")).one()
    waiting = f"/commissions/{hearing.commission.id}/waiting/{case.public_id}"
    assert waiting in desk.page(f"/commissions/{hearing.commission.id}")
    times = {
        "meeting": hearing.meeting.id,
        "starts": clock(hearing.meeting, 0),
        "ends": clock(hearing.meeting, 20),
    }
    wrong = times | {"starts": "23:00", "ends": "23:20"}
    assert desk.post(waiting, desk.page(waiting), **wrong).status_code == 422
    assert desk.post(waiting, desk.page(waiting), **times).status_code == 200
    slot = db.session.scalars(select(Slot).where(Slot.released_at.is_(None))).one()
    move = f"/commissions/slots/{slot.id}/move"
    assert move in desk.page(f"/commissions/meetings/{hearing.meeting.id}")
    desk.post(move, desk.page(move), meeting=other.id, starts="09:00", ends="09:20", reason="Ауырып қалды")
    moved = db.session.scalars(select(Slot).where(Slot.released_at.is_(None))).one()
    assert (moved.meeting_id, moved.moved_from_id) == (other.id, slot.id)
    off = f"/commissions/slots/{moved.id}/take-off"
    desk.post(off, desk.page(off), reason="Өтініш бойынша")
    assert queries.agenda_of(other.id) == []
    assert desk.get(off).status_code == 404
    away = f"/commissions/meetings/{other.id}/call-off"
    desk.post(away, desk.page(away), reason="Кворум болмайды")
    db.session.expire_all()
    assert db.session.get_one(Meeting, other.id).called_off_reason == "Кворум болмайды"


def journal() -> list[str]:
    return list(
        db.session.scalars(select(JournalEntry.tag).order_by(JournalEntry.chain, JournalEntry.position))
    )


def test_a_move_that_is_refused_leaves_the_candidate_their_time(hearing: Hearing) -> None:
    """The hour mistyped is seen before anything is changed; a clash is seen by the database when all is done."""
    slot = on_agenda(hearing)
    with acting(hearing.official):
        credit_all(hearing.closed)
        correcting.recount(hearing.cases[1].id, "апелляция")
    db.session.execute(
        update(Case).where(Case.id == hearing.cases[1].id).values(ended_at=None, desk_role="head")
    )
    other = interview_row(hearing, 1)
    db.session.add(other)
    db.session.flush()
    db.session.add(slot_row(hearing, other, 40))
    db.session.commit()
    desk, before = hearing.page(hearing.secretary), journal()
    move = f"/commissions/slots/{slot.id}/move"
    mistyped = {"starts": "23:00", "ends": "23:20"}
    taken = {"starts": clock(hearing.meeting, 40), "ends": clock(hearing.meeting, 59)}
    for times in (mistyped, taken):
        wanted = {"meeting": slot.meeting_id, "reason": "Ауырып қалды", **times}
        assert desk.post(move, desk.page(move), **wanted).status_code == 422
        db.session.expire_all()
        assert db.session.get_one(Slot, slot.id).released_at is None
        assert journal() == before


def test_a_meeting_that_is_refused_takes_no_number_of_the_series(hearing: Hearing) -> None:
    desk = hearing.page(hearing.secretary)
    address = f"/commissions/{hearing.commission.id}/meetings/new"
    day = hearing.meeting.starts_at.astimezone(ZoneInfo(hearing.meeting.office.zone))
    clash = {"day": f"{day:%d.%m.%Y}", "starts": "00:00", "ends": "23:59", "place": hearing.meeting.place}
    for _ in range(2):
        assert desk.post(address, desk.page(address), **clash).status_code == 422
    free = clash | {"day": f"{day + timedelta(days=1):%d.%m.%Y}", "place": "310"}
    assert desk.post(address, desk.page(address), **free).status_code == 200
    first, second = db.session.scalars(select(Meeting.number).order_by(Meeting.id))
    assert int(second[-4:]) == int(first[-4:]) + 1


def test_an_order_that_is_refused_leaves_no_file_behind(hearing: Hearing) -> None:
    desk, before = hearing.page(hearing.secretary), db.session.scalar(select(func.count(StoredFile.id)))
    page = desk.page("/commissions/new")
    facts = {
        "kind": "appeal_commission",
        "name": "Апелляция",
        "order_number": "7-А",
        "order_date": "12.01.2126",
    }
    pdf = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    refused = desk.post("/commissions/new", page, **facts, order_file=(io.BytesIO(pdf), "order.pdf"))
    assert refused.status_code == 422
    assert db.session.scalar(select(func.count(StoredFile.id))) == before


def test_the_gate_is_refused_through_the_page_before_and_after_a_correction(hearing: Hearing) -> None:
    """A page that was opened while the result was positive writes nothing once it was taken back."""
    desk, case = hearing.page(hearing.secretary), hearing.cases[0]
    times = {
        "meeting": hearing.meeting.id,
        "starts": clock(hearing.meeting, 0),
        "ends": clock(hearing.meeting, 20),
    }
    for number in (1, 2):
        address = f"/commissions/{hearing.commission.id}/waiting/{hearing.cases[number].public_id}"
        shown = desk.get(address)
        if shown.status_code == 200:
            assert desk.post(address, shown.text, **times).status_code in (403, 409)
    address = f"/commissions/{hearing.commission.id}/waiting/{case.public_id}"
    page = desk.page(address)
    with acting(hearing.official):
        correcting.take_back(case.id, "басқа адам тапсырды")
        db.session.commit()
    assert desk.post(address, page, **times).status_code in (403, 409)
    assert db.session.scalars(select(Slot)).all() == []


def test_an_interview_on_a_result_that_was_taken_back_says_that_it_is_blocked(hearing: Hearing) -> None:
    slot = on_agenda(hearing)
    with acting(hearing.official):
        correcting.take_back(slot.case_id, "басқа адам тапсырды")
        db.session.commit()
    page = hearing.page(hearing.secretary).page(f"/commissions/interviews/{slot.interview_id}")
    assert "Результат тестирования отозван: к собеседованию допускает только положительный." in page


def test_a_member_declares_and_the_secretary_records_who_is_recused(hearing: Hearing) -> None:
    spare = applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office)
    with acting(hearing.administrator):
        alternate = named(hearing.commission, "alternate", spare)
        db.session.commit()
    slot, chair = on_agenda(hearing), hearing.members["chair"]
    home = f"/commissions/interviews/{slot.interview_id}"
    member = hearing.page(hearing.actor_of(chair))
    assert f"{home}/recuse" not in member.page(home)
    member.post(f"{home}/declare", member.page(f"{home}/declare"), text="Шәкіртім")
    assert member.get(f"{home}/recuse").status_code == 403
    desk = hearing.page(hearing.secretary)
    assert "Шәкіртім" in desk.page(home)
    desk.post(f"{home}/ties/new", desk.page(f"{home}/ties/new"), kind="taught", name=chair.account.name)
    address = f"/commissions/members/{chair.id}/ties/new"
    assert (
        desk.post(address, desk.page(address), kind="address", name="Абай 1", number="1" * 12).status_code
        == 422
    )
    desk.post(address, desk.page(address), kind="address", name="Абай 1")
    facts = {"member_id": chair.id, "ground": "declared", "fact": "Шәкірті", "alternate_id": alternate.id}
    page = desk.page(f"{home}/recuse")
    assert desk.post(f"{home}/recuse", page, **(facts | {"alternate_id": chair.id})).status_code == 422
    desk.post(f"{home}/recuse", page, **facts)
    [recusal] = recusals.recused_from(slot.interview_id)
    assert (recusal.member_id, recusal.alternate_id) == (chair.id, alternate.id)
    back = f"/commissions/recusals/{recusal.id}/take-back"
    desk.post(back, desk.page(back), reason="Қате жазылды")
    db.session.expire_all()
    assert recusals.recused_from(slot.interview_id) == []
    assert "Қате жазылды" in desk.page(home)


def test_a_tie_that_does_not_hold_is_struck_out_with_the_reason(hearing: Hearing) -> None:
    slot, chair = on_agenda(hearing), hearing.members["chair"]
    desk = hearing.page(hearing.secretary)
    home = f"/commissions/interviews/{slot.interview_id}"
    own = f"/commissions/members/{chair.id}/ties/new"
    desk.post(f"{home}/ties/new", desk.page(f"{home}/ties/new"), kind="taught", name="Оқытушы")
    desk.post(own, desk.page(own), kind="address", name="Абай 1")
    (noted,) = recusals.member_ties([chair.id])
    (read,) = recusals.paper_ties(slot.case_id)
    stranger = applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial"))
    db.session.commit()
    for address, shown in (
        (f"/commissions/member-ties/{noted.id}/strike", own),
        (f"/commissions/paper-ties/{read.id}/strike", home),
    ):
        assert hearing.page(stranger).get(address).status_code == 404
        assert address in desk.page(shown)
        assert desk.post(address, desk.page(address), reason=" ").status_code == 422
        assert desk.post(address, desk.page(address), reason="Қате жазылды").status_code == 200
        assert address not in desk.page(shown)
        assert desk.post(address, desk.page(address), reason="Қайта").status_code == 409
    assert recusals.member_ties([chair.id]) == []
    assert recusals.paper_ties(slot.case_id) == []


def test_nobody_is_named_by_not_looking_at_the_list(hearing: Hearing) -> None:
    desk = hearing.page(hearing.secretary)
    address = f"/commissions/{hearing.commission.id}/members/new"
    answer = desk.post(address, desk.page(address), role="alternate", account_id="", from_day="13.01.2026")
    assert answer.status_code == 422
    assert "Выберите" in answer.text
    slot = on_agenda(hearing)
    address = f"/commissions/interviews/{slot.interview_id}/recuse"
    page = desk.page(address)
    assert desk.post(address, page, member_id="", ground="declared", fact="x").status_code == 422


def test_another_office_finds_no_form_of_this_one(hearing: Hearing) -> None:
    slot = on_agenda(hearing)
    stranger = applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial"))
    db.session.commit()
    desk = hearing.page(stranger)
    for address in (
        f"/commissions/{hearing.commission.id}/members/new",
        f"/commissions/{hearing.commission.id}/meetings/new",
        f"/commissions/members/{hearing.members['chair'].id}/release",
        f"/commissions/meetings/{hearing.meeting.id}/call-off",
        f"/commissions/meetings/{hearing.meeting.id}/calendar",
        f"/commissions/slots/{slot.id}/move",
        f"/commissions/interviews/{slot.interview_id}",
        f"/commissions/interviews/{slot.interview_id}/recuse",
    ):
        assert desk.get(address).status_code == 404, address


def test_a_calendar_file_holds_the_meeting_and_no_candidate(hearing: Hearing) -> None:
    slot = on_agenda(hearing)
    address = f"/commissions/meetings/{hearing.meeting.id}/calendar"
    answer = hearing.page(hearing.secretary).get(address)
    text = answer.get_data(as_text=True).replace("\r\n ", "")
    assert answer.content_type.startswith("text/calendar")
    assert f"DTSTART:{hearing.meeting.starts_at:%Y%m%dT%H%M%SZ}" in text
    assert hearing.commission.name in text
    assert hearing.cases[0].person.name not in text
    assert all(len(line.encode()) <= 75 for line in answer.get_data(as_text=True).split("\r\n"))
    assert slot.released_at is None
    with acting(hearing.secretary):
        meetings.call_off(hearing.meeting.id, "Кворум болмайды")
        db.session.commit()
    assert "STATUS:CANCELLED" in calendar_file.of_meeting(hearing.meeting)
