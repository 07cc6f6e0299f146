"""The pages of a meeting as it goes, by plain forms: one next step each time, nothing for strangers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.roles import Role
from commissions import queries
from commissions.actions import hearing as hearings
from commissions.actions import hearing_end, hearing_texts, hearing_ticket, live, voting_verbs
from commissions.models import Hearing as HearingRow
from commissions.models import Slot
from commissions.proceedings import Ending
from commissions.proceedings_reading import proceedings_of
from core.access import word_of
from core.actor import acting
from core.clock import frozen
from core.database import db
from core.refusals import NotFound
from tests.applications import making as applying
from tests.commissions import live_hands as hands
from tests.commissions.hearing import SERVICE, Hearing, at, hearing
from tests.commissions.live_over_http import Keeping, Sitting
from tests.commissions.test_forms import clock
from tests.exam.planners import decide
from tests.exam.test_what_the_database_holds import refused

__all__ = ["at", "hearing"]


@pytest.fixture
def slot(hearing: Hearing) -> Slot:
    """The first case on the agenda of the meeting to come."""
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    db.session.commit()
    (found,) = queries.agenda_of(hearing.meeting.id)
    return found


def test_a_whole_meeting_is_kept_by_plain_forms(hearing: Hearing, slot: Slot) -> None:
    keeper, one = Keeping(hearing), slot.interview_id
    assert "Откройте заседание" in keeper.page()
    home = f"/commissions/meetings/{hearing.meeting.id}"
    assert f"{home}/call-off" in keeper.desk.page(home)
    assert "Отметьте, кто присутствует" in keeper.send("open").text
    assert f"{home}/call-off" not in keeper.desk.page(home), "a meeting that has begun is not called off"
    assert "Пригласите следующего кандидата" in keeper.everybody().text
    assert "Установите личность кандидата" in keeper.at(one, "begin").text
    page = keeper.at(one, "text/identity", text="Удостоверение № 012345678", seen="0").text
    assert "Записывайте вопросы" in page
    keeper.at(one, "question", mark="q-1", text="Вопрос?", gist="Ответил\r\nполно", seen="0")
    keeper.at(one, "text/remarks", text="Без замечаний", seen="0")
    seats = [Sitting(hearing, hearing.members[role]) for role in ("chair", "member")]
    for seat in seats:
        assert "Заполните свой оценочный лист" in seat.page()
        assert "Вопрос?" in seat.page()
        assert f"/commissions/interviews/{one}/reading-file" in seat.page()
        assert "Ваш лист закрыт" in seat.seal(one, remark="Хорошо").text
    assert "Откройте голосование" in keeper.page()
    keeper.at(one, "open-vote")
    for seat in seats:
        assert "Вы проголосовали" in seat.at(one, "vote", vote="for").text
    assert "Подсчитайте голоса" in keeper.page()
    assert "Внесите решение с мотивами" in keeper.at(one, "count").text
    assert "Закройте заседание" in keeper.at(one, "decide", motives="Знания полные").text
    seats[1].at(one, "opinion", text="Остаюсь при своём мнении")
    assert "Заседание закрыто" in keeper.send("close").text
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert (heard.ending, heard.decision, heard.motives) == (Ending.DECIDED, "positive", "Знания полные")
    assert heard.identity == "Удостоверение № 012345678"
    assert [(asked.text, asked.gist) for asked in heard.questions] == [("Вопрос?", "Ответил\nполно")]
    assert [sheet.remark for sheet in heard.sheets] == ["Хорошо", "Хорошо"]
    assert heard.dissents[0].text == "Остаюсь при своём мнении"


def test_where_the_office_has_decided_for_the_vote_alone_one_votes_without_sheets_from_agenda_to_decision(
    hearing: Hearing,
) -> None:
    decide(hearing.commission.office, "interview_pass_rule", "vote", service=SERVICE)
    db.session.commit()
    keeper, case = Keeping(hearing), hearing.cases[0]
    waiting = f"/commissions/{hearing.commission.id}/waiting/{case.public_id}"
    times = {"starts": clock(hearing.meeting, 0), "ends": clock(hearing.meeting, 20)}
    at_their_desk = hearing.page(hearing.secretary)
    at_their_desk.post(waiting, at_their_desk.page(waiting), meeting=str(hearing.meeting.id), **times)
    (found,) = queries.agenda_of(hearing.meeting.id)
    one = found.interview_id
    keeper.send("open")
    keeper.everybody()
    assert "Установите личность кандидата" in keeper.at(one, "begin").text
    page = keeper.at(one, "text/identity", text="Удостоверение № 1", seen="0").text
    assert "комиссия голосует без оценочных листов" in page
    assert "Сдано листов" not in page
    seats = [Sitting(hearing, hearing.members[role]) for role in ("chair", "member")]
    for seat in seats:
        shown = seat.page()
        assert "Кандидата слушают" in shown
        assert "level-own-1" not in shown
        answer = seat.seal(one)
        assert (answer.status_code, "без оценочных листов" in answer.text) == (409, True)
    refused(update(HearingRow).values(with_sheets=True))
    keeper.at(one, "open-vote")
    for seat in seats:
        assert "Вы проголосовали" in seat.at(one, "vote", vote="for").text
    keeper.at(one, "count")
    assert "Закройте заседание" in keeper.at(one, "decide", motives="Ответы полные").text
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert (heard.decision, heard.sheets, heard.motives) == ("positive", (), "Ответы полные")


def verbs_of(app: Flask, prefix: str) -> list[str]:
    """The addresses of every verb of a page, with holes for the meeting and the interview."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"commissions.{prefix}_") and "POST" in (rule.methods or set())
        and (word_of(app, rule.endpoint) or "").startswith("meetings.")
    )  # fmt: skip


