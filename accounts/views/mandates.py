"""The pages of representation: asking for a mandate, and deciding on it at a desk."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import mandates, pace
from accounts.desk_forms import MandateForm, NumberForm, ReasonForm
from accounts.door import signed_in
from accounts.forms import options
from accounts.models import Account, Mandate
from accounts.queries import mandate_waiting, mandates_of, own_mandate, waiting_mandates
from accounts.views import blueprint
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.languages import _, current_language, long_date
from core.refusals import NotFound, Refusal
from regulations.catalogue import catalogue

SIDES = ("principal", "agent")


@blueprint.get("/representation")
@permission("mandates.ask")
def representation() -> ResponseReturnValue:
    """Who acts for me, and for whom I act."""
    account = signed_in().account
    held = [shown(mandate) for mandate in mandates_of(account.id)]
    return render_template(
        "accounts/representation.html",
        account=account,
        mine=[one for one in held if one["mandate"].principal_id == account.id],
        others=[one for one in held if one["mandate"].agent_id == account.id],
    )


def shown(mandate: Mandate) -> dict[str, Any]:
    """A mandate as its pages show it."""
    until = long_date(mandate.until_day) if mandate.until_day else None
    return {
        "mandate": mandate,
        "kind": mandates.KINDS[mandate.kind],
        "from": long_date(mandate.from_day),
        "until": until,
        "dated": long_date(mandate.document_date),
        "services": [title for slug, title in service_choices() if slug in mandate.services],
    }


def service_choices() -> list[tuple[str, str]]:
    """The services to which a mandate can be limited, by their titles in the reader's language."""
    texts = catalogue()
    return [(slug, texts.newest(slug).title.in_(current_language())) for slug in texts.services()]


@blueprint.route("/representation/<side>", methods=["GET", "POST"])
@permission("mandates.ask")
def ask_for_mandate(side: str) -> ResponseReturnValue:
    """Name a representative (`principal` asks), or say for whom one is to act (`agent` asks)."""
    account = signed_in().account
    if side not in SIDES or (side == "agent" and account.kind == "organisation"):
        raise NotFound
    if not account.proven:
        raise Refusal(
            _("Both sides must have been identified before one can act for the other."),
            next_step=_("Be identified at a desk with your document first."),
        )
    form = MandateForm()
    form.services.choices = options(service_choices())
    _offer_kinds(form, side, account)
    if form.validate_on_submit():
        pace.check_mandate_pace(account.id)
        refused = all_or_nothing(lambda: _ask(form, side, account), Refusal)
        if refused is None:
            flash(_("Entered. It begins when an office has seen the document and confirmed it."), "ok")
            return redirect(url_for("accounts.representation"))
        form.form_errors.append(in_one_line(refused))
    return form_page("accounts/mandate_ask.html", form, side=side, kind=account.kind)


def _offer_kinds(form: MandateForm, side: str, account: Account) -> None:
    """A principal knows what they are themselves; a representative says it of the other side."""
    if side == "principal":
        as_organisation = account.kind == "organisation"
        form.kind.choices = options(
            (kind, label)
            for kind, label in mandates.KINDS.items()
            if (kind == "organisation") is as_organisation
        )
        if as_organisation and not form.is_submitted():
            form.kind.data = "organisation"


def _ask(form: MandateForm, side: str, account: Account) -> None:
    other = mandates.find_other_side(form.number.data, form.name.data)
    principal, agent = (account, other) if side == "principal" else (other, account)
    document = mandates.Document(
        kind=form.kind.data,
        title=form.document.data,
        dated=form.dated.data,
        from_day=form.from_day.data,
        until_day=form.until_day.data,
        services=list(form.services.data or []),
    )
    mandates.ask(principal, agent, document)


@blueprint.route("/representation/<int:mandate_id>/end", methods=["GET", "POST"])
@permission("mandates.ask")
def end_mandate(mandate_id: int) -> ResponseReturnValue:
    """Either side ends it, with a word why."""
    mandate = own_mandate(signed_in().account.id, mandate_id)
    if mandate is None:
        raise NotFound
    form = ReasonForm()
    if form.validate_on_submit():
        mandates.end(mandate, form.reason.data)
        flash(_("The representation has ended."), "ok")
        return redirect(url_for("accounts.representation"))
    return form_page("accounts/mandate_end.html", form, one=shown(mandate))


@blueprint.route("/representations-to-confirm", methods=["GET", "POST"])
@permission("mandates.confirm")
def mandates_to_confirm() -> ResponseReturnValue:
    """At a desk: the waiting mandates of the person or organisation of this number."""
    form = NumberForm()
    searched = form.validate_on_submit()
    found = [shown(mandate) for mandate in waiting_mandates(form.number.data)] if searched else []
    return form_page("accounts/mandates_to_confirm.html", form, searched=searched, found=found)


@blueprint.route("/representations-to-confirm/<int:mandate_id>", methods=["GET", "POST"])
@permission("mandates.confirm")
def decide_on_mandate(mandate_id: int) -> ResponseReturnValue:
    """At a desk: the document lies here; confirm what it carries, or refuse with the reason."""
    mandate = mandate_waiting(mandate_id)
    if mandate is None:
        raise NotFound
    form = ReasonForm()
    if request.form.get("act") == "confirm":
        mandates.confirm(mandate)
        flash(_("The representation is confirmed. Both sides have been told."), "ok")
        return redirect(url_for("accounts.mandates_to_confirm"))
    if form.validate_on_submit():
        mandates.refuse(mandate, form.reason.data)
        flash(_("The representation is refused. Both sides have been told why."), "ok")
        return redirect(url_for("accounts.mandates_to_confirm"))
    return form_page("accounts/mandate_decide.html", form, one=shown(mandate))
