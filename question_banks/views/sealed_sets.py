"""The pages of sealed sets: list, one set, sealing, opening by two, giving up, drawing anew; holders' passphrases."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.models import Account
from accounts.queries import today
from accounts.roles import ROLE_NAMES, Role
from accounts.views.carrying_out import carried_out, made_by
from accounts.views.finding import own_zone
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from accounts.way_in import found_by
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.frame import add_to_menu
from core.languages import Text, _, _l, current_language, long_moment, short_moment
from core.refusals import NotFound
from question_banks import locks
from question_banks.actions import releasing, sealing
from question_banks.blueprint_form import unpack_blueprint
from question_banks.blueprint_reading import current_edition, topic_names
from question_banks.blueprint_words import shortage_words
from question_banks.demo_words import PASSPHRASE
from question_banks.forms_blueprints import (
    AnewForm,
    PassphraseForm,
    ReasonForm,
    ReleaseForm,
    SealForm,
    whole,
)
from question_banks.models import BlueprintPlan, SealedSet, SetKeyShare
from question_banks.papers import seal_sheet
from question_banks.set_reading import (
    Holder,
    find_set,
    key_of,
    offers_of,
    papers_of,
    possible_holders,
    replacement_of,
    set_aside_in,
    sets,
    sets_to_draw_anew,
    shares_of,
)
from question_banks.views import blueprint as pages
from question_banks.views.blueprints import plan_here

add_to_menu("question_banks.sealed_sets", _l("Sealed sets"), "sets.read", 46)

STATES: dict[str, tuple[Text, str]] = {
    "sealed": (_l("sealed"), "now"),
    "released": (_l("opened by two"), "ok"),
    "given_up": (_l("given up"), ""),
}
FAIRLY_RECENT = timedelta(days=365)


def set_here(set_id: int) -> SealedSet:
    """The set of this address, if the reader may see it."""
    return find_set(set_id, signed_in().actor())


@pages.get("/sets")
@permission("sets.read")
def sealed_sets() -> ResponseReturnValue:
    """The sealed sets of the office, and what is to be done about them."""
    actor = signed_in().actor()
    found = sets(actor)
    key = key_of(actor.account_id) if allowed("sets.hold") else None
    return render_template(
        "question_banks/sets.html",
        rows=[(one, STATES[one.state], short_moment(one.sealed_at, one.office.zone)) for one in found],
        to_draw_anew=sets_to_draw_anew(actor) if allowed("sets.seal") else [],
        key=key,
        mark=releasing.key_mark(key) if key else "",
        key_made=short_moment(key.made_at, own_zone()) if key else "",
    )


found_by("question_banks.sealed_set", set_here)


@pages.get("/sets/<int:set_id>")
@permission("sets.read")
def sealed_set(set_id: int) -> ResponseReturnValue:
    """One set: digests, holders, what is offered, and the way to open it."""
    return _set_page(set_here(set_id), ReleaseForm(formdata=None))


def _set_page(sealed: SealedSet, form: ReleaseForm) -> ResponseReturnValue:
    shares = shares_of(sealed.id)
    me = signed_in().account.id
    zone = sealed.office.zone
    holds = allowed("sets.hold") and any(share.holder_id == me for share in shares)
    return form_page(
        "question_banks/set.html",
        form,
        sealed=sealed,
        plan=sealed.edition.blueprint,
        state=STATES[sealed.state],
        sealed_at=long_moment(sealed.sealed_at, zone),
        sealer=_name(sealed.sealed_by),
        papers=papers_of(sealed.id),
        holders=[(share, releasing.key_mark(share.key)) for share in shares],
        offers=_offers(sealed, shares, zone),
        released=_released(sealed, zone),
        replaces=db.session.get(SealedSet, sealed.replaces_id) if sealed.replaces_id else None,
        replacement=replacement_of(sealed.id),
        aside=set_aside_in([sealed.id]).get(sealed.id, []) if sealed.state != "given_up" else [],
        holds=holds,
        why_shut=releasing.may_be_released(sealed),
        why_kept=sealing.may_be_given_up(sealed),
        entries=history_of("sealed_set", sealed.id),
        demo=_demo_passphrase() if holds else "",
    )


def _name(account_id: int | None) -> str:
    return db.session.get_one(Account, account_id).name if account_id is not None else ""


def _offers(sealed: SealedSet, shares: Sequence[SetKeyShare], zone: str) -> list[tuple[str, str]]:
    """Whose part is offered now, and until when."""
    names = {share.place: share.holder.name for share in shares}
    until = {offer.from_place: offer.good_until for offer in offers_of(sealed.id)}
    return [(names[place], long_moment(moment, zone)) for place, moment in until.items()]


def _released(sealed: SealedSet, zone: str) -> dict[str, str]:
    if sealed.released_at is None:
        return {}
    return {
        "when": long_moment(sealed.released_at, zone),
        "first": _name(sealed.released_with),
        "second": _name(sealed.released_by),
    }


def _demo_passphrase() -> str:
    """In the demo the page says what to type; nowhere else does anybody know."""
    settings = current_app.extensions["synaq.settings"]
    return PASSPHRASE if settings.mode == "demo" else ""


@pages.post("/sets/<int:set_id>/release")
@permission("sets.hold")
def release_set(set_id: int) -> ResponseReturnValue:
    """Put one's own part in: the first holder offers it, the second opens the set."""
    sealed = set_here(set_id)
    if signed_in().account.id not in [share.holder_id for share in shares_of(set_id)]:
        raise NotFound
    form = ReleaseForm()
    if not form.validate_on_submit():
        return _set_page(sealed, form)
    outcome = releasing.release(set_id, form.passphrase.data)
    if outcome == "wrong_passphrase":
        form.passphrase.errors = [
            _("This is not the passphrase that your part was sealed to. The try is noted.")
        ]
        return _set_page(set_here(set_id), form)
    if outcome == "broken":
        flash(
            _(
                "What was sealed has been changed and does not open. Do not use this set; tell the head and the"
                " system administrator. This is entered in the journal."
            ),
            "bad",
        )
    elif outcome == "offered":
        flash(_("Your part is in. A second holder has one hour to open the set with it."), "ok")
    else:
        flash(_("The set is open. Every digest agrees with the printed one."), "ok")
    return redirect(url_for("question_banks.sealed_set", set_id=set_id))


