"""Was the page still true when its button was pressed? If not, it says who acted meanwhile, and nothing is written."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy import select

from accounts.roles import ROLE_NAMES, Role
from applications.models import Case, CaseStep
from core.database import db
from core.languages import _l, current_language, short_moment
from core.refusals import Refusal
from regulations.catalogue import catalogue


def still(case: Case, version: str | int | None) -> None:
    """Refuse what was decided on a page that somebody else's act has made out of date."""
    if str(version or "") == str(case.version):
        return
    _refuse(case)


def _refuse(case: Case) -> NoReturn:
    last = db.session.scalar(
        select(CaseStep)
        .where(CaseStep.case_id == case.id, CaseStep.ended_at.is_not(None))
        .order_by(CaseStep.id.desc())
        .limit(1)
    )
    if last is None or last.ended_at is None or last.actor_role not in set(Role):
        sentence = _l("This case was changed while the page was open. Nothing of yours was written.")
    else:
        step = catalogue().edition(case.edition_id).step(last.step)
        sentence = _l(
            "While the page was open, somebody acted on this case: “%(step)s”, %(role)s, %(when)s. "
            "Nothing of yours was written.",
            step=getattr(step.name, current_language()),
            role=ROLE_NAMES[Role(last.actor_role)],
            when=short_moment(last.ended_at, case.office.zone),
        )
    raise Refusal(sentence, next_step=_l("Open the case again and look at what has changed."), stale=True)
