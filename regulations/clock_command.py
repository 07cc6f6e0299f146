"""`synaq clock`: for whoever wants to see a term counted, day by day, and check it against a paper calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from core.incoming import FIRST_DAY, LAST_DAY, in_calendar
from regulations.calendar import WorkingCalendar
from regulations.calendar_table import TableError, read_table, shipped_table
from regulations.clock import Due, Term, due
from regulations.day_text import reason_words, worked_words
from regulations.kinds import Unit
from regulations.office_hours import USUAL_HOURS, OfficeHours, OpenHours
from regulations.office_time import OfficeTime
from regulations.term_text import amount_words, day_words, moment_words, parse_amount
from regulations.words import LANGUAGES, Words

_FROM = Words("{amount}, басталуы: {moment}", "{amount}, начало: {moment}", "{amount} from {moment}")
_DUE = Words("Мерзімі: {moment} ({zone})", "Срок: {moment} ({zone})", "Due {moment} ({zone})")
_RUNS_FROM = Words(
    "Уақыт мына сәттен бастап есептеледі: {moment}",
    "Время идёт с момента: {moment}",
    "Time runs from {moment}",
)
_FIRST_DAY = Words(
    "Мерзім басталған күн есептелмейді: {day}",
    "День, в который срок начался, не считается: {day}",
    "The day on which the term starts is not counted: {day}",
)
_ACCEPTANCE = Words(
    "Құжаттар қабылданған күн мерзімге кірмейді: {day}",
    "День приёма документов не входит в срок: {day}",
    "The day of acceptance is not part of the term: {day}",
)
_SKIPPED = Words("Есептелмеген күндер:", "Не считаются:", "Not counted:")
_MOVED = Words(
    "Мерзім демалыс күні бітетін еді, келесі жұмыс күніне ауысты:",
    "Срок кончался бы в нерабочий день и перешёл на следующий рабочий:",
    "The term would have ended on a day off and moved to the next working day:",
)
_NONE_SKIPPED = Words(
    "Есептелмеген демалыс күні жоқ.", "Нерабочих дней в сроке нет.", "No day off was left out."
)
_WORKED = Words("Жұмыс күні болып есептеледі:", "Считаются рабочими:", "Counted as working days:")
_PROVISIONAL = Words(
    "Бұл есеп өзгеруі мүмкін: мерекенің күні бекітілмеген немесе сол жылдың демалыс күндерін ауыстыру туралы"
    " шешімдері әлі белгісіз.",
    "Расчёт может измениться: дата праздника не подтверждена или решения о переносе дней отдыха на этот год ещё"
    " не известны.",
    "This may still change: a holiday's date is not confirmed, or that year's decrees on days of rest are not known.",
)


@click.command("clock")
@click.argument("start")
@click.argument("term")
@click.option("--zone", default="Asia/Almaty", show_default=True, help="The office's time zone.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language.")
@click.option("--exclude-first-day", is_flag=True, help="The text says the day of acceptance is not counted.")
@click.option("--hours", metavar="OPEN-CLOSE[,LUNCH]", help="Office hours. Without: 09:00-18:30,13:00-14:30.")
@click.option(
    "--table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An administrator's table of transfers and single days; it wins over the shipped one.",
)
def clock_command(
    start: str,
    term: str,
    zone: str,
    lang: str,
    exclude_first_day: bool,
    hours: str | None,
    table: Path | None,
) -> None:
    """Count a TERM from a START: when it is due, which days are skipped, and why.

    synaq clock 2026-03-18T10:00 "15 working days"
    """
    try:
        open_hours = OpenHours.parse(hours) if hours else USUAL_HOURS
        office_hours = OfficeHours.every_workday(open_hours, zone)
        decreed = shipped_table().overridden_by(read_table(table)) if table else shipped_table()
        amount = parse_amount(term)
    except (TableError, ValueError) as fault:
        raise click.UsageError(str(fault)) from fault
    counted = Term(amount, _moment(start, office_hours.tzinfo), exclude_first_day)
    office = OfficeTime(office_hours, WorkingCalendar(decreed))
    for line in account(counted, due(counted, office), office, lang):
        click.echo(line)


def account(term: Term, reckoned: Due, office: OfficeTime, lang: str) -> Iterator[str]:
    """The reckoning in lines, in one language: what was asked, the due moment, and every day left out."""
    start = term.start.astimezone(office.hours.tzinfo)
    yield _FROM.filled(
        amount=amount_words(term.amount, lang), moment=moment_words(start, lang, with_year=True)
    ).in_(lang)
    yield _DUE.filled(
        moment=moment_words(reckoned.moment, lang, with_year=True),
        zone=office.hours.zone,
    ).in_(lang)
    yield ""
    yield from _beginning(term, start, reckoned, lang)
    moved_from = reckoned.moved_from
    left_out = [off for off in reckoned.skipped if moved_from is None or off.day < moved_from.day]
    at_the_end = reckoned.skipped[len(left_out) :]
    for heading, days_off in ((_SKIPPED, left_out), (_MOVED, at_the_end)):
        if days_off:
            yield heading.in_(lang)
            yield from _listed([(off.day, reason_words(off, lang)) for off in days_off], lang)
    if not reckoned.skipped:
        yield _NONE_SKIPPED.in_(lang)
    worked = [(entry.day, worked_words(entry, lang)) for entry in reckoned.worked]
    if worked:
        yield _WORKED.in_(lang)
        yield from _listed(worked, lang)
    if reckoned.provisional:
        yield ""
        yield _PROVISIONAL.in_(lang)


def _beginning(term: Term, start: datetime, reckoned: Due, lang: str) -> Iterator[str]:
    if reckoned.runs_from != start:
        yield _RUNS_FROM.filled(moment=moment_words(reckoned.runs_from, lang, with_year=True)).in_(lang)
    if term.first_day_excluded:
        yield _ACCEPTANCE.filled(day=day_words(start.date(), lang, with_year=True)).in_(lang)
    elif term.amount.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        yield _FIRST_DAY.filled(day=day_words(reckoned.runs_from.date(), lang, with_year=True)).in_(lang)


def _listed(days: list[tuple[date, str]], lang: str) -> Iterator[str]:
    said = [(day_words(day, lang, with_year=True), reason) for day, reason in days]
    width = max(len(day) for day, _ in said)
    for day, reason in said:
        yield f"  {day:<{width}}  {reason}"


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment that was typed; without a zone of its own it is meant in the office's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise click.UsageError(f"{text!r} is no moment; write it as 2026-03-18T10:00") from fault
    if not in_calendar(moment.date()):
        raise click.UsageError(f"{text!r}: terms are counted between {FIRST_DAY} and {LAST_DAY}")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
