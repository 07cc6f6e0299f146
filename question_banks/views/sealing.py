"""The pages that make and void sealed sets: draw and seal, give up, draw anew."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.queries import today
from accounts.roles import ROLE_NAMES, Role
from accounts.views.finding import carried_out
from accounts.views.visitor import form_page
from core.access import permission
from core.database import db
from core.languages import _
from question_banks.actions import sealing
from question_banks.blueprint_form import unpack_blueprint
from question_banks.blueprint_reading import current_edition, topic_names
from question_banks.blueprint_words import shortage_words
from question_banks.forms_blueprints import (
    AnewForm,
    ReasonForm,
    SealForm,
    whole,
)
from question_banks.models import BlueprintPlan, SealedSet
from question_banks.set_reading import (
    Holder,
    possible_holders,
    set_aside_in,
    shares_of,
)
from question_banks.views import blueprint as pages
from question_banks.views.blueprints import plan_here
from question_banks.views.sealed_sets import set_here

FAIRLY_RECENT = timedelta(days=365)


@pages.route("/blueprints/<code>/seal", methods=["GET", "POST"])
@permission("sets.seal")
def seal_set(code: str) -> ResponseReturnValue:
    """Draw papers and seal them for three holders."""
    plan = plan_here(code)
    holders = possible_holders(plan.office_id)
    form = SealForm(
        [(str(one.account.id), _holder_words(one)) for one in holders],
        data={"uses_since": _a_year_ago(plan), "reserves": "1"},
    )
    made: list[SealedSet] = []
    missing: list[str] = []

    def act() -> None:
        wanted = sealing.Wanted(
            whole(form.papers.data) or 0,
            whole(form.reserves.data) or 0,
            form.holder_ids,
            form.uses_since.data,
        )
        try:
            made.append(sealing.seal_set(plan, wanted))
        except sealing.CannotDraw as refusal:
            db.session.rollback()
            missing.extend(_missing(plan, refusal))

    if carried_out(form, act, {"holders": "holder_1"}) and made:
        flash(_("The papers are drawn and sealed. Print the sheet with the digest now."), "ok")
        return redirect(url_for("question_banks.sealed_set", set_id=made[0].id))
    answer = form_page(
        "question_banks/set_seal.html",
        form,
        plan=plan,
        edition=current_edition(plan.id),
        ready=sum(one.key is not None for one in holders),
        missing=missing,
    )
    return (answer[0], 409) if missing and isinstance(answer, tuple) else answer


def _a_year_ago(plan: BlueprintPlan) -> date:
    return today(plan.office.zone) - FAIRLY_RECENT


def _holder_words(holder: Holder) -> str:
    told = {
        "name": holder.account.name,
        "role": str(ROLE_NAMES[Role(holder.role)]),
        "office": holder.office.short,
    }
    if holder.key is None:
        return _("%(name)s, %(role)s, %(office)s: no passphrase yet", **told)
    return _("%(name)s, %(role)s, %(office)s", **told)


def _missing(plan: BlueprintPlan, refusal: sealing.CannotDraw) -> list[str]:
    edition = current_edition(plan.id)
    if edition is None:
        return []
    blueprint = unpack_blueprint(edition.content)
    topics = topic_names(plan.id)
    return [shortage_words(one, blueprint, topics) for one in refusal.missing]


@pages.route("/sets/<int:set_id>/give-up", methods=["GET", "POST"])
@permission("sets.seal")
def give_set_up(set_id: int) -> ResponseReturnValue:
    """Give an unopened set up, with the reason."""
    sealed = set_here(set_id)
    form = ReasonForm()
    if carried_out(form, lambda: sealing.give_up(sealed, form.reason.data)):
        flash(_("The set is given up. Nobody opens it any more."), "ok")
        return redirect(url_for("question_banks.sealed_set", set_id=set_id))
    return form_page("question_banks/set_give_up.html", form, sealed=sealed)


@pages.route("/sets/<int:set_id>/draw-anew", methods=["GET", "POST"])
@permission("sets.seal")
def draw_set_anew(set_id: int) -> ResponseReturnValue:
    """Give an unopened set up and draw another in its place for the same holders."""
    sealed = set_here(set_id)
    plan = sealed.edition.blueprint
    aside = set_aside_in([sealed.id]).get(sealed.id, [])
    reason = _("Questions were set aside: %(count)s", count=len(aside)) if aside else ""
    form = AnewForm(data={"reason": reason, "uses_since": _a_year_ago(plan)})
    made: list[SealedSet] = []
    missing: list[str] = []

    def act() -> None:
        try:
            made.append(sealing.draw_anew(sealed, form.reason.data, form.uses_since.data))
        except sealing.CannotDraw as refusal:
            db.session.rollback()
            missing.extend(_missing(plan, refusal))

    if carried_out(form, act) and made:
        flash(
            _(
                "The new set is sealed for the same holders. Print its sheet and have it signed; the old one is void."
            ),
            "ok",
        )
        return redirect(url_for("question_banks.sealed_set", set_id=made[0].id))
    return form_page(
        "question_banks/set_anew.html",
        form,
        sealed=sealed,
        plan=plan,
        aside=aside,
        holders=shares_of(sealed.id),
        missing=missing,
    )
