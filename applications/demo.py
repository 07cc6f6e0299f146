"""Invented applications for the demo, so that each desk is alive: at several steps, some late, some refused.

Everything is done by the verbs that real people use, in the names of the demo's people: on days before today, and what
is signed today. A day's work is committed as a day's work. Nothing of it comes near a production installation.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.models import Account
from applications.demo_filler import Filler
from applications.demo_plan import PLAN, REFUSED
from applications.demo_steps import refuse
from applications.models import Case
from core.clock import frozen, now
from core.database import db
from core.settings import Settings


def fill_demo(settings: Settings) -> bool:
    """Fill in the demo's applications and commit; False where there are some already, or no people for them."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    known = db.session.scalar(select(Account.id).where(Account.login == "clerk"))
    if known is None or db.session.scalar(select(Case.id).limit(1)) is not None:
        return False
    today = now()
    filler = Filler()
    for planned in sorted(PLAN, key=lambda one: -one.ago):
        with frozen(working_morning(today, planned.ago)):
            case = filler.fill(planned)
            db.session.commit()
        if planned.goal >= REFUSED:
            refuse(case, planned.goal, settings)
            db.session.commit()
    return True


def working_morning(today: datetime, ago: int) -> datetime:
    """Eleven o'clock so many days ago, on a working day; today: the present moment."""
    if ago == 0:
        return today
    local = today.astimezone(ZoneInfo("Asia/Almaty")).replace(hour=11, minute=0, second=0, microsecond=0)
    day = local - timedelta(days=ago)
    return day - timedelta(days=max(0, day.weekday() - 4))
