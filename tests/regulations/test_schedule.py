"""The citizen's timetable, counted by hand: each step is due at the latest, and the total term over all of them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from regulations.calendar_table import shipped_calendar
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId, Unit
from regulations.model import Amount
from regulations.office_hours import USUAL_WEEK
from regulations.office_time import OfficeTime
from regulations.schedule import Schedule, days_not_counted, schedule
from regulations.two_clocks import Fit

OFFICE = OfficeTime(USUAL_WEEK, shipped_calendar())
ALMATY = ZoneInfo("Asia/Almaty")
CHANCERY, CORPORATION = ChannelId.CHANCERY, ChannelId.STATE_CORPORATION
PORTAL, CLINIC = ChannelId.EGOV_PORTAL, ChannelId.IN_PERSON


def reckoned(
    service: str, procedure: str, channel: ChannelId, start: str, decided: Amount | None = None
) -> Schedule:
    edition = catalogue().newest(service)
    applied = datetime.fromisoformat(start).replace(tzinfo=ALMATY)
    return schedule(edition, procedure, channel, applied, OFFICE, decided)


def told(found: Schedule) -> list[tuple[int, str]]:
    """The number of each step with its last moment; `-` where only the total binds."""
    return [(line.number, f"{line.due.moment:%m-%d %H:%M}" if line.due else "-") for line in found.steps]


# Nauryz 2025: Friday 21 March, its Saturday and Sunday moved to Monday and Tuesday.
CERTIFICATE = [
    (1, "03-19 10:20"),
    (2, "03-19 12:20"),
    (3, "03-28 18:30"),  # 20, 26, 27, 28
    (4, "03-28 18:30"),  # inside the term of step 3
    (5, "03-31 10:00"),  # an hour that begins at closing runs on Monday
    (6, "04-02 18:30"),
    (7, "04-02 18:30"),
    (8, "04-02 18:30"),
    (9, "04-04 18:30"),
    (10, "04-04 18:30"),
    (11, "04-08 18:30"),
    (12, "04-09 09:15"),
]
# Kurban Ait is Friday 6 June; what was accepted on Tuesday runs from Wednesday.
NARCOTICS = [
    (2, "06-04 09:15"),
    (3, "06-04 10:15"),
    (4, "06-05 18:30"),
    (5, "06-24 18:30"),
    (6, "06-24 18:30"),
    (7, "06-25 10:00"),
    (8, "06-25 10:15"),
]
INDEPENDENT_EXPERT = [
    (1, "04-01 09:20"),
    (2, "04-01 11:20"),
    (3, "04-07 18:30"),
    (4, "04-07 18:30"),
    (5, "04-08 18:30"),
    (6, "04-09 18:30"),
    (7, "-"),
    (8, "04-10 09:20"),
    (9, "04-10 11:20"),
    (10, "04-21 18:30"),
    (11, "04-25 18:30"),
    (12, "04-25 18:30"),
    (13, "04-25 18:30"),
    (14, "05-02 18:30"),  # 1 May is the Day of Unity
    (15, "-"),
    (16, "05-05 09:15"),
]
# Hours run over the end of Monday: an hour and a quarter on it, the rest on Tuesday.
DUPLICATE = [
    (1, "06-02 16:15"),
    (2, "06-02 17:15"),
    (3, "06-03 10:45"),
    (4, "06-03 10:45"),
    (5, "06-03 11:45"),
    (6, "06-03 12:00"),
]
# 3 January 2025 was a day of rest, worked on Sunday 5 January instead.
ATTACHMENT = [(1, "12-31 18:30"), (2, "01-05 09:30")]


@pytest.mark.parametrize(
    ("service", "procedure", "channel", "start", "expected", "total"),
    [
        ("specialist-certificate", "main", CHANCERY, "2025-03-19T10:00", CERTIFICATE, "04-07 18:30"),
        ("narcotics-licence", "issue", CORPORATION, "2025-06-03T11:00", NARCOTICS, None),
        (
            "independent-expert-accreditation",
            "main",
            PORTAL,
            "2025-04-01T09:00",
            INDEPENDENT_EXPERT,
            "05-02 18:30",
        ),
        ("medical-licence", "duplicate", CHANCERY, "2025-06-02T16:00", DUPLICATE, None),
        ("clinic-attachment", "main", CLINIC, "2024-12-31T18:00", ATTACHMENT, "01-05 18:30"),
    ],
)
def test_each_step_is_due_on_the_day_counted_by_hand(
    service: str,
    procedure: str,
    channel: ChannelId,
    start: str,
    expected: list[tuple[int, str]],
    total: str | None,
) -> None:
    found = reckoned(service, procedure, channel, start)
    assert told(found) == expected
    assert (f"{found.total.moment:%m-%d %H:%M}" if found.total else None) == total


def test_steps_that_end_after_the_total_say_that_the_total_binds() -> None:
    found = reckoned("specialist-certificate", "main", CHANCERY, "2025-03-19T10:00")
    assert [line.number for line in found.steps if line.beyond_total] == [11, 12]
    assert found.fit is not None
    assert found.fit.fit is Fit.TIGHT
    assert found.too_long


def test_payment_is_a_step_only_for_those_who_come_through_a_portal() -> None:
    corporation = reckoned("narcotics-licence", "issue", CORPORATION, "2025-06-03T11:00")
    assert [step.id for step in corporation.left_out] == ["s00"]
    portal = reckoned("narcotics-licence", "issue", PORTAL, "2025-06-03T11:00")
    assert portal.left_out == ()
    assert portal.steps[0].due is None
    assert f"{portal.steps[1].due.moment:%m-%d %H:%M}" == "06-03 11:15"  # type: ignore[union-attr]  # it has a term


def test_the_day_of_acceptance_is_left_out_only_where_the_text_says_so() -> None:
    assert reckoned("narcotics-licence", "issue", CORPORATION, "2025-06-03T11:00").first_day_excluded
    assert not reckoned("narcotics-licence", "issue", CHANCERY, "2025-06-03T11:00").first_day_excluded


def test_an_offices_decision_on_the_total_counts_where_the_text_states_none() -> None:
    twenty = Amount(20, Unit.WORKING_DAY)
    found = reckoned("medical-licence", "issue", CHANCERY, "2025-06-02T16:00", twenty)
    assert found.total is not None
    assert found.total.amount == twenty
    stated = reckoned("specialist-certificate", "main", CHANCERY, "2025-03-19T10:00", twenty)
    assert stated.total is not None
    assert stated.total.amount == Amount(10, Unit.WORKING_DAY)


def test_a_year_whose_decrees_are_unknown_makes_the_timetable_provisional() -> None:
    assert not reckoned("specialist-certificate", "main", CHANCERY, "2025-03-19T10:00").provisional
    assert reckoned("specialist-certificate", "main", CHANCERY, "2027-03-17T10:00").provisional


def test_time_runs_from_the_opening_when_the_office_was_closed_even_if_the_first_step_has_no_term() -> None:
    found = reckoned("narcotics-licence", "issue", PORTAL, "2025-06-03T20:00")
    assert found.steps[0].due is None
    assert f"{found.runs_from:%m-%d %H:%M}" == "06-04 09:00"


def test_holidays_are_named_and_weekends_counted() -> None:
    found = reckoned("specialist-certificate", "main", CHANCERY, "2025-03-19T10:00")
    days = days_not_counted(found, OFFICE)
    assert [f"{off.day:%d.%m}" for off in days.named] == ["21.03", "22.03", "23.03", "24.03", "25.03"]
    assert days.weekend_days == 4


def test_every_service_can_be_reckoned_by_every_way_of_applying() -> None:
    for service in catalogue().services():
        edition = catalogue().newest(service)
        for procedure in edition.procedures:
            for channel in edition.channels:
                found = reckoned(service, procedure.id, channel.id, "2025-03-19T10:00")
                moments = [line.due.moment for line in found.steps if line.due]
                assert moments == sorted(moments), (service, procedure.id)
                told_or_left = {line.step.id for line in found.steps} | {step.id for step in found.left_out}
                assert told_or_left == {step.id for step in edition.steps_of(procedure.id)}
