"""The demo's applications: each desk has something to do, whatever is shown was done by the verbs, and once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from accounts import demo as people
from accounts.models import Account
from applications import demo
from applications.demo_plan import PLAN
from applications.models import Case, CasePerson, Refused
from core import journal_proof
from core.database import db
from core.settings import Settings


def test_each_desk_of_the_demo_is_alive(context: Flask, settings: Settings) -> None:
    people.fill_demo(settings)
    assert demo.fill_demo(settings)
    made = db.session.scalar(select(func.count(Case.id))) or 0
    assert made == len(PLAN) >= 40
    desks = set(db.session.scalars(select(Case.desk_role).where(Case.ended_at.is_(None)).distinct()))
    assert {
        "chancery_clerk",
        "head",
        "responsible_official",
        "commission_secretary",
        "statistics_specialist",
    } <= desks
    assert db.session.scalars(select(Refused)).first()
    assert journal_proof.verify().holds
    assert not demo.fill_demo(settings)
    no_candidate_bears_the_name_of_an_official()


def no_candidate_bears_the_name_of_an_official() -> None:
    """Nobody decides on somebody of the own name: the demo's candidates have names of their own."""
    staff = {one.name for one in db.session.scalars(select(Account).where(Account.kind == "staff"))}
    persons = {one.name for one in db.session.scalars(select(CasePerson))}
    assert len(persons) > 20
    assert persons & staff == set()


def test_without_the_demos_people_there_are_no_applications(context: Flask, settings: Settings) -> None:
    assert not demo.fill_demo(settings)
    assert db.session.scalar(select(func.count(Case.id))) == 0
