"""The operator's verbs of the floor: database, journal, sweep, settings, translations, server."""

from __future__ import annotations

import os
import socket
import sys
import tarfile
from pathlib import Path

import click
from flask.cli import with_appcontext

from core import journal_proof, schema
from core.backup import DamagedBackup, restore_backup, write_backup
from core.database import db, reading
from core.languages import LANGUAGES
from core.settings import ROOT, explain
from core.sweep import sweep_once
from core.views import settings


@click.group("database")
def database_group() -> None:
    """The schema: where it stands, walk it up or down, rights of the application's role."""


@database_group.command("migrate")
@click.option("--to", "revision", default="head", show_default=True, help="Revision to walk up to.")
@with_appcontext
def migrate(revision: str) -> None:
    """Walk the schema up to what this version needs."""
    schema.upgrade(db.engine, revision)
    click.echo(f"schema stands at {schema.present(db.engine)}")


@database_group.command("back")
@click.argument("revision")
@click.confirmation_option(prompt="Data of what is taken away will be lost. Go on?")
@with_appcontext
def back(revision: str) -> None:
    """Walk the schema down to REVISION."""
    schema.downgrade(db.engine, revision)
    click.echo(f"schema stands at {schema.present(db.engine) or 'nothing'}")


@database_group.command("status")
@with_appcontext
def status() -> None:
    """Say where the schema stands; exit 1 when it is not where the code needs it."""
    present, needed = schema.present(db.engine), schema.newest()
    click.echo(f"schema stands at {present or 'nothing'}, this version needs {needed}")
    if present != needed:
        sys.exit(1)


@database_group.command("grant")
@click.argument("role")
@with_appcontext
def grant(role: str) -> None:
    """Give the PostgreSQL role ROLE what the application needs, and no table of its own.

    Run it as the owner of the tables after each migration; the server then connects as ROLE, which cannot
    change or delete a journal entry, nor drop the triggers that forbid it.
    """
    if db.engine.dialect.name != "postgresql":
        raise click.ClickException("SQLite has no roles")
    schema.grant_to(db.engine, role)
    click.echo(f"{role} may use the tables of revision {schema.present(db.engine)}")


@click.group("journal")
def journal_group() -> None:
    """The journal: prove it, publish its heads."""


@journal_group.command("verify")
@click.option(
    "--heads",
    type=click.Path(exists=True, path_type=Path),
    help="A file of `journal publish` to hold against.",
)
@with_appcontext
def journal_verify(heads: Path | None) -> None:
    """Walk every chain; name the first broken entry of each, exit 1 if there is one."""
    with reading():
        proof = journal_proof.verify()
        breaks = list(proof.breaks)
        if heads:
            key = journal_proof.signing_key(head_key_path()).public_key().public_bytes_raw()
            breaks += journal_proof.compare(heads.read_text(encoding="utf-8"), key)
    for fault in breaks:
        click.echo(f"chain {fault.chain}, entry {fault.position}: {fault.fault}", err=True)
    click.echo(f"{proof.entries} entries in {proof.chains} chains: {'BROKEN' if breaks else 'whole'}")
    if breaks:
        sys.exit(1)


@journal_group.command("publish")
@click.argument("target", type=click.Path(path_type=Path))
@with_appcontext
def journal_publish(target: Path) -> None:
    """Write the signed heads of all chains to TARGET; keep it outside this machine.

    Whoever later cuts a chain short cannot make these heads come out again.
    """
    with reading():
        target.write_text(journal_proof.publish(journal_proof.signing_key(head_key_path())), encoding="utf-8")
    click.echo(f"heads written to {target}")


