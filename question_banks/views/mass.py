"""The pages of mass acts: what would happen to each question, then the act."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import permission
from core.languages import NAMES, Text, _, _l, ngettext
from core.refusals import NotFound, Refusal
from question_banks import queries
from question_banks.actions.mass import KEEPING, MOST, REVIEWING, Act, Result, perform, preview
from question_banks.content import LANGUAGES
from question_banks.kind_words import DIFFICULTIES
from question_banks.models import Bank
from question_banks.search import Wanted, numbers_of
from question_banks.views import blueprint
from question_banks.views.finding import bank_here, opening_of

TITLES: dict[str, Text] = {
    "approve": _l("Approve"),
    "check": _l("Check a language"),
    "suspend": _l("Suspend"),
    "return": _l("Return to use"),
    "retire": _l("Retire"),
    "topic": _l("Move to another topic"),
    "difficulty": _l("Set the difficulty"),
    "label": _l("Add a label"),
}


@blueprint.post("/banks/<code>/mass/review")
@permission("banks.review")
def mass_review(code: str) -> ResponseReturnValue:
    """Approve or check many."""
    return _mass(bank_here(code), REVIEWING, "question_banks.mass_review")


@blueprint.post("/banks/<code>/mass/keep")
@permission("banks.manage")
def mass_keep(code: str) -> ResponseReturnValue:
    """Suspend, return, retire, move or label many."""
    return _mass(bank_here(code), KEEPING, "question_banks.mass_keep")


def _mass(bank: Bank, known: frozenset[str], endpoint: str) -> ResponseReturnValue:
    sent = request.form
    act = Act(
        verb=sent.get("verb", ""), value=sent.get("value", "")[:200], reason=sent.get("reason", "")[:2000]
    )
    if act.verb not in known:
        raise NotFound
    numbers = _numbers(bank)
    if not numbers:
        raise Refusal(
            _("No question is picked."), next_step=_("Tick questions in the list first."), status=422
        )
    if sent.get("step") == "do":
        done = perform(numbers, bank.id, act)
        flash(ngettext("Done for %(num)s question.", "Done for %(num)s questions.", len(done.lawful)), "ok")
        return redirect(url_for("question_banks.bank", code=bank.code))
    ready = act.verb not in {"suspend", "retire"} or bool(act.reason.strip())
    ready = ready and (act.verb not in {"check", "topic", "difficulty", "label"} or bool(act.value.strip()))
    result = preview(numbers, bank.id, act) if ready else None
    bank = bank_here(bank.code)
    return render_template(
        "question_banks/mass.html",
        bank=bank,
        act=act,
        title=TITLES[act.verb],
        endpoint=endpoint,
        numbers=numbers,
        rows=_rows(numbers, result),
        lawful=len(result.lawful) if result else 0,
        ready=ready,
        most=MOST,
        values=_values(bank, act.verb),
    )


def _numbers(bank: Bank) -> list[int]:
    """The questions that were ticked, or all that the search of the page finds."""
    if request.form.get("all"):
        wanted = Wanted.read(dict(parse_qsl(request.form.get("query", "")[:2000])))
        return numbers_of(bank.id, wanted, MOST)
    ticked = (one for one in request.form.getlist("pick") if one.isdecimal() and len(one) < 18)
    return sorted({int(one) for one in ticked})[:MOST]


def _rows(numbers: list[int], result: Result | None) -> list[dict[str, Any]]:
    found = queries.questions_by_id(numbers)
    whys = {one.question_id: one.why for one in result.outcomes} if result else {}
    return [
        {"key": one.key, "words": opening_of(one)[0], "why": whys.get(one.id), "known": one.id in whys}
        for one in found
    ]


def _values(bank: Bank, verb: str) -> list[tuple[str, Text]]:
    """What the act asks to choose from."""
    if verb == "check":
        return [(one, NAMES[one][1]) for one in LANGUAGES]
    if verb == "difficulty":
        return list(DIFFICULTIES.items())
    if verb == "topic":
        return [(str(one.id), one.path) for one in queries.topics_of(bank.id)]
    return []
