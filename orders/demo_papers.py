"""The demo's licences and tickets: one waits to be drawn, one to be signed, one to be issued, two are issued."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.demo_hands import sign_all
from accounts.signing_queries import sheet_of
from applications.models import Case
from commissions.demo import actor_of
from core.actor import Actor, acting
from core.database import db
from core.settings import Settings
from orders import paper_content, paper_queries
from orders.actions import drawing, issuing
from orders.actions.issuing import Copied
from orders.models import ResultPaper
from orders.models.papers import KIND
from orders.paper_content import Wanted

ANNEX = (
    "Амбулаториялық-емханалық көмек, терапия: Көкшетау қ., Абай көшесі, 1",
    "Зертханалық диагностика, жалпы клиникалық зерттеулер: Көкшетау қ., Абай көшесі, 1",
)


def fill_demo(settings: Settings) -> bool:
    """Take licences from their checked documents to the register and commit; False where there is a paper already."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(ResultPaper.id).limit(1)) is not None:
        return False
    official, head, clerk, statistics = (
        actor_of(login) for login in ("official-akmola", "head-akmola", "clerk-akmola", "statistics")
    )
    _waiting, *cases = paper_queries.to_draw(official)
    drawn = [_drawn(case, official) for case in cases[:4]]
    for paper in drawn[1:]:
        _signed(paper, settings)
    for paper in drawn[2:]:
        with acting(clerk):
            issuing.issue(paper.id)
    if drawn[2:]:
        with acting(clerk):
            issuing.give_copy(
                drawn[2].id, Copied(head.name, True, drawn[2].case.person.name, "№ 012345678 жеке куәлік")
            )
    _tickets(statistics, settings)
    db.session.commit()
    return True


def _drawn(case: Case, official: Actor) -> ResultPaper:
    grant = paper_content.signatories(case)[0]
    with acting(official):
        return drawing.draw(case.id, Wanted(grant.id, ANNEX))


def _signed(paper: ResultPaper, settings: Settings) -> None:
    sheet = sheet_of(KIND, paper.id)
    assert sheet is not None
    sign_all(sheet.id, settings)


def _tickets(statistics: Actor, settings: Settings) -> None:
    """The first ticket given on paper is given as an electronic document too; it is issued with its signature."""
    cases: Sequence[Case] = paper_queries.tickets_to_draw(statistics)
    for case in cases[:1]:
        with acting(statistics):
            paper = drawing.draw(case.id, Wanted(statistics.grant_id or 0))
        _signed(paper, settings)