def filled(rule: str, meeting: int, interview: int) -> str:
    told = {"<int:meeting_id>": meeting, "<int:interview_id>": interview, "<name>": "remarks"}
    for hole, value in told.items():
        rule = rule.replace(hole, str(value))
    return rule


def test_only_the_secretary_of_a_meeting_reaches_its_verbs(hearing: Hearing, slot: Slot) -> None:
    keeper, office = Keeping(hearing), hearing.commission.office
    keeper.send("open")
    keeper.everybody()
    keeper.at(slot.interview_id, "begin")
    strangers = [applying.staff(Role.COMMISSION_SECRETARY, office), hearing.official]
    strangers.append(applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial")))
    db.session.commit()
    addresses = verbs_of(hearing.app, "live")
    assert len(addresses) == 16
    for stranger in strangers:
        other = Keeping(hearing, stranger)
        assert other.desk.get(other.address).status_code == 404
        for rule in addresses:
            answer = other.send_at(filled(rule, hearing.meeting.id, slot.interview_id), reason="x", text="x")
            assert answer.status_code == 404, rule
    member = Sitting(hearing, hearing.members["chair"])
    for rule in addresses:
        answer = member.send_at(filled(rule, hearing.meeting.id, slot.interview_id))
        assert answer.status_code == 403, rule
    assert proceedings_of(hearing.meeting.id).heard == ()


def test_an_interview_of_another_meeting_is_not_found(hearing: Hearing, slot: Slot) -> None:
    keeper = Keeping(hearing)
    keeper.send("open")
    for rule in verbs_of(hearing.app, "live"):
        if "interview_id" in rule:
            assert keeper.send_at(filled(rule, hearing.meeting.id, 10**6)).status_code == 404, rule
    seat = Sitting(hearing, hearing.members["chair"])
    for rule in verbs_of(hearing.app, "seat"):
        assert seat.send_at(filled(rule, hearing.meeting.id, 10**6)).status_code == 404, rule


def test_nobody_sits_or_marks_or_votes_but_the_members_of_the_panel(hearing: Hearing, slot: Slot) -> None:
    keeper, one = Keeping(hearing), slot.interview_id
    keeper.send("open")
    keeper.everybody()
    other = applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office)
    db.session.commit()
    outside = Sitting(hearing, other)
    assert outside.desk.get(outside.address).status_code == 404
    keeper.at(one, "begin")
    for rule in verbs_of(hearing.app, "seat"):
        assert outside.send_at(filled(rule, hearing.meeting.id, one), vote="for").status_code == 404, rule
    secretary = Sitting(hearing, hearing.members["secretary"])
    assert "По этому кандидату вы не решаете" in secretary.page()
    assert secretary.seal(one).status_code == 404
    assert secretary.at(one, "vote", vote="for").status_code == 409
    assert outside.desk.get("/commissions/meetings/99999/seat").status_code == 404


