"""The pages of office settings: which offices, which services, one setting with its history, entering a decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import declared_settings
from accounts.actions import office_settings as verbs
from accounts.declared_settings import SettingKind
from accounts.door import allowed
from accounts.models import Account, Office, OfficeSetting
from accounts.office_tree import tree
from accounts.queries import today
from accounts.refused_facts import RefusedFact, Stale
from accounts.setting_book import Line, SettingBook
from accounts.setting_forms import DecisionForm, ListForm, WithdrawForm, decision_form
from accounts.setting_words import value_lines
from accounts.views import blueprint
from accounts.views.carrying_out import carried_out
from accounts.views.finding import keeps_the_system, office_seen, visible_offices
from accounts.views.visitor import form_page
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.incoming import asked_text
from core.languages import _, current_language, long_date
from core.refusals import NotFound
from core.views import settings as installation
from regulations.naming import name_of


@blueprint.get("/settings")
@permission("office_settings.read")
def settings_home() -> ResponseReturnValue:
    """The offices into whose settings this reader may look."""
    offices = visible_offices()
    if len(offices) == 1:
        return redirect(url_for("accounts.office_settings", office_id=offices[0].id))
    return render_template(
        "accounts/admin/settings_home.html", nodes=tree(offices), for_all=keeps_the_system()
    )


@blueprint.get("/settings/for-all", defaults={"office_id": None})
@blueprint.get("/settings/<int:office_id>")
@permission("office_settings.read")
def office_settings(office_id: int | None) -> ResponseReturnValue:
    """The settings of an office: the services with what is unset, or those of one service."""
    office = _office(office_id)
    book = SettingBook(office)
    service = asked_text("service")
    if not service:
        counts = [(known, _counts(book.lines(known))) for known in book.services()]
        return render_template(
            "accounts/admin/settings_services.html",
            office=office,
            whole=[_shown(book, line) for line in book.lines_of_office()],
            services=[(known, declared_settings.service_title(known), counted) for known, counted in counts],
            unset=sum(counted[0] for _known, counted in counts),
        )
    if service not in declared_settings.services():
        raise NotFound
    lines = [_shown(book, line) for line in book.lines(service)]
    return render_template(
        "accounts/admin/settings_service.html",
        office=office,
        service=service,
        title=declared_settings.service_title(service),
        unset=[line for line in lines if line["row"] is None and line["needed_for"]],
        waits_for_nothing=[line for line in lines if line["row"] is None and not line["needed_for"]],
        decided=[line for line in lines if line["row"] is not None],
        others=[(known, declared_settings.service_title(known)) for known in book.services()],
    )


def _office(office_id: int | None) -> Office | None:
    """The office meant; what holds for every office is there for all who may read settings."""
    return None if office_id is None else office_seen(office_id)


def _counts(lines: list[Line]) -> tuple[int, int]:
    return sum(line.is_missing for line in lines), len(lines)


def _shown(book: SettingBook, line: Line) -> dict[str, Any]:
    """A setting as the lists show it."""
    row = line.row
    return {
        "kind": line.kind,
        "label": line.kind.label.in_(current_language()),
        "explanation": line.kind.explanation.in_(current_language()),
        "needed_for": [name_of(need).in_(current_language()) for need in line.kind.needed_for(line.service)],
        "row": row,
        "value": value_lines(line.kind, line.service, row.value) if row else [],
        "from_where": from_where(row, book.office) if row else "",
        "decision": decision_words(row) if row else "",
        "coming": [
            _(
                "from %(day)s: %(value)s",
                day=long_date(next_row.from_day),
                value="; ".join(_value(line, next_row)),
            )
            for next_row in line.coming
        ],
    }


def _value(line: Line, row: OfficeSetting) -> list[str]:
    return _said(line.kind, line.service, row)


def _said(kind: SettingKind, service: str, row: OfficeSetting) -> list[str]:
    """A decision in words; one that takes the earlier one back says so."""
    if row.is_withdrawal:
        return [_("withdrawn: what is next in line counts")]
    return value_lines(kind, service, row.value)


def from_where(row: OfficeSetting, office: Office | None) -> str:
    """Whose decision it is, where it is not the office's own."""
    if row.office_id == (office.id if office else None):
        return ""
    if row.office_id is None:
        return _("for every office")
    above = db.session.get(Office, row.office_id)
    return _("from above: %(office)s", office=above.short) if above else ""


def decision_words(row: OfficeSetting) -> str:
    """The paper on which a value rests."""
    return _("No. %(number)s of %(day)s", number=row.decision_number, day=long_date(row.decision_date))


def _kind(key: str, service: str) -> SettingKind:
    kind = declared_settings.find(key)
    if kind is None or (service and service not in kind.declared):
        raise NotFound
    return kind


@blueprint.get("/settings/for-all/about/<path:key>", defaults={"office_id": None})
@blueprint.get("/settings/<int:office_id>/about/<path:key>")
@permission("office_settings.read")
def office_setting(office_id: int | None, key: str) -> ResponseReturnValue:
    """One setting: why it is asked, what counts now, and every decision that ever concerned it."""
    office, service = _office(office_id), asked_text("service")
    kind = _kind(key, service)
    book = SettingBook(office)
    line = book.line(kind, service)
    language = current_language()
    return render_template(
        "accounts/admin/setting.html",
        office=office,
        service=service,
        title=declared_settings.service_title(service) if service else "",
        shown=_shown(book, line),
        reasons=[(why.title.in_(language), why.reason.in_(language)) for why in kind.why_unknown],
        services=[(known, declared_settings.service_title(known)) for known in kind.services],
        history=[_past(row, line, office) for row in book.history(kind, service)],
        may_decide=allowed("office_settings.manage"),
        may_withdraw=allowed("office_settings.manage") and _stands(book.own(kind, service)),
    )


