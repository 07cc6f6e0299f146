"""From the order on an external evaluation to the experts' report: official, head, the expert on a telephone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from accounts.roles import Role
from commissions.models import Evaluation
from core.database import db
from tests.commissions.evaluating import sheet, some_rows
from tests.core.file_samples import pdf
from tests.journeys import walk_order
from tests.journeys.hands import Hands
from tests.journeys.testing import number_in
from tests.journeys.walk import Walk, day_of
from tests.journeys.walk_signatures import sign_by_the_key_here

DAYS = timedelta(days=10)


def ordered(walk: Walk) -> str:
    """The order names the expert and the days; approved and signed, it opens the evaluation; where that is kept."""
    office = walk.standing().office_id
    official, expert = (
        walk.at_desk(Role.RESPONSIBLE_OFFICIAL, office),
        walk.person(Role.EXPERT_MEMBER, office),
    )
    official.open("/desk")
    official.press('main a[href^="/orders/new?"]')
    for box in official.page.locator('main input[name="cases"]').all():
        box.check()
    official.send()
    order = number_in(official.page.url)
    official.press(f'main a[href="/orders/{order}/people"]')
    now = walk.clock.now()
    official.choose("chair", expert.id)
    official.fill(from_day=day_of(now), until_day=day_of(now + DAYS))
    official.send()
    official.press('form[action$="/send"] button')
    walk_order.approve(walk.at_desk(Role.HEAD, office), order)
    walk_order.open_signing(walk, official, order)
    sign_by_the_key_here(walk, walk.person(Role.HEAD, office))
    with walk.app.app_context():
        return f"/evaluations/{db.session.scalars(select(Evaluation.id)).one()}"


def planned(walk: Walk, address: str, folder: Path) -> None:
    """The official brings the standards of the act in, chooses them, and tells the organisation of the visit."""
    official = walk.at_desk(Role.RESPONSIBLE_OFFICIAL, walk.office_ids[-1])
    official.open("/evaluations")
    official.press(f'main a[href="{address}"]')
    official.press(f'main a[href="{address}/choose"]')
    official.press('main a[href="/standards/bring"]')
    act, table = folder / "act.pdf", folder / "standards.xlsx"
    act.write_bytes(pdf())
    table.write_bytes(sheet(some_rows()))
    official.fill(
        name_kk="Аккредиттеу стандарттары", name_ru="Стандарты аккредитации", act="№ 314, 05.06.2025"
    )
    official.fill(partly_percent="50")
    official.page.set_input_files("#act_file", act)
    official.page.set_input_files("#file", table)
    official.send()
    official.open(f"{address}/choose")
    official.choose("standards")
    official.send()
    official.press(f'main a[href="{address}/visit"]')
    official.fill(day=day_of(walk.clock.now()), place="Көкшетау, Абай көшесі, 1", programme="Обход отделений")
    official.send()


def reported(walk: Walk, address: str) -> None:
    """The expert declares, marks every standard at the organisation, and concludes."""
    expert = walk.sits(walk.person(Role.EXPERT_MEMBER, walk.office_ids[-1]), "phone")
    expert.open("/desk")
    expert.press(f'main a[href="{address}"]')
    expert.press(f'main a[href="{address}/declare"]')
    expert.choose("conflict", "no")
    expert.send()
    expert.open(f"{address}/standards")
    expert.press(f'main a[href^="{address}/standards/"]')
    for mark in ("met", "partly", "met"):
        marked(expert, mark)
    expert.open(address)
    expert.press(f'main a[href="{address}/conclude"]')
    expert.choose("verdict", "positive")
    expert.fill(conclusion_kk="Ұйым дайын.", conclusion_ru="Организация готова.")
    expert.send()
    assert expert.download(f'main a[href="{address}/report.pdf"]').startswith(b"%PDF")


def marked(expert: Hands, mark: str) -> None:
    """One standard, with a remark where it is not met wholly; the page leads on to the next."""
    expert.choose("mark", mark)
    if mark == "partly":
        expert.fill(remark="План утверждён не полностью")
    expert.press("form[data-autosave] button")
