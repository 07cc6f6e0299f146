"""The pages of lists: a bank searched and narrowed, the views that somebody keeps, faults of a bank, acts."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.door import signed_in
from accounts.models import Account
from core.access import permission
from core.database import db
from core.incoming import asked_text
from core.languages import LANGUAGES, NAMES, Text, _, _l
from core.refusals import NotFound
from question_banks import queries
from question_banks.actions.saved_views import forget_view, keep_view
from question_banks.duplicates import duplicates_in
from question_banks.faults import OF_THE_KEY, WEIGHTS
from question_banks.forms import ViewForm
from question_banks.kind_words import DIFFICULTIES, KINDS, LANGUAGE_STATES, LEVELS, STATES
from question_banks.models import Bank, SavedView, StoredQuestion
from question_banks.overview import fault_codes, faults_in, overview_of
from question_banks.search import COUNTED, Wanted, acts, page_of
from question_banks.views import blueprint
from question_banks.views.finding import bank_here, list_row, may_see_keys
from question_banks.words import FAULT_NAMES

Options = list[tuple[str, Text]]


@blueprint.get("/banks/<code>")
@permission("banks.read")
def bank(code: str) -> ResponseReturnValue:
    """A bank: its questions, searched and narrowed; the wishes stay in the address."""
    held = bank_here(code)
    wanted = Wanted.read(request.args)
    if wanted.fault in OF_THE_KEY and not may_see_keys():
        raise NotFound
    found = page_of(held.id, wanted)
    faults = {
        number: [code for code in codes if may_see_keys() or code not in OF_THE_KEY]
        for number, codes in fault_codes([row.id for row in found.rows]).items()
    }
    here = url_for("question_banks.bank", code=held.code)
    return render_template(
        "question_banks/bank.html",
        bank=held,
        overview=overview_of([held])[0],
        wanted=wanted,
        rows=[list_row(row, faults) for row in found.rows],
        count=found.count,
        counted=COUNTED,
        more=f"{here}?{wanted.address(before=str(found.more))}" if found.more else None,
        first=f"{here}?{wanted.address(before='')}" if wanted.before else None,
        here=here,
        choices=choices_for(held),
        views=_views_of(held),
        view_form=ViewForm(formdata=None, query=wanted.address(before="")),
        fault_names=FAULT_NAMES,
    )


def choices_for(bank: Bank) -> dict[str, Options]:
    """What each filter offers."""
    languages = [
        (f"{language}:{state}", f"{NAMES[language][0]}: {word}")
        for language in LANGUAGES
        for state, word in LANGUAGE_STATES.items()
    ]
    authors = db.session.scalars(
        select(Account)
        .where(Account.id.in_(select(StoredQuestion.author_id).where(StoredQuestion.bank_id == bank.id)))
        .order_by(Account.sort_key)
    )
    topics = queries.topics_of(bank.id)
    return {
        "topic": [
            ("", _l("All topics")),
            *((str(one.id), "\u2003" * one.path.count("/") + one.title) for one in topics),
            ("none", _l("without a topic")),
        ],
        "state": [("", _l("All states")), *STATES.items(), ("waiting", _l("an edition waits for review"))],
        "kind": [("", _l("All kinds")), *KINDS.items()],
        "difficulty": [("", _l("Any difficulty")), *DIFFICULTIES.items(), ("none", _l("not said yet"))],
        "level": [("", _l("Any level")), *LEVELS.items(), ("none", _l("not said yet"))],
        "language": [("", _l("Any state of languages")), *languages],
        "fault": [
            ("", _l("With and without faults")),
            ("any", _l("with any fault")),
            ("error", _l("with a fault that stands in the way")),
            *((code, FAULT_NAMES[code]) for code in WEIGHTS if may_see_keys() or code not in OF_THE_KEY),
        ],
        "author": [("", _l("All authors")), *((str(one.id), one.name) for one in authors)],
    }


def _views_of(bank: Bank) -> list[dict[str, Any]]:
    mine = db.session.scalars(
        select(SavedView)
        .where(SavedView.account_id == signed_in().account.id, SavedView.bank_id == bank.id)
        .order_by(SavedView.name)
    )
    here = url_for("question_banks.bank", code=bank.code)
    return [{"id": one.id, "name": one.name, "url": f"{here}?{one.query}"} for one in mine]


@blueprint.post("/banks/<code>/views")
@permission("banks.read")
def save_view(code: str) -> ResponseReturnValue:
    """Keep the search of this page under a name."""
    held, form = bank_here(code), ViewForm()
    query = Wanted.read(dict(parse_qsl((form.query.data or "")[:2000]))).address(before="")
    if form.validate_on_submit():
        keep_view(held, form.name.data, query)
        flash(_("The view is kept."), "ok")
    else:
        flash(_("Give the view a name."), "bad")
    return redirect(f"{url_for('question_banks.bank', code=held.code)}?{query}")


@blueprint.post("/banks/<code>/views/<int:view_id>/forget")
@permission("banks.read")
def drop_view(code: str, view_id: int) -> ResponseReturnValue:
    """Forget a kept search."""
    held = bank_here(code)
    forget_view(view_id)
    return redirect(url_for("question_banks.bank", code=held.code))


@blueprint.get("/banks/<code>/faults")
@permission("banks.read")
def bank_faults(code: str) -> ResponseReturnValue:
    """The faults of a whole bank, and questions that ask the same."""
    held = bank_here(code)
    here = url_for("question_banks.bank", code=held.code)
    return render_template(
        "question_banks/faults.html",
        bank=held,
        rows=[
            {
                "name": FAULT_NAMES.get(one.code, one.code),
                "error": one.weight == "error",
                "count": one.questions,
                "url": f"{here}?{Wanted(fault=one.code).address()}",
            }
            for one in faults_in(held.id)
            if may_see_keys() or one.code not in OF_THE_KEY
        ],
        twins=duplicates_in(held.id),
    )


@blueprint.get("/banks/acts")
@permission("banks.read")
def acts_page() -> ResponseReturnValue:
    """Which questions rest on this act?"""
    words = asked_text("act")
    seen = {bank.id: bank for bank in queries.banks(signed_in().actor(), closed=True)}
    rows = [
        {
            "act": one.act,
            "bank": seen[one.bank_id],
            "count": one.questions,
            "url": f"{url_for('question_banks.bank', code=seen[one.bank_id].code)}?{Wanted(act=one.act).address()}",
        }
        for one in acts(list(seen), words)
    ]
    return render_template("question_banks/acts.html", rows=rows, words=words)
