"""The page of a paper: what it is, its digest, the file itself, and the scan of the signed one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.models import Office
from accounts.views.visitor import form_page
from applications import papers
from applications.actions import scans
from applications.forms_counter import ScanForm
from applications.given_papers import file_given, is_given
from applications.models import Case, Paper
from applications.paper_kinds import PAPER_KINDS
from applications.queries_counter import paper as paper_seen
from applications.queries_counter import scan_of
from applications.views import blueprint
from core.access import permission
from core.database import db
from core.files import send_file, store_upload
from core.languages import _
from core.models import StoredFile
from core.refusals import NotFound


@blueprint.app_template_filter("office_clock")
def office_clock(moment: datetime, zone: str) -> str:
    """The time of a visit: hours and minutes on the office's own clock."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def seen(public_id: str) -> Paper:
    """The paper, for those who may see it."""
    person = signed_in()
    found = paper_seen(public_id, person.actor(), None if person.is_staff else person.principal.id)
    if not person.is_staff and not is_given(found):
        raise NotFound
    return found


@blueprint.get("/papers/<public_id>")
@permission("papers.read")
def paper(public_id: str) -> ResponseReturnValue:
    """What the paper is, and the digest that stands on it."""
    found = seen(public_id)
    return render_template("applications/paper.html", **facts_of(found))


def facts_of(found: Paper) -> dict[str, object]:
    """A paper as its pages show it."""
    office = db.session.get_one(Office, found.office_id)
    person = signed_in()
    scan = scan_of(found.id)
    to_sign = papers.signed_by_hand(found) and scan is None
    return {
        "paper": found,
        "kind": PAPER_KINDS[found.kind],
        "number": papers.paper_number(found),
        "office": office,
        "case": db.session.get(Case, found.case_id) if found.case_id else None,
        "scan": scan,
        "to_sign": to_sign,
        "may_sign": to_sign and allowed("papers.sign") and person.actor().office_id == office.id,
    }


@blueprint.get("/papers/<public_id>/file")
@permission("papers.read")
def paper_file(public_id: str) -> ResponseReturnValue:
    """The PDF as it was issued: signed by key where it was; the scan of one signed by hand is kept beside it."""
    found = seen(public_id)
    return send_file(found.file if scan_of(found.id) else file_given(found))


@blueprint.get("/papers/<public_id>/signed-file")
@permission("papers.read")
def signed_file(public_id: str) -> ResponseReturnValue:
    """The scan of the signed paper."""
    scan = scan_of(seen(public_id).id)
    if scan is None:
        raise NotFound
    return send_file(db.session.get_one(StoredFile, scan.file_id))


@blueprint.route("/papers/<public_id>/sign", methods=["GET", "POST"])
@permission("papers.sign")
def sign_paper(public_id: str) -> ResponseReturnValue:
    """Printed, signed by hand, scanned in."""
    found = seen(public_id)
    form = ScanForm()
    if form.validate_on_submit():
        scans.attach_signed_scan(found.id, store_upload(form.scan.data), form.signed_by.data)
        flash(_("The signed paper is kept beside the printed one."), "ok")
        return redirect(url_for("applications.paper", public_id=public_id))
    return form_page("applications/paper_sign.html", form, **facts_of(found))