@pages.route("/sets/passphrase", methods=["GET", "POST"])
@permission("sets.hold")
def set_passphrase() -> ResponseReturnValue:
    """Set one's own passphrase, on one's own page."""
    form = PassphraseForm()
    settings = current_app.extensions["synaq.settings"]
    key = key_of(signed_in().account.id)

    def act() -> None:
        releasing.set_passphrase(
            form.passphrase.data, form.repeated.data, locks.COSTS[settings.password_cost]
        )

    facts = {
        "mark": releasing.key_mark(key) if key else "",
        "key_made": short_moment(key.made_at, own_zone()) if key else "",
    }
    if carried_out(form, act):
        flash(_("Your passphrase is set. New sets can be sealed to it from now on."), "ok")
        return redirect(url_for("question_banks.sealed_sets"))
    return form_page("question_banks/passphrase.html", form, **facts)


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
    made = made_by(
        form,
        lambda: all_or_nothing(lambda: sealing.seal_set(plan, _wanted(form)), sealing.CannotDraw),
        {"holders": "holder_1"},
    )
    if isinstance(made, SealedSet):
        flash(_("The papers are drawn and sealed. Print the sheet with the digest now."), "ok")
        return redirect(url_for("question_banks.sealed_set", set_id=made.id))
    missing = [] if made is None else _missing(plan, made)
    answer = form_page(
        "question_banks/set_seal.html",
        form,
        plan=plan,
        edition=current_edition(plan.id),
        ready=sum(one.key is not None for one in holders),
        missing=missing,
    )
    return (answer[0], 409) if missing and isinstance(answer, tuple) else answer


def _wanted(form: SealForm) -> sealing.Wanted:
    return sealing.Wanted(
        whole(form.papers.data) or 0,
        whole(form.reserves.data) or 0,
        form.holder_ids,
        form.uses_since.data,
    )


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
    made = made_by(
        form,
        lambda: all_or_nothing(
            lambda: sealing.draw_anew(sealed, form.reason.data, form.uses_since.data), sealing.CannotDraw
        ),
    )
    if isinstance(made, SealedSet):
        flash(
            _(
                "The new set is sealed for the same holders. Print its sheet and have it signed; the old one is void."
            ),
            "ok",
        )
        return redirect(url_for("question_banks.sealed_set", set_id=made.id))
    return form_page(
        "question_banks/set_anew.html",
        form,
        sealed=sealed,
        plan=plan,
        aside=aside,
        holders=shares_of(sealed.id),
        missing=[] if made is None else _missing(plan, made),
    )


@pages.get("/sets/<int:set_id>/sheet")
@permission("sets.read")
def set_sheet(set_id: int) -> ResponseReturnValue:
    """The sheet that is printed and signed before the doors open; no question stands on it."""
    sealed = set_here(set_id)
    settings = current_app.extensions["synaq.settings"]
    pdf = seal_sheet(sealed, specimen=settings.specimen, language=current_language())
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=f"set-{sealed.number}.pdf")
