"""The reading file on a candidate: the page, everything as one archive, one paper alone."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.specialty_branches import BRANCHES
from applications.actions import course
from applications.case_reading import in_words
from applications.questions import CATEGORIES
from commissions.actions import reading
from commissions.reading_file import reading_file
from commissions.views import blueprint
from core.access import permission
from core.files import send_file
from core.languages import NAMES, current_language, long_moment


@blueprint.get("/commissions/interviews/<int:interview_id>/reading-file")
@permission("reading_files.read")
def reading_file_page(interview_id: int) -> ResponseReturnValue:
    """The application, its papers, the test by its sections."""
    held = reading_file(interview_id, signed_in().actor())
    case, meeting = held.case, held.slot.meeting
    return render_template(
        "commissions/reading_file.html",
        held=held,
        case=case,
        meeting=meeting,
        service=in_words(course.edition_of(case).title),
        kind=BRANCHES[case.examination_kind] if case.examination_kind else None,
        category=CATEGORIES[case.category] if case.category else None,
        spoken=NAMES[case.interview_language][1] if case.interview_language else None,
        begins=long_moment(held.slot.starts_at, meeting.office.zone),
        submitted=long_moment(case.submitted_at, meeting.office.zone),
        entered=long_moment(held.profile.result.entered_at, meeting.office.zone) if held.profile else "",
        language=current_language(),
    )


@blueprint.post("/commissions/interviews/<int:interview_id>/reading-file.zip")
@permission("reading_files.read")
def take_reading_file(interview_id: int) -> Response:
    """Everything as one archive; that it was taken is written down."""
    name, content = reading.take(interview_id)
    answer = Response(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/commissions/interviews/<int:interview_id>/reading-file/papers/<int:document_id>")
@permission("reading_files.read")
def take_paper(interview_id: int, document_id: int) -> Response:
    """One paper as it was brought; that it was taken is written down."""
    return send_file(reading.take_paper(interview_id, document_id))
