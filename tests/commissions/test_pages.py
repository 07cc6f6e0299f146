"""The pages of commissions: who sees which, and what they say of a case that is not offered."""

from __future__ import annotations

from accounts.roles import Role
from commissions.actions import agenda, meetings
from core.actor import acting
from core.database import db
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, at, hearing

__all__ = ["at", "hearing"]


def test_the_secretary_reads_who_is_in_the_commission_and_why_a_case_is_not_offered(hearing: Hearing) -> None:
    desk = hearing.page(hearing.secretary)
    assert "12-НҚ" in desk.page("/commissions")
    page = desk.page(f"/commissions/{hearing.commission.id}")
    for words in (
        "Специализированная комиссия",
        "Председатель",
        hearing.meeting.number,
        "Можно включить в повестку дня.",
        "Действующий результат тестирования отрицательный",
        "Комиссия образована.",
        f"включён(а) {hearing.members['chair'].account.name}: Председатель",
    ):
        assert words in page
    # The due moment is said in words, in an element of its own.
    assert "<time" in page.partition('id="waiting')[2].partition("</table>")[0]


def test_a_meeting_shows_its_agenda_and_that_it_was_called_off(hearing: Hearing) -> None:
    address = f"/commissions/meetings/{hearing.meeting.id}"
    assert "В повестке дня пока никого нет" in hearing.page(hearing.secretary).page(address)
    with acting(hearing.secretary):
        agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
        db.session.commit()
    desk = hearing.page(hearing.secretary)
    assert hearing.cases[0].number in desk.page(address)
    assert hearing.cases[0].number not in desk.page(f"/commissions/{hearing.commission.id}")
    with acting(hearing.secretary):
        meetings.call_off(hearing.meeting.id, "Кворум болмайды")
        db.session.commit()
    assert "Заседание отменено. Причина: Кворум болмайды" in hearing.page(hearing.secretary).page(address)


def test_a_member_sees_the_own_commissions_only_and_a_stranger_none(hearing: Hearing) -> None:
    office = hearing.commission.office
    other = applying.staff(Role.COMMISSION_MEMBER, office)
    lawyer = applying.staff(Role.LAWYER, office)
    stranger = applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial"))
    db.session.commit()
    address = f"/commissions/{hearing.commission.id}"
    own = hearing.page(hearing.official)
    assert own.get(address).status_code == 200
    assert hearing.page(other).get(address).status_code == 404
    assert hearing.page(stranger).get(address).status_code == 404
    assert hearing.page(stranger).get(f"/commissions/meetings/{hearing.meeting.id}").status_code == 404
    assert hearing.page(lawyer).get("/commissions").status_code == 403
