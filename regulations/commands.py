"""`synaq regulations list | show SLUG | check`: the texts on the command line, for lawyers and administrators."""

from __future__ import annotations

from pathlib import Path

import click

from regulations.catalogue import TEXTS, UnknownEdition, catalogue, load
from regulations.kinds import LimitStatus
from regulations.limits import step_sum
from regulations.model import Edition, Procedure
from regulations.naming import amount_words, name_of
from regulations.reader import TextFault
from regulations.reading import exits_of, limit_words, stations, total_of
from regulations.words import LANGUAGES

_language = click.option(
    "--language",
    "-l",
    type=click.Choice(LANGUAGES),
    default="kk",
    show_default=True,
    help="Language of the sentences.",
)


@click.group("regulations")
def regulations_group() -> None:
    """The regulations of the state services: what the texts say and whether they hold together."""


@regulations_group.command("list")
@_language
def list_texts(language: str) -> None:
    """All services with their editions, their legal status and how many steps they have."""
    texts = catalogue()
    for service in texts.services():
        for edition in texts.editions_of(service):
            state = name_of(edition.status.state).in_(language)
            click.echo(f"{edition.id}  [{state}]  {len(edition.steps)} steps")
            click.echo(f"    {edition.title.in_(language)}")


@regulations_group.command("show")
@click.argument("slug")
@_language
def show(slug: str, language: str) -> None:
    """One text in full: SLUG is a service, or a service and its edition (`clinic-attachment/2015-314-2017-339`)."""
    try:
        edition = catalogue().edition(slug) if "/" in slug else catalogue().newest(slug)
    except UnknownEdition as error:
        raise click.ClickException(f'there is no text "{slug}"; see: synaq regulations list') from error
    for line in shown(edition, language):
        click.echo(line)


@regulations_group.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Reads every text strictly and names each fault with its file and place. Exit code 1 when there is one."""
    try:
        texts = load(folder or TEXTS)
    except TextFault as fault:
        for sentence in fault.faults:
            click.echo(sentence, err=True)
        raise click.ClickException(f"{len(fault.faults)} faults") from fault
    for edition in texts.editions.values():
        settled = len(edition.contradictions)
        click.echo(
            f"{edition.id}: {len(edition.steps)} steps, {len(edition.exits)} exits, "
            f"{len(edition.settings)} office settings, {settled} contradictions settled"
        )
    click.echo(f"{len(texts.editions)} texts are sound")


def shown(edition: Edition, language: str) -> list[str]:
    """The lines of one text: head, procedures with their steps, exits, settings, contradictions."""
    legal, status = edition.legal, edition.status
    lines = [
        edition.title.in_(language),
        edition.id,
        f"{legal.act.in_(language)} № {legal.number}, {legal.date}, {legal.annex.in_(language)}",
        name_of(status.state).in_(language) + (f": {status.by.in_(language)}" if status.by else ""),
        "",
        edition.plain.in_(language),
    ]
    for procedure in edition.procedures:
        lines += ["", *_procedure(edition, procedure, language)]
    lines += ["", "settings:"]
    lines += [f"  {s.key}  {s.label.in_(language)}  ({s.unknown_by}; {s.clause})" for s in edition.settings]
    lines += ["", "contradictions:"]
    for record in edition.contradictions:
        lines += [
            f"  {record.issue}  {record.title.in_(language)}  ({', '.join(record.about)}; {record.clauses})",
            f"      A  {record.reading_a.in_(language)}",
            f"      B  {record.reading_b.in_(language)}",
            f"      →  {record.settled.in_(language)} {record.reason.in_(language)}",
        ]
    return lines


def _procedure(edition: Edition, procedure: Procedure, language: str) -> list[str]:
    total, sums = total_of(edition, procedure.id), step_sum(edition, procedure.id)
    told = amount_words(total.amount).in_(language) if total.amount else "—"
    status = name_of(total.status).in_(language)
    lines = [
        f"[{procedure.id}] {procedure.title.in_(language)}",
        f"  total: {told} ({status}; {total.clause}); steps: {sums.working_days} working days + {sums.minutes} min",
    ]
    for station in stations(edition, procedure.id):
        step = station.step
        mark = "" if step.limit.status is LimitStatus.STATED else f" [{step.limit.status}]"
        lines.append(
            f"  {step.id:<5}{name_of(step.office).in_(language)} · {name_of(step.actor).in_(language)}: "
            f"{step.name.in_(language)}; {limit_words(station.term).in_(language)}{mark}  ({step.source})"
        )
        if step.gate:
            lines.append(f"         ? {step.gate.condition.in_(language)}")
        lines += [f"         ↳ {e.id}: {e.ground.in_(language)}" for e in station.exits]
    for way_out in exits_of(edition, procedure.id):
        by = name_of(way_out.by).in_(language) if way_out.by else way_out.by_system
        through = " → ".join(
            s for s in way_out.way if s in {st.step.id for st in stations(edition, procedure.id)}
        )
        basis = name_of(way_out.basis).in_(language)
        lines.append(f"  {way_out.id}: {by}; {basis}; {through or '·'}  ({way_out.source})")
    return lines
