"""The papers of a case's test, beside those of the case itself: the admission ticket, the records of its halls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.way_in import way_in
from applications.models import Case
from core.languages import Text, _l
from exam import queries
from exam.models import SittingPlace
from exam.result_queries import records_of


@dataclass(frozen=True, slots=True)
class ExamPaperRow:
    """One paper: its name, when it was made, and where it opens for this reader."""

    name: Text
    made_at: datetime
    url: str = ""
    digest: str = ""


def exam_papers(case: Case) -> list[ExamPaperRow]:
    """The ticket while the case has its place, and the records of the halls in which it had one."""
    found: list[ExamPaperRow] = []
    place = queries.open_place_of(case.id)
    if place is not None:
        found.append(
            ExamPaperRow(
                _l("Admission ticket, sitting %(number)s", number=place.sitting.number),
                place.booked_at,
                way_in("exam.ticket_of_case", public_id=case.public_id),
            )
        )
    for one in queries.all_places_of(case.id):
        if one.released_at is None:
            found += _records(one)
    return found


def _records(place: SittingPlace) -> list[ExamPaperRow]:
    number = place.sitting.number
    return [
        ExamPaperRow(
            _l("Record of the hall No. %(number)s, sitting %(sitting)s", number=one.number, sitting=number),
            one.issued_at,
            way_in("exam.record_file", sitting_id=one.sitting_id, number=one.number),
            one.digest,
        )
        for one in records_of(place.sitting_id)
    ]