def _stands(row: OfficeSetting | None) -> bool:
    return row is not None and not row.is_withdrawal


def _past(row: OfficeSetting, line: Line, office: Office | None) -> dict[str, Any]:
    by = db.session.get(Account, row.set_by) if row.set_by else None
    return {
        "row": row,
        "value": _said(line.kind, line.service, row),
        "from_where": from_where(row, office) or _("own decision"),
        "for_all_services": not row.service,
        "decision": decision_words(row),
        "by": by.name if by else "Synaq",
        "counts": row is line.row,
    }


@blueprint.route(
    "/settings/for-all/withdraw/<path:key>", methods=["GET", "POST"], defaults={"office_id": None}
)
@blueprint.route("/settings/<int:office_id>/withdraw/<path:key>", methods=["GET", "POST"])
@permission("office_settings.manage")
def withdraw_setting(office_id: int | None, key: str) -> ResponseReturnValue:
    """Take the office's own decision back, after saying what counts then."""
    office, service = _office(office_id), asked_text("service")
    kind = _kind(key, service)
    book = SettingBook(office)
    present = book.own(kind, service)
    if present is None or present.is_withdrawal:
        raise NotFound
    newest = _newest(book, kind, service)
    form = WithdrawForm(data={"from_day": today(), "seen": str(newest.id if newest else 0)})
    if carried_out(form, lambda: _withdraw(form, kind, service, office, newest)):
        flash(_("The decision is withdrawn."), "ok")
        return redirect(
            url_for("accounts.office_setting", office_id=office_id, key=key, service=service or None)
        )
    after = book.without(present).line(kind, service)
    return form_page(
        "accounts/admin/withdraw.html",
        form,
        present={"value": _said(kind, service, present), "decision": decision_words(present)},
        after=_shown(book, after),
        **_about(office, kind, service),
    )


def _withdraw(
    form: WithdrawForm, kind: SettingKind, service: str, office: Office | None, newest: OfficeSetting | None
) -> None:
    if form.seen.data not in ("", str(newest.id if newest else 0)):
        raise Stale
    verbs.withdraw(
        kind.key,
        service,
        office,
        verbs.Decision(form.decision_number.data, form.decision_date.data, form.from_day.data),
        is_demo=bool(form.is_demo.data) and installation().specimen,
    )


@blueprint.route("/settings/for-all/decide/<path:key>", methods=["GET", "POST"], defaults={"office_id": None})
@blueprint.route("/settings/<int:office_id>/decide/<path:key>", methods=["GET", "POST"])
@permission("office_settings.manage")
def decide_setting(office_id: int | None, key: str) -> ResponseReturnValue:
    """Enter what an office has decided."""
    office, service = _office(office_id), asked_text("service")
    kind = _kind(key, service)
    book = SettingBook(office)
    newest = _newest(book, kind, service)
    form = decision_form(kind, service, data={"from_day": today(), "seen": str(newest.id if newest else 0)})
    if request.method == "GET":
        line = book.line(kind, service)
        _begin_with(form, line.row, kind, service)
    elif request.form.get("act") == "add" and isinstance(form, ListForm):
        form.add_row()
        return form_page("accounts/admin/decide.html", form, **_about(office, kind, service))
    if carried_out(form, lambda: _decide(form, kind, service, office, newest), _where(form)):
        flash(_("The decision is entered."), "ok")
        return redirect(
            url_for("accounts.office_setting", office_id=office_id, key=key, service=service or None)
        )
    return form_page("accounts/admin/decide.html", form, **_about(office, kind, service))


def _newest(book: SettingBook, kind: SettingKind, service: str) -> OfficeSetting | None:
    """The last decision entered at this very office: whoever decides must have seen it."""
    own = book.office.id if book.office else None
    rows = [
        row for row in book.rows if row.key == kind.key and row.service == service and row.office_id == own
    ]
    return max(rows, key=lambda row: row.id, default=None)


def _decide(
    form: DecisionForm, kind: SettingKind, service: str, office: Office | None, newest: OfficeSetting | None
) -> None:
    if form.seen.data not in ("", str(newest.id if newest else 0)):
        raise Stale
    verbs.decide(
        kind.key,
        service,
        office,
        form.stored(),
        verbs.Decision(form.decision_number.data, form.decision_date.data, form.from_day.data),
        is_demo=bool(form.is_demo.data) and installation().specimen,
    )


def _begin_with(form: DecisionForm, row: OfficeSetting | None, kind: SettingKind, service: str) -> None:
    """A new decision mostly changes the old one a little, so the form begins with it."""
    if row is None:
        return
    # A value that no longer fits is no beginning; the page shows it elsewhere.
    read = all_or_nothing(lambda: kind.read(service, row.value), RefusedFact)
    if not isinstance(read, RefusedFact):
        form.show(row.value)


def _where(form: DecisionForm) -> dict[str, str]:
    """Where on the form a fault of the value is told."""
    fields = form.value_fields()
    return {"value": fields[0].short_name if fields else "rows"}


def _about(office: Office | None, kind: SettingKind, service: str) -> dict[str, Any]:
    language = current_language()
    advice = kind.proposed(service)
    return {
        "office": office,
        "service": service,
        "title": declared_settings.service_title(service) if service else "",
        "kind": kind,
        "label": kind.label.in_(language),
        "explanation": kind.explanation.in_(language),
        "advice": next((c.label.in_(language) for c in kind.choices(service) if c.id == advice), ""),
        "specimen": installation().specimen,
    }