def head_key_path() -> Path:
    """Where the key that signs the heads lies."""
    held = settings()
    return Path(held.head_key_file) if held.head_key_file else held.data_folder / "keys" / "journal-heads.pem"


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Do the chores once: send what waits, destroy what may no longer be kept."""
    done = sweep_once()
    for name, number in done.items():
        click.echo(f"{name}: {'failed, see the log' if number < 0 else number}")
    if any(number < 0 for number in done.values()):
        sys.exit(1)


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(target: Path) -> None:
    """Write database, files and keys into the archive TARGET, while the server goes on.

    The archive holds personal data and keys: keep it as you keep the originals.
    """
    try:
        made = write_backup(db.engine, settings(), target)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}") from error
    rows = sum(made.tables.values())
    click.echo(
        f"{target}: {rows} rows of {len(made.tables)} tables at revision {made.revision}, {made.files} files"
    )


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore(source: Path) -> None:
    """Bring the archive SOURCE back into an empty database and an empty data folder, and prove the journal.

    The archive may come from the other kind of database and from an earlier version: the schema is walked up after
    loading.
    """
    try:
        found = restore_backup(db.engine, settings(), source)
    except (DamagedBackup, tarfile.TarError) as error:
        raise click.ClickException(str(error)) from error
    with reading():
        proof = journal_proof.verify()
    click.echo(
        f"{sum(found.tables.values())} rows, {found.files} files; schema at {schema.present(db.engine)}"
    )
    click.echo(
        f"journal: {proof.entries} entries in {proof.chains} chains: {'whole' if proof.holds else 'BROKEN'}"
    )
    if not proof.holds:
        sys.exit(1)


@click.group("settings")
def settings_group() -> None:
    """The settings of this installation."""


@settings_group.command("explain")
def settings_explain() -> None:
    """Print the documentation page of all settings."""
    click.echo(explain(), nl=False)


@settings_group.command("check")
@with_appcontext
def settings_check() -> None:
    """Say that the settings hold; a wrong one has already stopped this command with the whole list."""
    held = settings()
    click.echo(f"mode {held.mode}, {db.engine.dialect.name}, {held.workers} worker(s), {held.public_address}")


@click.group("translations")
def translations_group() -> None:
    """The catalogues of the three languages."""


@translations_group.command("check")
def translations_check() -> None:
    """List what is untranslated, unused or wrongly holed; exit 1 if anything is."""
    from core.catalogues import faults

    found = faults(ROOT)
    for fault in found:
        click.echo(fault, err=True)
    click.echo(f"{len(found)} faults in {len(LANGUAGES) - 1} languages")
    if found:
        sys.exit(1)


@translations_group.command("update")
def translations_update() -> None:
    """Enter new sentences of the code into each room's catalogue and take out those no longer used."""
    from core.catalogues import update

    for line in update(ROOT):
        click.echo(line)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", type=int, default=lambda: int(os.environ.get("PORT", "5000")), show_default="PORT or 5000"
)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the pages with as many workers as the settings say."""
    present, needed = schema.present(db.engine), schema.newest()
    if present != needed:
        raise click.ClickException(
            f"the schema stands at {present or 'nothing'}, this version needs {needed}: run `synaq database migrate`"
        )
    run_server(host, port)


def run_server(host: str, port: int, target: str = "app:serving") -> None:
    """Start granian in the foreground; it ends on SIGTERM after the requests in flight.

    Tests and benchmarks name another target, so that what they compare is served in just the same way.
    """
    from granian import Granian
    from granian.constants import Interfaces

    must_be_free(host, port)
    held = settings()
    folder = held.data_folder / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    db.engine.dispose()
    Granian(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=held.workers,
        blocking_threads=held.threads,
        respawn_failed_workers=True,
        log_level="warning",  # type: ignore[arg-type]  # granian takes the word
        working_dir=ROOT,
    ).serve()


def must_be_free(host: str, port: int) -> None:
    """Refuse an address at which a server answers: two would share it, and one file of SQLite, without a word."""
    with socket.socket() as asking:
        asking.settimeout(1)
        if asking.connect_ex((host, port)) == 0:
            raise click.ClickException(
                f"at {host}:{port} a server runs already. Stop it, or choose another port: --port {port + 1}"
            )


ALL: tuple[click.Command, ...] = (
    database_group,
    journal_group,
    backup,
    restore,
    sweep,
    settings_group,
    translations_group,
    serve,
)
