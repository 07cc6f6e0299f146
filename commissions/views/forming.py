"""The secretary forms a commission by its order, names and releases members, notes where they work and live."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.models import Specialty
from accounts.queries import executors_at, today
from accounts.views.carrying_out import carried_out, made_by
from accounts.views.visitor import form_page
from commissions import queries
from commissions.actions import forming, ties
from commissions.forms import NOBODY_CHOSEN, CommissionForm, MemberForm, ReasonForm, ReleaseForm, TieForm
from commissions.models import Commission, Member, MemberTie
from commissions.recusals import member_ties
from commissions.views import blueprint
from commissions.words import KINDS, MEMBER_TIES, ROLES, who_may_be
from core.access import permission
from core.database import db
from core.files import store_upload
from core.languages import _
from core.refusals import NotFound


def _formed(form: CommissionForm) -> forming.Formed:
    return forming.Formed(
        form.kind.data, form.name.data, form.order_number.data, form.order_date.data,
        store_upload(form.order_file.data),
    )  # fmt: skip


@blueprint.route("/commissions/new", methods=["GET", "POST"])
@permission("commissions.form")
def new_commission() -> ResponseReturnValue:
    """A commission by its order."""
    form = CommissionForm()
    form.kind.choices = options(KINDS.items())
    made = made_by(form, lambda: forming.form(_formed(form)))
    if made is not None:
        flash(_("The commission is formed. Name its members now."), "ok")
        return to_commission(made.id)
    return form_page(
        "commissions/form.html", form, heading=_("Form a commission"), files=True, about=[],
        back_to=url_for("commissions.commissions"), back_label=_("Commissions"), act=_("Form this commission"),
    )  # fmt: skip


def to_commission(commission_id: int) -> ResponseReturnValue:
    """Back to the page of a commission."""
    return redirect(url_for("commissions.commission", commission_id=commission_id))


def own_commission(commission_id: int) -> Commission:
    """A commission of the own office."""
    actor = signed_in().actor()
    found = queries.find_commission(commission_id, actor)
    if found.office_id != actor.office_id:
        raise NotFound
    return found


def _own_member(member_id: int) -> Member:
    found = db.session.get(Member, member_id)
    if found is None:
        raise NotFound
    own_commission(found.commission_id)
    return found


def _named(form: MemberForm) -> forming.Named:
    return forming.Named(
        form.account_id.data, form.role.data, form.from_day.data, form.until_day.data,
        tuple(form.specialties.data or ()),
    )  # fmt: skip


@blueprint.route("/commissions/<int:commission_id>/members/new", methods=["GET", "POST"])
@permission("commissions.form")
def new_member(commission_id: int) -> ResponseReturnValue:
    """Name somebody who holds a fitting role at the office."""
    at, form = own_commission(commission_id), MemberForm()
    form.role.choices = options(ROLES.items())
    people = {
        one.id: one.name for role in ROLES for one in executors_at(at.office_id, who_may_be(at.kind, role))
    }
    form.account_id.choices = options(
        [NOBODY_CHOSEN, *((str(key), name) for key, name in sorted(people.items(), key=lambda one: one[1]))]
    )
    known = db.session.scalars(
        select(Specialty).where(Specialty.closed_on.is_(None)).order_by(Specialty.code)
    )
    form.specialties.choices = options((str(one.id), one.name) for one in known)
    if carried_out(form, lambda: forming.add_member(at.id, _named(form))):
        flash(_("The member is named."), "ok")
        return to_commission(at.id)
    return form_page(
        "commissions/member.html", form, heading=_("Name a member"), about=[(_("Commission"), at.name)],
        consequence=_("Only people who hold a fitting role at the office are in the list."),
        back_to=url_for("commissions.commission", commission_id=at.id), back_label=at.name,
        act=_("Name this member"),
    )  # fmt: skip


@blueprint.route("/commissions/members/<int:member_id>/release", methods=["GET", "POST"])
@permission("commissions.form")
def release_member(member_id: int) -> ResponseReturnValue:
    """The last day of a member."""
    found, form = _own_member(member_id), ReleaseForm()
    if not form.is_submitted():
        form.last_day.data = today()
    if carried_out(form, lambda: forming.release_member(found.id, form.last_day.data, form.reason.data)):
        flash(_("The member is released. What was done until then stays theirs."), "ok")
        return to_commission(found.commission_id)
    return form_page(
        "commissions/form.html", form, heading=_("Release a member"),
        about=[(_("Person"), found.account.name), (_("Place in the commission"), ROLES[found.role])],
        back_to=url_for("commissions.commission", commission_id=found.commission_id),
        back_label=found.commission.name, act=_("Release this member"),
    )  # fmt: skip


@blueprint.route("/commissions/members/<int:member_id>/ties/new", methods=["GET", "POST"])
@permission("commissions.prepare")
def new_member_tie(member_id: int) -> ResponseReturnValue:
    """Where a member works or lives: conflicts are found by it."""
    found, form = _own_member(member_id), TieForm()
    form.kind.choices = options(MEMBER_TIES.items())
    if form.validate_on_submit():
        if form.kind.data == "address" and form.number.data:
            fail(form.number, _("An address has no number of this kind."))
        else:
            ties.note_of_member(found.id, ties.Tie(form.kind.data, form.name.data, form.number.data or None))
            flash(_("It is noted."), "ok")
            return to_commission(found.commission_id)
    return form_page(
        "commissions/member_ties.html", form, heading=_("Where a member works and lives"),
        ties=member_ties([found.id]), tie_words=MEMBER_TIES,
        about=[(_("Person"), found.account.name)],
        consequence=_("It is compared with the candidates, so that conflicts of interest are seen."),
        back_to=url_for("commissions.commission", commission_id=found.commission_id),
        back_label=found.commission.name, act=_("Note this"),
    )  # fmt: skip


@blueprint.route("/commissions/member-ties/<int:tie_id>/strike", methods=["GET", "POST"])
@permission("commissions.prepare")
def strike_member_tie(tie_id: int) -> ResponseReturnValue:
    """It does not hold any more, or was written wrongly."""
    tie = db.session.get(MemberTie, tie_id)
    if tie is None:
        raise NotFound
    found, form = _own_member(tie.member_id), ReasonForm()
    back_to = url_for("commissions.new_member_tie", member_id=found.id)
    if form.validate_on_submit():
        ties.strike_of_member(tie.id, form.reason.data)
        flash(_("It is struck out; it stays written with the reason."), "ok")
        return redirect(back_to)
    return form_page(
        "commissions/form.html", form, heading=_("Strike out a line"),
        about=[(_("Person"), found.account.name), (MEMBER_TIES[tie.kind], tie.name)],
        consequence=_("It is not compared with the candidates any more."),
        back_to=back_to, back_label=_("Where a member works and lives"), act=_("Strike this out"),
    )  # fmt: skip
