"""The clock against a paper calendar: every case was counted by hand, and the last column says how.

Usual hours: 09:00-13:00 and 14:30-18:30, Almaty. A `+` after the term: the day of acceptance is not counted. The
weekday in front of a date is for the eye and is checked against the date, so that a slip of the pen is found.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from regulations.calendar_table import shipped_calendar
from regulations.clock import Term, due
from regulations.office_hours import USUAL_WEEK
from regulations.office_time import OfficeTime
from regulations.term_text import parse_amount

ALMATY = ZoneInfo("Asia/Almaty")
OFFICE = OfficeTime(USUAL_WEEK, shipped_calendar())

TABLE = """
# Minutes and hours inside the office day, with lunch
Mon 2026-02-02 10:00 | 20 minutes | Mon 2026-02-02 10:20 | plainly
Mon 2026-02-02 09:00 | 2 hours | Mon 2026-02-02 11:00 | from opening
Mon 2026-02-02 08:15 | 30 minutes | Mon 2026-02-02 09:30 | before opening: runs from 09:00
Mon 2026-02-02 12:40 | 20 minutes | Mon 2026-02-02 13:00 | ends with the first half of the day
Mon 2026-02-02 12:50 | 20 minutes | Mon 2026-02-02 14:40 | 10 before lunch, 10 after
Mon 2026-02-02 13:00 | 20 minutes | Mon 2026-02-02 14:50 | lunch has begun
Mon 2026-02-02 13:30 | 20 minutes | Mon 2026-02-02 14:50 | in the middle of lunch
Mon 2026-02-02 14:30 | 15 minutes | Mon 2026-02-02 14:45 | lunch is over
Mon 2026-02-02 11:30 | 2 hours | Mon 2026-02-02 15:00 | 1 h 30 before lunch, 30 after
Mon 2026-02-02 16:30 | 2 hours | Mon 2026-02-02 18:30 | to the minute of closing
Mon 2026-02-02 16:31 | 2 hours | Tue 2026-02-03 09:01 | 1 h 59 today, 1 min tomorrow
Mon 2026-02-02 18:29 | 20 minutes | Tue 2026-02-03 09:19 | 1 today, 19 tomorrow
Mon 2026-02-02 18:30 | 20 minutes | Tue 2026-02-03 09:20 | nothing is left of today
Mon 2026-02-02 23:10 | 20 minutes | Tue 2026-02-03 09:20 | at night
Mon 2026-02-02 09:00 | 8 hours | Mon 2026-02-02 18:30 | exactly one office day
Mon 2026-02-02 09:00 | 9 hours | Tue 2026-02-03 10:00 | one office day and an hour
Mon 2026-02-02 10:00 | 8 hours | Tue 2026-02-03 10:00 | 7 h today, 1 h tomorrow

# Friday evening and the weekend
Fri 2026-02-06 18:20 | 20 minutes | Mon 2026-02-09 09:10 | 10 on Friday, 10 on Monday
Fri 2026-02-06 19:00 | 20 minutes | Mon 2026-02-09 09:20 | the office is closed
Sat 2026-02-07 11:00 | 2 hours | Mon 2026-02-09 11:00 | from Monday's opening
Sun 2026-02-08 23:59 | 15 minutes | Mon 2026-02-09 09:15 | from Monday's opening
Fri 2026-02-06 18:30 | 1 working day | Mon 2026-02-09 18:30 | at closing it is still Friday
Fri 2026-02-06 18:31 | 1 working day | Tue 2026-02-10 18:30 | accepted on Monday the 9th
Fri 2026-02-06 20:00 | 5 working days | Mon 2026-02-16 18:30 | accepted the 9th; 10 11 12 13 16
Sat 2026-02-07 10:00 | 1 working day | Tue 2026-02-10 18:30 | accepted on Monday the 9th
Sun 2026-02-08 10:00 | 1 working day | Tue 2026-02-10 18:30 | accepted on Monday the 9th
Mon 2026-02-09 08:00 | 1 working day | Tue 2026-02-10 18:30 | before opening, but Monday
Fri 2026-02-06 10:00 | 1 working day | Mon 2026-02-09 18:30 | over the weekend

# The terms of the regulations, in a month without a holiday and beyond
Mon 2026-02-02 10:00 | 4 working days | Fri 2026-02-06 18:30 | 3 4 5 6
Mon 2026-02-02 10:00 | 10 working days | Mon 2026-02-16 18:30 | 3-6 (4), 9-13 (9), 16
Mon 2026-02-02 10:00 | 21 working days | Tue 2026-03-03 18:30 | 3-27 February (19), 2 3 March
Mon 2026-02-02 10:00 | 22 working days | Wed 2026-03-04 18:30 | one more
Mon 2026-02-02 10:00 | 45 working days | Fri 2026-04-10 18:30 | 19, 2-6, 10-13 (28), 16-20 (33), 26 27, 30-3 (40), 6-10
Mon 2026-02-02 10:00 | 30 calendar days | Wed 2026-03-04 18:30 | 26 days to 28 February, 4 more