def test_the_verbs_themselves_refuse_everybody_but_the_secretary_of_the_meeting(
    hearing: Hearing, slot: Slot
) -> None:
    at, one = hearing.meeting.id, slot.interview_id
    with frozen(hearing.meeting.starts_at):
        with acting(hearing.official), pytest.raises(NotFound):
            live.open_meeting(at)
        hands.open_with_everybody(hearing.meeting)
        with acting(hearing.official):
            for verb in (
                lambda: live.mark_present(at, hearing.members["chair"].id, live.Noted(False)),
                lambda: live.take_tickets(at, 1),
                lambda: live.pause(at, "үзіліс"),
                lambda: live.resume(at),
                lambda: live.close_meeting(at),
                lambda: hearings.begin_hearing(one),
                lambda: hearing_end.end_without_decision(one, Ending.ABSENT),
            ):
                with pytest.raises(NotFound):
                    verb()
        with acting(hearing.secretary):
            hearings.begin_hearing(one)
        for stranger in (hearing.official, hands.actor_of(hearing.members["chair"])):
            with acting(stranger):
                for other_verb in (
                    lambda: hearing_texts.write_text(one, "remarks", "x"),
                    lambda: hearing_texts.note_question(one, "q", "x", "x"),
                    lambda: hearing_ticket.draw_ticket(one),
                    lambda: voting_verbs.open_vote(one),
                    lambda: voting_verbs.count(one),
                    lambda: voting_verbs.void_vote(one, "x"),
                    lambda: voting_verbs.decide(one, "x"),
                ):
                    with pytest.raises(NotFound):
                        other_verb()


def test_what_is_refused_comes_back_with_all_that_was_typed(hearing: Hearing, slot: Slot) -> None:
    keeper, one = Keeping(hearing), slot.interview_id
    keeper.send("open")
    keeper.everybody()
    answer = keeper.at(one, "end", ending="absent_with_good_reason", reason="")
    assert answer.status_code == 422
    assert "Укажите причину" in answer.text
    keeper.at(one, "begin")
    keeper.at(one, "text/remarks", text="первый текст", seen="0")
    answer = keeper.at(one, "text/remarks", text="второй текст", seen="0")
    assert answer.status_code == 409
    assert "первый текст" in answer.text
    assert "второй текст" in answer.text
    assert 'id="remarks-seen" name="seen" value="1"' in answer.text
    assert keeper.at(one, "text/remarks", text="второй текст", seen="1").status_code == 200
    assert keeper.at(one, "question", mark="q-1", text="", gist=" ", seen="0").status_code == 422
    answer = keeper.at(one, "text/remarks", text="x" * 20_001, seen="2")
    assert answer.status_code == 422
    assert keeper.at(one, "text/remarks", text="x", seen="-1").status_code == 422
    assert keeper.at(one, "decide", motives="Толық біледі").status_code == 409
    assert "Толық біледі" in keeper.at(one, "decide", motives="Толық біледі").text


def test_presence_is_noted_by_one_form_and_an_older_page_is_told(hearing: Hearing, slot: Slot) -> None:
    keeper = Keeping(hearing)
    keeper.send("open")
    keeper.everybody()
    away = hearing.members["member"].id
    here = [str(one.id) for one in hearing.members.values() if one.id != away]
    keeper.send("presence", here=here, **{f"reason-{away}": "Іссапарда"})
    told = {
        one.member: (one.absent_because, one.left_at is not None)
        for one in proceedings_of(hearing.meeting.id).sat
    }
    assert told[away] == ("Іссапарда", True)
    old = keeper.send("presence", here=keeper.members, **{f"version-{away}": "1"})
    assert old.status_code == 409
    db.session.rollback()
    (row,) = [one for one in proceedings_of(hearing.meeting.id).sat if one.member == away]
    assert row.absent_because == "Іссапарда"
