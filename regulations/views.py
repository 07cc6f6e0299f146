"""The public pages of the regulations: for citizens, for lawyers, for whoever wants to know what an office owes them.

They are read without logging in, work without JavaScript, and are meant to be printed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core.access import PUBLIC, permission
from core.clock import now
from core.frame import add_to_menu
from core.incoming import asked_number
from core.languages import _l, current_language
from core.places import place
from core.refusals import NotFound
from regulations import finder
from regulations.catalogue import InForce, catalogue
from regulations.day_text import reason_words
from regulations.drawing_path import picture_of
from regulations.drawing_plan import small
from regulations.forms import TermsForm
from regulations.kinds import ChannelId
from regulations.model import DeclaredSetting, Edition
from regulations.office_answers import OfficeAnswers, OfficeCard, office_book, time_of
from regulations.reading import full_table, systems_asked, total_of
from regulations.saying import hours_lines, named
from regulations.schedule import Schedule, days_not_counted, schedule
from regulations.service_page import ServicePage, chosen_procedure, sums_of
from regulations.term_text import day_words, fit_warning, moment_words
from regulations.words import Words

blueprint = Blueprint("regulations", __name__)
add_to_menu("regulations.services", _l("State services"), PUBLIC, 60)

# What a portal list leads to where it does not go on to another process.
FAILING = {
    "refusal": Words("бас тарту", "отказ", "refusal"),
    "acceptance_refused": Words(
        "құжаттар қабылданбайды", "отказ в приёме документов", "the documents are not accepted"
    ),
}
Word = TypeVar("Word", bound=StrEnum)


@blueprint.get("/services")
@permission(PUBLIC)
def services() -> ResponseReturnValue:
    """All services in plain words, and two questions that find the right one."""
    who, want = _one_of(finder.Who, "who"), _one_of(finder.Want, "want")
    texts = catalogue()
    editions = tuple(texts.newest(service) for service in texts.services())
    found = [
        (edition, finder.stages(edition), finder.procedure_for(edition, want))
        for edition in finder.find(editions, who, want)
    ]
    return render_template(
        "regulations/services.html",
        who=who,
        want=want,
        who_offers=finder.who_offers(editions, who, want),
        want_offers=finder.want_offers(editions, who, want),
        found=found,
        total_of=total_of,
    )


@blueprint.get("/services/<slug>")
@permission(PUBLIC)
def service(slug: str) -> ResponseReturnValue:
    """One service for somebody who wants to apply: who, what, how long, and the path as a picture."""
    office = _office(slug)
    edition = _edition(slug, office)
    procedure = chosen_procedure(edition, request.args.get("procedure"))
    return render_template(
        "regulations/service.html",
        page=ServicePage(edition, procedure, office),
        offices=_offices(slug),
        drawn=picture_of(edition.id, procedure.id, current_language()),
        apply_url=place("apply", service=slug),
        **_always(edition, office),
    )


@blueprint.get("/services/<slug>/text")
@permission(PUBLIC)
def full_text(slug: str) -> ResponseReturnValue:
    """The whole text as this service is worked by: each fact with its clause, each contradiction with its reason."""
    edition = _edition(slug, None)
    asked = request.args.get("edition")
    if asked:
        edition = next((one for one in catalogue().editions_of(slug) if one.edition == asked), edition)
    return render_template(
        "regulations/text.html",
        rows=full_table(edition),
        about_all_steps=[record for record in edition.contradictions if "steps" in record.about],
        failing=FAILING,
        needs=_needs,
        sums_of=sums_of,
        systems_asked=systems_asked(edition),
        editions=catalogue().editions_of(slug),
        total_of=total_of,
        **_always(edition, None),
    )


@blueprint.get("/services/<slug>/terms")
@permission(PUBLIC)
def terms(slug: str) -> ResponseReturnValue:
    """The calculator: whoever applies at this moment learns by when each step is due."""
    offices = _offices(slug)
    asked = bool(request.args.get("day"))
    office = _office(slug)
    edition = _edition(slug, office)
    form = TermsForm(_answers() if asked else MultiDict())
    form.offer(edition, offices)
    if not asked:
        _begin(form, edition)
    told: dict[str, Any] = {}
    if asked and form.validate():
        told = _timetable(form, edition, office)
    return render_template(
        "regulations/terms.html",
        form=form,
        say_day=lambda day: day_words(day, current_language(), with_year=True),
        say_moment=lambda moment: moment_words(moment, current_language(), with_year=True),
        say_reason=lambda off: reason_words(off, current_language()),
        refused=asked and not told,
        hours=hours_lines(time_of(office).hours),
        zone=time_of(office).hours.zone,
        **told,
        **_always(edition, office),
    )


def _answers() -> MultiDict[str, str]:
    """What the address says; an office need not be named."""
    given = request.args.copy()
    given.setdefault("office", "0")
    return given


def _begin(form: TermsForm, edition: Edition) -> None:
    """What stands in the form before anybody typed: today, and the first of each choice."""
    form.day.data = now().astimezone(time_of(None).hours.tzinfo).date()
    form.channel.data = form.channel.choices[0][0]
    if "procedure" in form:
        form.procedure.data = chosen_procedure(edition, request.args.get("procedure")).id
    if "office" in form:
        form.office.data = asked_number("office") or 0


def _timetable(form: TermsForm, edition: Edition, office: OfficeAnswers | None) -> dict[str, Any]:
    wanted = form.procedure.data if "procedure" in form else None
    procedure = chosen_procedure(edition, wanted)
    time = time_of(office)
    applied = datetime.combine(form.day.data, form.hour.data, time.hours.tzinfo)
    page = ServicePage(edition, procedure, office)
    decided = next(
        (a for one in page.decided_total if office and (a := office.amount(one.setting.key))), None
    )
    found: Schedule = schedule(edition, procedure.id, ChannelId(form.channel.data), applied, time, decided)
    return {
        "found": found,
        "procedure": procedure,
        "channel": ChannelId(form.channel.data),
        "decided": decided,
        "say_near": lambda moment: _said_near(moment, applied.year),
        "warning": fit_warning(found.fit, current_language()) if found.fit else None,
        "not_counted": days_not_counted(found, time),
        "numbers": {line.step.id: line.number for line in found.steps},
        "total": total_of(edition, procedure.id),
    }


def _said_near(moment: datetime, year: int) -> str:
    """A moment in a list; the year is said only where it is another one than that of the application."""
    return moment_words(moment, current_language(), with_year=moment.year != year)


def _always(edition: Edition, office: OfficeAnswers | None) -> dict[str, Any]:
    """What every page of a service shows at its head: the text, the office, whether the act is in force."""
    book = office_book()
    return {"edition": edition, "office": office, "specimens": book is not None and book.specimens()}


def _needs(setting: DeclaredSetting) -> str:
    return ", ".join(small(named(need)) for need in setting.needed_for)


def _one_of(kind: type[Word], name: str) -> Word | None:
    """The answer in the address, where it is one."""
    given = request.args.get(name, "")
    return kind(given) if given in set(kind) else None


def _offices(slug: str) -> list[OfficeCard]:
    if slug not in catalogue().services():
        raise NotFound
    book = office_book()
    return list(book.offices(slug)) if book else []


def _office(slug: str) -> OfficeAnswers | None:
    """The office whose answers the reader wants to see."""
    wanted = asked_number("office") or 0
    book = office_book()
    return book.answers(slug, wanted) if book and wanted else None


def _edition(slug: str, office: OfficeAnswers | None) -> Edition:
    """The text by which the chosen office works, else the newest."""
    if slug not in catalogue().services():
        raise NotFound
    if office and isinstance(office.standing, InForce):
        return office.standing.edition
    return catalogue().newest(slug)