# International Women's Day
Fri 2026-03-06 10:00 | 1 working day | Tue 2026-03-10 18:30 | 8 March is a Sunday: Monday off
Fri 2025-03-07 16:00 | 3 hours | Tue 2025-03-11 09:30 | 2 h 30 on Friday; 8 March a Saturday: Monday off
Thu 2024-03-07 10:00 | 1 working day | Mon 2024-03-11 18:30 | Friday off

# Nauryz
Wed 2026-03-18 10:00 | 15 working days | Mon 2026-04-13 18:30 | 19 20, 26 27 (4), 30-3 (9), 6-10 (14), 13
Wed 2026-03-18 10:00 | 4 working days | Fri 2026-03-27 18:30 | 19 20, 26 27
Fri 2026-03-20 10:00 | 1 working day | Thu 2026-03-26 18:30 | 21-25 off
Fri 2026-03-20 18:00 | 1 hour | Thu 2026-03-26 09:30 | 30 min on Friday, 30 on Thursday
Fri 2026-03-20 19:00 | 1 working day | Fri 2026-03-27 18:30 | accepted on the 26th
Mon 2026-03-23 12:00 | 1 working day | Fri 2026-03-27 18:30 | on the holiday: accepted on the 26th
Fri 2026-02-20 10:00 | 30 calendar days | Thu 2026-03-26 18:30 | ends on Sunday the 22nd; 22-25 off
Thu 2025-03-20 10:00 | 1 working day | Wed 2025-03-26 18:30 | 21-23, and 24 25 for Saturday and Sunday
Wed 2024-03-20 17:00 | 2 working days | Wed 2024-03-27 18:30 | 21-23, 25 for Saturday; 26 27
Fri 2027-03-19 10:00 | 1 working day | Thu 2027-03-25 18:30 | 21-23, 24 for Sunday

# Constitution Day moves from 30 August to 15 March
Fri 2025-08-29 10:00 | 1 working day | Tue 2025-09-02 18:30 | Saturday 30 August gave Monday off
Fri 2026-03-13 10:00 | 1 working day | Mon 2026-03-16 18:30 | 15 March 2026 was no holiday yet
Fri 2026-08-28 10:00 | 1 working day | Mon 2026-08-31 18:30 | Sunday 30 August 2026 was none any more
Fri 2027-03-12 10:00 | 1 working day | Tue 2027-03-16 18:30 | Monday 15 March 2027 is one

# New Year and Christmas
Tue 2025-12-30 10:00 | 3 working days | Tue 2026-01-06 18:30 | 31; 1 2 off; 5 6
Tue 2025-12-30 10:00 | 4 working days | Thu 2026-01-08 18:30 | 7 January off
Wed 2025-12-31 18:00 | 1 hour | Mon 2026-01-05 09:30 | half an hour in each year
Fri 2023-12-29 10:00 | 1 working day | Wed 2024-01-03 18:30 | 30 31 weekend, 1 2 off
Fri 2024-01-05 10:00 | 1 working day | Mon 2024-01-08 18:30 | Christmas on a Sunday does not move
Thu 2026-12-31 10:00 | 1 working day | Tue 2027-01-05 18:30 | 1 2 3; 4 for Saturday the 2nd
Thu 2026-12-31 10:00 | 3 working days | Fri 2027-01-08 18:30 | 5 6, 7 off, 8
Tue 2026-12-01 10:00 | 30 calendar days | Thu 2026-12-31 18:30 | the last day of the year
Wed 2026-12-02 10:00 | 30 calendar days | Tue 2027-01-05 18:30 | ends on 1 January; 1-4 off

# The single zone of 1 March 2024, and the leap day
Wed 2024-02-28 10:00 | 1 working day | Thu 2024-02-29 18:30 | the leap day is a day
Wed 2024-02-28 10:00 | 2 calendar days | Fri 2024-03-01 18:30 | 29 February, 1 March
Thu 2024-02-29 10:00 | 1 working day | Fri 2024-03-01 18:30 | clocks went back in the night
Thu 2024-02-29 18:00 | 1 hour | Fri 2024-03-01 09:30 | office time, not the 25 hours of the night
Thu 2024-02-29 23:30 | 20 minutes | Fri 2024-03-01 09:20 | in the hour that came twice
Thu 2024-02-29 10:00 | 15 working days | Wed 2024-03-27 18:30 | 1, 4-7 (5), 11-15 (10), 18-20 (13), 26 27
Thu 2024-02-29 10:00 | 30 calendar days | Mon 2024-04-01 18:30 | ends on Saturday 30 March
Fri 2025-02-28 10:00 | 1 calendar day | Mon 2025-03-03 18:30 | no leap day: ends on Saturday 1 March
Mon 2028-02-28 10:00 | 1 working day | Tue 2028-02-29 18:30 | the next leap day

