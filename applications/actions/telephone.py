"""The telephonogram: a message by telephone, with whom, when and what was said."""

from __future__ import annotations

from datetime import datetime

from applications.actions import course
from applications.models import CaseNotice
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l, speaking
from core.languages import gettext as _
from core.refusals import Refusal


def note(case_id: int, spoken_to: str, spoken_at: datetime, body: str) -> CaseNotice:
    """Enter a telephone message; a call that lies in the future was not made."""
    case = course.locked(case_id)
    if spoken_at > now():
        raise Refusal(_l("This call lies in the future. Enter it when it has been made."), status=422)
    with speaking(case.language):
        subject = _("Telephone message in case %(number)s", number=case.number)
    notice = CaseNotice(
        case_id=case.id,
        about="status",
        medium="telephonogram",
        language=case.language,
        subject=subject,
        body=body,
        spoken_to=spoken_to,
        spoken_by=current_actor().account_id,
        spoken_at=spoken_at,
        created_at=now(),
    )
    db.session.add(notice)
    db.session.flush()
    record(
        "applications:telephonogram:note",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"notice": notice.id},
        personal={"spoken_to": spoken_to},
    )
    return notice
