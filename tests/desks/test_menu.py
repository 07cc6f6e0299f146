"""The menu of each role: the rooms of every day stand in it, nothing that the role may not open, six words at most."""

from __future__ import annotations

from functools import partial

from flask import Flask

from accounts.permission_words import may
from accounts.roles import Role
from core.access import PUBLIC, SIGNED_IN
from core.frame import MOST, items_for

DAILY = {
    Role.RESPONSIBLE_OFFICIAL: "mine all_cases sittings commissions orders result_papers",
    Role.HEAD: "mine all_cases to_sign overview orders result_papers",
    Role.ACTING_HEAD: "mine all_cases to_sign overview orders result_papers",
    Role.LAWYER: "mine all_cases orders result_papers",
    Role.INSPECTOR: "mine all_cases overview reports result_papers papers",
    Role.COMMISSION_SECRETARY: "mine all_cases sittings commissions to_sign",
    Role.CHANCERY_CLERK: "mine courier_lists all_cases orders result_papers",
    Role.CENTRE_INSPECTOR: "mine counter kept_visits all_cases result_papers",
    Role.STATISTICS_SPECIALIST: "mine cabinet_of_statistics all_cases to_sign result_papers",
    Role.COMMISSION_MEMBER: "mine commissions to_sign",
    Role.EXPERT_MEMBER: "mine evaluations to_sign",
    Role.INVIGILATOR: "mine sittings to_sign",
    Role.QUESTION_AUTHOR: "mine banks",
    Role.BANK_ADMINISTRATOR: "mine banks blueprints sealed_sets",
    Role.APPLICANT: "cabinet choose_service my_visits",
    Role.REPRESENTATIVE: "cabinet choose_service my_visits",
    Role.ORGANISATION: "cabinet choose_service my_visits",
    Role.AUTHORISED_SIGNATORY: "mine all_cases to_sign",
    Role.APPEAL_MEMBER: "mine appeals commissions to_sign",
    Role.TRANSLATOR: "mine banks",
    Role.REVIEWER: "mine banks blueprints",
    Role.REGISTER_EDITOR: "mine",
    Role.ADMINISTRATOR: "mine administration settings_home system_state",
}


def test_the_menu_shows_each_role_its_daily_rooms_and_only_what_it_may_open(app: Flask) -> None:
    assert DAILY.keys() == set(Role)
    for role, rooms in DAILY.items():
        menu, more = items_for(partial(may_open, role), role)
        assert len(menu) <= MOST
        assert [item.order for item in menu] == sorted(item.order for item in menu)
        assert set(rooms.split()) <= {item.endpoint.partition(".")[2] for item in menu}, role
        assert all(may_open(role, item.word) for item in (*menu, *more))


def may_open(role: Role, word: str) -> bool:
    """As the door asks it."""
    return word in {PUBLIC, SIGNED_IN} or may(role, word)
