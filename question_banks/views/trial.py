"""A whole paper as a candidate would see it, drawn by the blueprint to try; never one of a sealed set."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.languages import _l
from core.refusals import Refusal
from question_banks.actions.sealing import CannotDraw
from question_banks.blueprint_reading import blueprint_now, find_plan
from question_banks.trial_papers import trial_paper
from question_banks.views import blueprint as pages
from question_banks.views.blueprints import language_asked, tried
from question_banks.views.papers_shown import sections_shown

_MARK = re.compile(r"[0-9a-f]{8}")


@pages.get("/blueprints/<code>/trial")
@permission("blueprints.try")
def trial(code: str) -> ResponseReturnValue:
    """A trial paper in one language; the address keeps which one, so that it can be printed and shown again."""
    plan = find_plan(code, signed_in().actor())
    mark = request.args.get("paper", "")
    if not _MARK.fullmatch(mark):
        asked = {key: request.args[key] for key in ("language", "size") if key in request.args}
        address = url_for("question_banks.trial", code=code, paper=secrets.token_hex(4))
        return redirect(f"{address}&{urlencode(asked)}" if asked else address)
    held = blueprint_now(plan)
    if held is None or not held.size:
        raise Refusal(_l("This blueprint asks for no question yet, so that there is nothing to try."))
    language = language_asked(held.languages)
    places = all_or_nothing(lambda: trial_paper(plan, held, mark), CannotDraw)
    if isinstance(places, CannotDraw):
        return render_template("question_banks/trial_not_drawn.html", plan=plan, tried=tried(plan, held, 1))
    return render_template(
        "question_banks/trial.html",
        plan=plan,
        blueprint=held,
        sections=sections_shown(places, held, language),
        language=language,
        mark=mark,
        large=request.args.get("size") == "large",
    )
