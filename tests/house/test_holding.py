"""Rows are held in one way and in one order: docs/decisions/0020."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update as sql_update

import app as front_door
from accounts.models import Account, Office
from core.database import Model, db
from core.holding import held
from core.refusals import NotFound
from tests.accounts.people import make_staff, some_office
from tests.lock_order import OutOfOrderError

HOUSE = Path(front_door.__file__).parent
# Where rows are held in another way, and why.
OTHERWISE = {
    "core/holding.py": "the one way itself",
    "core/journal.py": "the heads of the chains, last of all and in their own order (0002)",
    "core/outbox.py": "whoever finds a message taken goes on to the next",
    "question_banks/actions/sealing.py": "thousands of questions are shared among sets that are sealed at once",
}


def test_rows_are_held_in_one_way_only() -> None:
    rooms = [one for one in HOUSE.glob("*/**/*.py") if one.parts[len(HOUSE.parts)] not in {".venv", "tests"}]
    found = {
        str(one.relative_to(HOUSE)) for one in rooms if "with_for_update" in one.read_text(encoding="utf-8")
    }
    assert found == set(OTHERWISE)


def test_every_table_that_is_held_has_its_place_in_the_order() -> None:
    kinds = {one.class_.__name__: one.class_ for one in Model.registry.mappers}
    asked = re.compile(r"\bheld(?:_all|_where)?\((\w+)")
    rooms = [one for one in HOUSE.glob("*/**/*.py") if one.parts[len(HOUSE.parts)] not in {".venv", "tests"}]
    held_ones = {
        kind for one in rooms for kind in asked.findall(one.read_text(encoding="utf-8")) if kind in kinds
    }
    assert len(held_ones) > 30
    assert [kind for kind in sorted(held_ones) if not hasattr(kinds[kind], "__lock_rank__")] == []


def test_no_two_tables_have_the_same_place_in_the_order(app: Flask) -> None:
    ranked = [
        one.class_.__lock_rank__
        for one in Model.registry.mappers
        if getattr(one.class_, "__lock_rank__", None) is not None
    ]
    assert len(ranked) > 30
    assert len(set(ranked)) == len(ranked)


def test_a_row_that_is_not_there_is_not_found(context: Flask) -> None:
    with pytest.raises(NotFound):
        held(Account, 1)


def test_a_row_is_read_anew_when_it_is_held(context: Flask) -> None:
    office = some_office()
    stranger = sql_update(Office).where(Office.id == office.id).values(zone="Asia/Qyzylorda")
    db.session.execute(stranger, execution_options={"synchronize_session": False})
    assert office.zone == "Asia/Almaty"
    assert held(Office, office.id).zone == "Asia/Qyzylorda"


# What a verb of the house would do; the line of the file is what makes it one.
GOES_BACK = compile("held(Account, person)\nheld(Office, office)", str(HOUSE / "accounts/verb.py"), "exec")
GOES_ON = compile("held(Office, office)\nheld(Account, person)", str(HOUSE / "accounts/verb.py"), "exec")


def test_a_verb_that_goes_back_in_the_order_fails_its_test(app: Flask) -> None:
    person = make_staff(app, "holder", "administrator")
    with app.app_context():
        told = {"held": held, "Account": Account, "Office": Office, "person": person.id}
        told["office"] = some_office().id
        exec(GOES_ON, dict(told))
        exec(GOES_ON, dict(told))
        with pytest.raises(OutOfOrderError, match="office 1 is held after account"):
            exec(GOES_BACK, dict(told))
