"""The reading file on a candidate: what it says, who finds it, and that taking it away is written down."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import select

from accounts.roles import Role
from applications.models import CaseDocument
from commissions.actions import agenda, reading, recusing
from commissions.models import Interview
from core.actor import acting
from core.clock import now
from core.database import db
from core.files import store_file
from core.models import JournalEntry
from core.refusals import NotFound
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, at, hearing, named
from tests.core.file_samples import pdf
from tests.paper_reading import pages_of

__all__ = ["at", "hearing"]


def offered(hearing: Hearing) -> Interview:
    """The first case on the agenda, with one paper as a file and one on paper."""
    case = hearing.cases[0]
    with acting(hearing.official):
        kept = store_file(io.BytesIO(pdf()), "диплом.pdf")
    title = {"kk": "Диплом", "ru": "Диплом", "en": "Diploma"}
    for held in ({"file_id": kept.id}, {"on_paper": True}):
        db.session.add(CaseDocument(case_id=case.id, item="diploma", title=title, added_at=now(), **held))
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
    db.session.commit()
    return slot.interview


def test_a_member_reads_the_application_and_the_test_by_its_sections(hearing: Hearing) -> None:
    interview = offered(hearing)
    address = f"/commissions/interviews/{interview.id}"
    for member in (hearing.members["chair"], hearing.members["secretary"]):
        desk = hearing.page(hearing.actor_of(member))
        assert f"{address}/reading-file" in desk.page(address)
        page = desk.page(f"{address}/reading-file")
        for words in (hearing.cases[0].number, "Диплом", "диплом.pdf", "на бумаге", "Весь тест", "Раздел 1"):
            assert words in page, words


def test_nobody_else_finds_it(hearing: Hearing) -> None:
    interview = offered(hearing)
    office = hearing.commission.office
    outsider = applying.staff(Role.COMMISSION_MEMBER, office)
    other_official = applying.staff(Role.RESPONSIBLE_OFFICIAL, office)
    elsewhere = applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial"))
    head = applying.staff(Role.HEAD, office)
    db.session.commit()
    address = f"/commissions/interviews/{interview.id}"
    for actor, status in ((outsider, 404), (other_official, 404), (elsewhere, 404), (head, 403)):
        assert hearing.page(actor).get(f"{address}/reading-file").status_code == status
        with acting(actor), pytest.raises(NotFound):
            reading.take(interview.id)
    assert "reading-file" not in hearing.page(head).page(address)


def test_a_recused_member_does_not_find_it_and_the_alternate_does(hearing: Hearing) -> None:
    with acting(hearing.administrator):
        alternate = named(
            hearing.commission, "alternate", applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office)
        )
    interview = offered(hearing)
    member = hearing.members["member"]
    with acting(hearing.secretary):
        recusing.recuse(interview.id, member.id, "same_employer", "Бір аурухана", alternate.id)
    db.session.commit()
    address = f"/commissions/interviews/{interview.id}/reading-file"
    assert hearing.page(hearing.actor_of(member)).get(address).status_code == 404
    assert hearing.page(hearing.actor_of(alternate)).get(address).status_code == 200


def test_taking_it_away_is_written_down_with_who_took_it(hearing: Hearing) -> None:
    interview = offered(hearing)
    chair = hearing.actor_of(hearing.members["chair"])
    desk, address = hearing.page(chair), f"/commissions/interviews/{interview.id}/reading-file"
    page = desk.page(address)
    answer = desk.post(f"{address}.zip", page)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        sheet, paper = archive.namelist()
        told = " ".join(pages_of(archive.read(sheet)))
        assert archive.read(paper) == pdf()
    assert paper == "01-диплом.pdf"
    for words in (hearing.cases[0].number, "Сейітова Әйгерім", "Всего"):
        assert words in told
    document = db.session.scalars(
        select(CaseDocument.id).where(
            CaseDocument.case_id == interview.case_id, CaseDocument.file_id.is_not(None)
        )
    ).one()
    assert desk.post(f"{address}/papers/{document}", page).data == pdf()
    taken = db.session.execute(
        select(JournalEntry.tag, JournalEntry.actor_id).where(
            JournalEntry.tag.like("commissions:reading_file:%")
        )
    ).all()
    assert [tuple(one) for one in taken] == [
        ("commissions:reading_file:take", chair.account_id),
        ("commissions:reading_file:take_paper", chair.account_id),
    ]
    # A paper that is none of this candidate's is none here, and reading without taking writes nothing.
    assert desk.post(f"{address}/papers/999", page).status_code == 404
