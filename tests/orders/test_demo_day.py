"""`synaq demo day`: the demo's people work for a day by the verbs of real people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.demo import NotForProduction
from accounts.demo import fill_demo as fill_accounts
from applications.demo import fill_demo as fill_applications
from applications.models import Case
from core.database import db
from core.models import JournalEntry
from core.settings import Settings
from orders.demo_day import told, work_a_day


def test_a_day_moves_as_many_cases_as_asked_for(context: Flask, settings: Settings) -> None:
    fill_accounts(settings)
    fill_applications(settings)
    places = {case.id: case.place for case in db.session.scalars(select(Case))}
    entries = db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    day = work_a_day(settings, 12)
    moved = [case_id for case_id, place in places.items() if db.session.get_one(Case, case_id).place != place]
    assert len(day.moved) == 12
    assert set(moved) <= day.moved
    assert day.done["assign"]
    assert day.done["register"]
    assert (db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0) >= entries + 12
    assert told(day, 12).startswith("12 of 12 cases moved")


def test_no_such_day_dawns_in_production(context: Flask, settings: Settings) -> None:
    with pytest.raises(NotForProduction):
        work_a_day(replace(settings, mode="production"), 1)
