"""The page of the chain and its file: for whom they open, what they show, and that taking the file is kept."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from accounts.roles import Role
from core.database import db
from core.models import JournalEntry
from desks.chain.evidence_file import opened
from desks.chain.links import Holds
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, at, hearing
from tests.desks.chain_hands import interviewed
from tests.exam import making

__all__ = ["at", "hearing"]


@pytest.fixture(autouse=True)
def signed_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "DECLARED_HOW", "signed")


def test_the_head_sees_each_link_both_ways_and_takes_the_file(hearing: Hearing) -> None:
    case, protocol = interviewed(hearing)
    address, number = f"/cases/{case.public_id}", protocol.spelled_number
    reader = applying.staff(Role.HEAD, hearing.closed.hall.office)
    db.session.commit()
    head = hearing.page(reader)
    page = head.page(f"{address}/chain")
    assert number in page
    for link in ("application", "seal", "transcript", "record", "result", "protocol", "order", "paper"):
        assert f'id="{link}"' in page
    assert 'href="#protocol"' in page
    assert 'id="evaluation"' not in page
    assert f"/cases/{case.public_id}/chain" in head.page(address)
    answer = head.post(f"{address}/evidence.zip", page)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "protocol/protocol.pdf" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    kept = db.session.scalars(select(JournalEntry).where(JournalEntry.tag == "desks:evidence:take")).one()
    assert json.loads(kept.new or "{}")["size"] == len(answer.data)
    assert "Взят файл доказательств" in head.page(address)


def test_nobody_else_opens_it(hearing: Hearing) -> None:
    case, _protocol = interviewed(hearing)
    address, office = f"/cases/{case.public_id}", hearing.closed.hall.office
    elsewhere = applying.office("territorial")
    readers = {
        applying.staff(Role.CHANCERY_CLERK, office): 403,
        applying.staff(Role.COMMISSION_MEMBER, office): 403,
        applying.staff(Role.INSPECTOR, office): 200,
        applying.staff(Role.HEAD, elsewhere): 404,
    }
    db.session.commit()
    for actor, status in readers.items():
        desk = hearing.page(actor)
        answer = desk.get(f"{address}/chain")
        assert answer.status_code == status, actor.role
        taken = desk.post(f"{address}/evidence.zip", desk.page("/permissions"))
        assert taken.status_code == status, actor.role


def test_papers_that_name_others_are_given_only_to_who_may_see_those_too(hearing: Hearing) -> None:
    case, _protocol = interviewed(hearing)
    address = f"/cases/{case.public_id}"
    elsewhere = applying.office("territorial")
    case.committee_id = elsewhere.id
    reader = applying.staff(Role.HEAD, elsewhere)
    db.session.commit()
    desk = hearing.page(reader)
    page = desk.page(f"{address}/chain")
    assert "в нём названы другие люди" in page
    data = desk.post(f"{address}/evidence.zip", page).data
    found = opened(data)
    assert "record/facts.json" in found.evidence.withheld
    assert not any(name.startswith("record/") for name in found.evidence.files)
    assert all(line.holds is not Holds.NO for line in found.lines)
    others = [one.person.name + one.number for one in hearing.cases[1:]]
    assert not any(name.encode() in data for name in others)
