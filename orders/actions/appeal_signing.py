"""The decision of an appeal commission is drawn as a paper and signed by all who heard it, each by their key."""

from __future__ import annotations

import io

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.models import Account
from accounts.roles import Role
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningSheet
from accounts.signing_queries import deeds_of, sheet_of
from core.canonical import canonical, digest
from core.clock import now
from core.database import db
from core.files import read_file, store_file
from core.holding import held
from core.languages import _l
from core.pdf import render_pdf
from core.refusals import Refusal
from core.views import settings
from orders import appeal_notices, appeal_queries
from orders.actions.appealing import locked, note, of_own_office
from orders.appeal_paper import TEMPLATE, facts_of
from orders.models import Appeal, AppealDecision, AppealPaper
from regulations.words import Words

KIND = appeal_queries.SHEET
_CAPACITY = Words(
    "Апелляциялық комиссия мүшесі", "Член апелляционной комиссии", "Member of the appeal commission"
)


def draw(appeal: Appeal, decision: AppealDecision) -> AppealPaper:
    """Freeze what was decided, print it, and send it to be signed by everybody who heard the appeal."""
    hearers = appeal_queries.hearers_of(appeal.id)
    facts = facts_of(appeal, decision, hearers)
    mark = digest(facts)
    pdf = render_pdf(TEMPLATE, facts | {"digest": mark}, specimen=settings().specimen)
    made = AppealPaper(
        appeal_id=appeal.id,
        facts=canonical(facts),
        digest=mark,
        file_id=store_file(io.BytesIO(pdf), f"appeal-{appeal.spelled_number}.pdf").id,
        drawn_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _open(appeal, made)
    return made


def _open(appeal: Appeal, paper: AppealPaper) -> SigningSheet:
    number = appeal.spelled_number
    return signing.open_sheet(
        NewSheet(
            kind=KIND,
            subject_id=appeal.id,
            office_id=appeal.office_id,
            title=Words(
                f"{number} апелляциясы бойынша шешім",
                f"Решение по апелляции {number}",
                f"Decision on appeal {number}",
            ),
            document=read_file(paper.file),
            name=paper.file.name,
            places=tuple(_place(one) for one in appeal_queries.hearers_of(appeal.id)),
        )
    )


def _place(hearer: Account) -> Place:
    return Place(hearer.id, _CAPACITY, Role.APPEAL_MEMBER)


def send_again(appeal_id: int) -> SigningSheet:
    """Send the same paper anew after somebody refused to sign it; nothing is carried out meanwhile."""
    found = sheet_of(KIND, of_own_office(appeal_id).id)
    # A sheet is held before the case.
    sheet = held(SigningSheet, found.id) if found else None
    appeal, paper = locked(appeal_id), db.session.get(AppealPaper, appeal_id)
    refused = next((one for one in deeds_of(sheet.id) if one.what == "refused"), None) if sheet else None
    if sheet is None or paper is None or refused is None:
        raise Refusal(_l("The decision on this appeal is not to be sent anew."))
    signing.withdraw(sheet.id, refused.reason or "")
    return _open(appeal, paper)


def when_signed(sheet: SigningSheet, done: SigningDone) -> None:
    """Everybody has signed: the applicant finds the paper in the cabinet, and a granted appeal is carried out."""
    appeal = held(Appeal, sheet.subject_id)
    note(appeal, "sign", {"file": done.digest})
    appeal_notices.tell_signed(appeal)


register(KIND, Hooks(when_signed=when_signed))
