"""The lawyer's view of the regulations: what is unset at an office, what is closed there, editions side by side.

For administrators, lawyers and inspectors, before a service is opened and when an act changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from accounts import declared_settings
from accounts.models import Office
from accounts.office_services import services_of
from accounts.queries import today
from accounts.services import decisions_on
from accounts.setting_book import Line, SettingBook
from accounts.views import blueprint
from accounts.views.finding import office_seen, visible_offices
from core.access import permission
from core.incoming import asked_number, asked_text
from core.refusals import NotFound
from core.sorting import sort_key
from core.views import settings as installation
from regulations.catalogue import InForce, NotInForce, catalogue
from regulations.differences import differences
from regulations.model import Edition


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service at one office, as it would stand in production."""

    edition: Edition
    standing: InForce | NotInForce
    unset: int
    asked: int


@blueprint.get("/regulations")
@permission("regulations.lawyer")
def lawyer() -> ResponseReturnValue:
    """Every service at an office: in force or closed, and how many of its settings nobody has decided."""
    offices = sorted(visible_offices(), key=lambda one: sort_key(one.short))
    office = _office(offices)
    book = SettingBook(office)
    found = [_service_line(book, office, service) for service in services_of(office.kind)] if office else []
    return render_template(
        "accounts/lawyer.html",
        office=office,
        offices=offices,
        lines=found,
        specimens=installation().specimen,
    )


@blueprint.get("/regulations/<slug>")
@permission("regulations.lawyer")
def lawyer_service(slug: str) -> ResponseReturnValue:
    """One service at one office: by what it is open, and each setting that is still unset."""
    offices = [one for one in visible_offices() if slug in services_of(one.kind)]
    office = _office(sorted(offices, key=lambda one: sort_key(one.short)))
    if slug not in catalogue().services():
        raise NotFound
    book = SettingBook(office)
    return render_template(
        "accounts/lawyer_service.html",
        office=office,
        offices=offices,
        line=_service_line(book, office, slug),
        unset=[line for line in _declared(book, slug) if line.is_unset],
        editions=catalogue().editions_of(slug),
        specimens=installation().specimen,
    )


@blueprint.get("/regulations/<slug>/differences")
@permission("regulations.lawyer")
def lawyer_differences(slug: str) -> ResponseReturnValue:
    """Two editions of a service side by side: every fact that one has and the other has not, or has otherwise."""
    if slug not in catalogue().services():
        raise NotFound
    editions = catalogue().editions_of(slug)
    by_name = {edition.edition: edition for edition in editions}
    old = by_name.get(asked_text("old"), editions[0])
    new = by_name.get(asked_text("new"), editions[-1])
    return render_template(
        "accounts/lawyer_differences.html",
        editions=editions,
        old=old,
        new=new,
        found=differences(old, new),
    )


def _office(offices: list[Office]) -> Office | None:
    """The office asked for, if the reader may look into it; else the first of theirs."""
    wanted = asked_number("office")
    if wanted is not None:
        return office_seen(wanted)
    return offices[0] if offices else None


def _service_line(book: SettingBook, office: Office | None, service: str) -> ServiceLine:
    day = today()
    decisions = decisions_on(service, office.id, day) if office else []
    standing = catalogue().in_force(service, day, office.id if office else 0, decisions)
    edition = standing.edition if isinstance(standing, InForce) else catalogue().newest(service)
    lines = _declared(book, service)
    return ServiceLine(edition, standing, sum(line.is_unset for line in lines), len(lines))


def _declared(book: SettingBook, service: str) -> list[Line]:
    """The settings that the texts of a service declare; what a room asks besides is not the law's."""
    keys = {setting.key for edition in catalogue().editions_of(service) for setting in edition.settings}
    return [book.line(kind, service) for kind in declared_settings.kinds() if kind.key in keys]
