"""The reports of the office: their list, each with its plot and table for a period, and the same as a file."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from accounts.desk_forms import TypedDay
from accounts.door import signed_in
from accounts.roles import Role
from accounts.views.finding import own_zone
from core.access import permission
from core.clock import now
from core.frame import add_to_menu
from core.languages import _l
from desks.report_files import as_csv, as_xlsx
from desks.report_parts import Period, Report, Shown, table_of
from desks.reports import REPORTS
from desks.views import blueprint

add_to_menu("desks.reports", _l("Reports"), "cases.overview", 31, (Role.INSPECTOR,))

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A plot with more bars than this is read by nobody; the table has them all.
MOST_BARS = 20


class PeriodForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Sent by GET, so that a report has an address that can be passed on; it changes nothing."""

    class Meta:
        csrf = False

    first = TypedDay(_l("First day"), [InputRequired(_l("Choose the first day."))])
    last = TypedDay(_l("Last day"), [InputRequired(_l("Choose the last day."))])

    def validate_last(self, field: TypedDay) -> None:
        """A period does not end before it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            field.errors = [*field.errors, _l("The last day lies before the first one.")]


@blueprint.get("/reports")
@permission("cases.overview")
def reports() -> ResponseReturnValue:
    """What is counted, report by report."""
    return render_template("desks/reports.html", reports=REPORTS)


@blueprint.get("/reports/<report_name>")
@permission("cases.overview")
def report(report_name: str) -> ResponseReturnValue:
    """One report for the days that were asked for; without any, for this year."""
    wanted = _report(report_name)
    form, period = _asked()
    shown = wanted.find(signed_in().actor(), period) if period else None
    drawn = shown.drawn or shown if shown else None
    asked = {"first": form.first.data, "last": form.last.data}
    return render_template(
        "desks/report.html",
        report=wanted,
        form=form,
        here=url_for("desks.report", report_name=report_name),
        shown=shown,
        drawn=drawn,
        bars=_bars(drawn) if drawn else [],
        exports=[
            (kind.upper(), url_for("desks.report_file", report_name=report_name, kind=kind, **asked))
            for kind in ("xlsx", "csv")
        ],
    )


@blueprint.get("/reports/<report_name>.<any(xlsx, csv):kind>")
@permission("cases.overview")
def report_file(report_name: str, kind: str) -> ResponseReturnValue:
    """The rows of the page as a file."""
    wanted = _report(report_name)
    period = _asked()[1]
    if period is None:
        return report(report_name)
    table = table_of(wanted.find(signed_in().actor(), period))
    data = as_csv(table) if kind == "csv" else as_xlsx(table, str(wanted.title))
    return Response(
        data,
        content_type="text/csv; charset=utf-8" if kind == "csv" else _XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{report_name}-{period.first}-{period.last}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _report(name: str) -> Report:
    found = REPORTS.get(name)
    if found is None:
        abort(404)
    return found


def _asked() -> tuple[PeriodForm, Period | None]:
    """The form with what was asked, and the period where it makes one."""
    zone = own_zone()
    today = now().astimezone(ZoneInfo(zone)).date()
    form = PeriodForm(request.args or None)
    if not request.args:
        form.first.data, form.last.data = date(today.year, 1, 1), today
    elif not form.validate():
        return form, None
    return form, Period(form.first.data, min(form.last.data, today + timedelta(days=366)), zone)


def _bars(shown: Shown) -> list[dict[str, object]]:
    """The drawn figure by the last of the names, the greatest first."""
    first = len(shown.names)
    rows = sorted(shown.rows, key=lambda row: -int(row[first]))[:MOST_BARS]
    return [
        {
            "label": ": ".join(str(name) for name in row[max(0, first - 2) : first] if name),
            "value": row[first],
            "text": str(row[first]),
            "part": row[first + shown.part] if shown.part is not None else 0,
            "part_text": f"{shown.figures[shown.part]}: {row[first + shown.part]}"
            if shown.part is not None
            else "",
        }
        for row in rows
    ]
