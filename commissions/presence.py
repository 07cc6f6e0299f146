"""Whether a candidate comes before the commission, and what they bring. Pure: the texts of the services say it.

Where a text speaks of an interview, or has the applicant told of its place and time, the candidate is there and is
identified. Where the commission sits over a report alone, nobody is asked to come, and so nobody can be absent.
"""

from __future__ import annotations

from regulations.kinds import InterviewForm, NoticeAbout
from regulations.model import Edition, Notice


def candidate_comes(edition: Edition) -> bool:
    """Whether the text has the candidate before the commission."""
    spoken = any(step.form is InterviewForm.INTERVIEW for step in edition.steps)
    return spoken or any(one.about is NoticeAbout.INTERVIEW for step in edition.steps for one in step.notices)


def notice_of_interview(edition: Edition) -> Notice | None:
    """What the text says of telling place, date and time; its early announcements are others' to make."""
    return next(
        (
            one
            for step in edition.steps
            for one in step.notices
            if one.about is NoticeAbout.INTERVIEW and not one.provisional
        ),
        None,
    )