# May holidays and the decreed transfer of 2024: Saturday the 4th worked, Wednesday the 8th off
Thu 2024-05-02 10:00 | 2 working days | Sat 2024-05-04 18:30 | 3, and Saturday the 4th by decree
Fri 2024-05-03 10:00 | 3 working days | Fri 2024-05-10 18:30 | 4 6; 7 8 9 off; 10
Sat 2024-05-04 18:00 | 1 hour | Mon 2024-05-06 09:30 | the worked Saturday keeps office hours
Sat 2024-05-04 10:00 | 1 working day | Mon 2024-05-06 18:30 | accepted on the worked Saturday
Mon 2024-05-06 18:00 | 1 hour | Fri 2024-05-10 09:30 | 7, 8 by decree, 9
Tue 2024-05-07 10:00 | 1 working day | Mon 2024-05-13 18:30 | accepted on the 10th
Mon 2024-05-06 10:00 | 2 calendar days | Fri 2024-05-10 18:30 | ends on the 8th, off by decree
Thu 2026-04-30 10:00 | 5 working days | Tue 2026-05-12 18:30 | 1 off; 4 5 6; 7 off; 8; 11 for the 9th; 12
Fri 2026-04-10 10:00 | 29 calendar days | Tue 2026-05-12 18:30 | ends on Saturday 9 May; 11 for it

# The decreed transfer of 2025: Sunday 5 January worked, Friday 3 January off
Tue 2024-12-31 10:00 | 1 working day | Sun 2025-01-05 18:30 | 1 2, 3 by decree, 4; the Sunday is worked
Tue 2024-12-31 10:00 | 3 working days | Wed 2025-01-08 18:30 | 5 6, 7 off, 8
Thu 2025-01-02 10:00 | 1 working day | Mon 2025-01-06 18:30 | accepted on the worked Sunday
Sun 2025-01-05 10:00 | 2 hours | Sun 2025-01-05 12:00 | an office day like any other

# Kurban Ait, which does not move
Fri 2024-06-14 10:00 | 1 working day | Mon 2024-06-17 18:30 | a Sunday: nothing is given for it
Thu 2025-06-05 10:00 | 1 working day | Mon 2025-06-09 18:30 | Friday off
Tue 2026-05-26 10:00 | 1 working day | Thu 2026-05-28 18:30 | Wednesday off
Tue 2026-05-26 17:30 | 2 hours | Thu 2026-05-28 10:00 | 1 h before, 1 h after
Wed 2026-05-27 10:00 | 20 minutes | Thu 2026-05-28 09:20 | on the day itself
Tue 2026-05-26 10:00 | 1 calendar day | Thu 2026-05-28 18:30 | ends on the day off
Tue 2026-05-26 10:00 | 2 calendar days | Thu 2026-05-28 18:30 | the day off is counted like any other

# Other state holidays
Fri 2026-07-03 10:00 | 1 working day | Tue 2026-07-07 18:30 | Capital Day on Monday
Fri 2024-07-05 10:00 | 1 working day | Tue 2024-07-09 18:30 | Capital Day on Saturday gave Monday
Fri 2026-10-23 10:00 | 1 working day | Tue 2026-10-27 18:30 | Republic Day on Sunday gave Monday
Tue 2026-12-15 10:00 | 1 working day | Thu 2026-12-17 18:30 | Independence Day on Wednesday

# The day of acceptance is not counted
Wed 2026-03-18 10:00 | 15 working days + | Mon 2026-04-13 18:30 | the general rule left it out already
Mon 2026-02-02 10:00 | 13 working days + | Thu 2026-02-19 18:30 | 3-6 (4), 9-13 (9), 16-19
Mon 2026-02-02 10:00 | 15 minutes + | Tue 2026-02-03 09:15 | not a minute of the day runs
Fri 2026-03-20 10:00 | 2 hours + | Thu 2026-03-26 11:00 | from the next opening, after Nauryz
Fri 2026-02-06 20:00 | 1 working day + | Mon 2026-02-09 18:30 | accepted on Friday evening elsewhere
Sat 2026-02-07 10:00 | 1 working day + | Mon 2026-02-09 18:30 | accepted on Saturday elsewhere
Sat 2026-02-07 10:00 | 5 calendar days + | Thu 2026-02-12 18:30 | 8 9 10 11 12
"""


class Case(NamedTuple):
    start: datetime
    term: str
    first_day_excluded: bool
    due: datetime
    how: str


def _moment(text: str) -> datetime:
    weekday, stamp = text.split(" ", 1)
    moment = datetime.fromisoformat(stamp).replace(tzinfo=ALMATY)
    assert moment.strftime("%a") == weekday, f"{stamp} is no {weekday}"
    return moment


def _case(line: str) -> Case:
    start, term, expected, how = (part.strip() for part in line.split("|"))
    return Case(_moment(start), term.removesuffix("+").strip(), term.endswith("+"), _moment(expected), how)


CASES = [_case(line) for line in TABLE.splitlines() if line and not line.startswith("#")]


def test_at_least_eighty_cases_were_counted_by_hand() -> None:
    assert len(CASES) >= 80
    assert len({(case.start, case.term, case.first_day_excluded) for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.start:%Y-%m-%dT%H:%M} {case.term}: {case.how}"
)
def test_the_clock_counts_as_a_person_with_a_calendar_does(case: Case) -> None:
    term = Term(parse_amount(case.term), case.start, case.first_day_excluded)
    assert due(term, OFFICE).moment.isoformat() == case.due.isoformat()
