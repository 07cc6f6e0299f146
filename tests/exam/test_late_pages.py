"""Late answers over the pages: proposed by times and numbers, decided by two who see no answer, before the score."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from exam.actions import admission, board
from exam.models import ApartEntry, ApartVerdict
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import AtDesk

SECRET = '"қызыл-құпия-жауап"'


@pytest.fixture
def hall(context: Flask) -> making.Hall:
    """A closed hall with one candidate, of whom two answers came late."""
    made = making.running(candidates=1)
    for sequence, why in ((1, "after_deadline"), (2, "after_end")):
        db.session.add(
            ApartEntry(
                attempt_id=made.attempts[0].id, epoch=1, sequence=sequence, question=6 + sequence, value=SECRET,
                why=why, made_at=now(), arrived_at=now() + timedelta(minutes=4),
            )
        )  # fmt: skip
    with acting(made.invigilator):
        admission.declare(made.sitting.id, "")
        board.close_attempts(made.sitting.id, [made.attempts[0].id], "уақыт бітті")
        board.close_sitting(made.sitting.id)
    db.session.commit()
    return made


def at(app: Flask, who: Actor) -> AtDesk:
    return AtDesk(app, who.account_id)


def test_late_answers_go_from_the_hall_to_two_persons_who_do_not_see_them(
    app: Flask, hall: making.Hall
) -> None:
    sitting, attempt = hall.sitting.id, hall.attempts[0].id
    entries = [str(one) for one in db.session.scalars(select(ApartEntry.id).order_by(ApartEntry.id))]
    invigilator, head, lawyer, official = (
        at(app, who) for who in (hall.invigilator, *hall.judges, hall.official)
    )
    late = invigilator.page(f"/sittings/{sitting}/late")
    assert f"/sittings/{sitting}/late/{attempt}" in late
    address = f"/sittings/{sitting}/late/{attempt}"
    page = invigilator.page(address)
    assert "Вопрос 7" in page
    assert "2 ответа" in official.page(f"/sittings/{sitting}/results")
    assert invigilator.send(address, page, {"entries": [], "reason": "желі"}).status_code == 422
    assert invigilator.send(address, page, {"entries": entries, "reason": ""}).status_code == 422
    sent = invigilator.send(address, page, {"entries": entries, "reason": "Желі үзілді"})
    assert "Предложение внесено" in sent.text
    assert invigilator.get("/late-answers").status_code == 403
    waiting = official.page(f"/sittings/{sitting}/results")
    assert "пока они не решат" in waiting
    assert official.post(f"/sittings/{sitting}/score", waiting).status_code == 409
    seen = [late, page, sent.text, waiting]
    for judge, word, reason in ((head, "yes", "Журнал растайды"), (lawyer, "no", "Поздно")):
        desk = judge.page("/desk")
        link = re.search(r'href="(/late-answers/\d+)"', desk)
        assert link is not None
        asked = judge.page(link[1])
        assert "Желі үзілді" in asked
        assert "Журнал растайды" not in asked, "the first word is not shown before the second is given"
        assert judge.post(link[1], asked, word=word, reason="").status_code == 422
        assert "внесено" in judge.post(link[1], asked, word=word, reason=reason).text
        assert link[1] not in judge.page("/desk")
        assert judge.post(link[1], asked, word=word, reason=reason).status_code == 409
        seen += [desk, asked]
    told = head.page("/late-answers/1")
    assert "Поздно" in told
    assert "не засчитываются" in told
    assert not [one for one in [*seen, told] if "құпия" in one]
    db.session.rollback()
    assert db.session.scalars(select(ApartVerdict.admits).order_by(ApartVerdict.place)).all() == [True, False]
    assert "Оценено: 1" in official.post(f"/sittings/{sitting}/score", waiting).text


def test_only_the_own_office_learns_of_a_proposal_and_only_its_hall_proposes(
    app: Flask, hall: making.Hall
) -> None:
    sitting, attempt = hall.sitting.id, hall.attempts[0].id
    office = applying.office("territorial")
    stranger, watcher = (applying.staff(role, office) for role in (Role.HEAD, Role.INVIGILATOR))
    entry = str(db.session.scalars(select(ApartEntry.id)).first())
    db.session.commit()
    mine = at(app, hall.invigilator)
    address = f"/sittings/{sitting}/late/{attempt}"
    mine.send(address, mine.page(address), {"entries": [entry], "reason": "Желі"})
    assert at(app, watcher).get(address).status_code == 404
    assert at(app, stranger).get("/late-answers/1").status_code == 404
    assert "late-answers/" not in at(app, stranger).page("/desk")
    assert at(app, hall.judges[0]).get("/late-answers/1").status_code == 200
    assert mine.get(f"/sittings/{sitting}/late/{attempt + 1}").status_code == 404


def test_an_invigilator_finds_the_hall_of_today_on_the_desk(app: Flask, context: Flask) -> None:
    hall = making.hall(1)
    later = making.hall(1, starts_at=now() + timedelta(days=9))
    db.session.commit()
    desk = at(app, hall.invigilator).page("/desk")
    assert f"/sittings/{hall.sitting.id}/desk" in desk
    assert "/sittings/" not in at(app, later.invigilator).page("/desk").split("<main")[1]
