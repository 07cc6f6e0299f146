"""The holder of a paper is heard on the result that was lowered, before anything is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from orders.lowered import hearing_on, lowered_result
from orders.models import HolderHearing, ResultPaper


@dataclass(frozen=True, slots=True)
class Heard:
    """How, when, and what was said; of one who did not come, how they were asked to."""

    how: str
    said: str
    day: date


def hear(paper_id: int, heard: Heard) -> HolderHearing:
    """Write down how the holder was heard; once for each lowered result."""
    paper = held(ResultPaper, paper_id)
    if paper.office_id != current_actor().office_id:
        raise NotFound
    result = lowered_result(paper)
    if result is None:
        raise Refusal(_l("The result on which this paper rests was not lowered: there is nothing to hear."))
    if hearing_on(paper, result) is not None:
        raise Refusal(_l("The holder has been heard on this already."))
    if not heard.said.strip():
        raise RefusedFact("said", _l("Write what the holder said, or how they were asked to come."))
    if heard.day > now().astimezone(ZoneInfo(paper.office.zone)).date():
        raise RefusedFact("day", _l("This day has not come yet."))
    made = HolderHearing(
        paper_id=paper.id,
        result_id=result.id,
        how=heard.how,
        said=heard.said.strip(),
        heard_on=heard.day,
        recorded_by=current_actor().account_id,
        recorded_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "orders:result_paper:hear_holder",
        subject=("result_paper", paper.id),
        office_id=paper.office_id,
        new={"how": made.how, "result": result.id},
        personal={"said": made.said},
    )
    return made


def demand_heard(paper: ResultPaper) -> None:
    """Nothing ends because of a lowered result before its holder was heard."""
    result = lowered_result(paper)
    if result is not None and hearing_on(paper, result) is None:
        raise Refusal(
            _l("The result of paper %(number)s was lowered: hear its holder first.", number=paper.number),
            next_step=_l("Open the paper and write down how the holder was heard."),
        )
