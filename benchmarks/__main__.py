"""The command: `python3 run.py benchmark NAME …`, the same as `python -m benchmarks NAME …`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.cases import cases
from benchmarks.certificates import certificates
from benchmarks.closing import closing
from benchmarks.entries import entries
from benchmarks.evidence import evidence
from benchmarks.ground import Ground, open_ground
from benchmarks.hall import hall
from benchmarks.imports import bank_imports
from benchmarks.journal import journalled_writes
from benchmarks.load import NoClient
from benchmarks.machine import describe
from benchmarks.pages import empty_pages
from benchmarks.papers import papers
from benchmarks.protocols import protocols
from benchmarks.questions import bank_searches
from benchmarks.register import register_look_ups
from benchmarks.report import as_json, table
from benchmarks.rounds import BadLoad, Subject, alternate
from benchmarks.saves import saves
from benchmarks.sign_in import log_ins
from benchmarks.signatures import signatures
from benchmarks.starts import starts
from benchmarks.texts import texts

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Benchmark:
    """What can be measured: its subjects over a ground, and on which databases it differs."""

    subjects: Callable[[Ground], AbstractContextManager[list[Subject]]]
    kinds: tuple[str, ...] = KINDS


BENCHMARKS = {
    "log-ins": Benchmark(log_ins),
    "pages": Benchmark(empty_pages),
    "journal": Benchmark(journalled_writes),
    "cases": Benchmark(cases),
    "papers": Benchmark(papers, kinds=("sqlite",)),
    "protocols": Benchmark(protocols, kinds=("sqlite",)),
    "certificates": Benchmark(certificates, kinds=("sqlite",)),
    "evidence": Benchmark(evidence),
    "register": Benchmark(register_look_ups),
    "signatures": Benchmark(signatures, kinds=("sqlite",)),
    "imports": Benchmark(bank_imports),
    "texts": Benchmark(texts, kinds=("sqlite",)),
    "searches": Benchmark(bank_searches),
    "saves": Benchmark(saves),
    "entries": Benchmark(entries),
    "starts": Benchmark(starts),
    "closing": Benchmark(closing),
    "hall": Benchmark(hall),
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, required=True, type=click.Choice([*BENCHMARKS, "all"]))
@click.option("--database", type=click.Choice([*KINDS, "both"]), default="both", show_default=True)
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True)
@click.option(
    "--seconds",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="How long each subject is loaded in each round.",
)
@click.option(
    "--people",
    type=click.IntRange(min=1),
    default=1_000,
    show_default=True,
    help="How many sit in the hall of `hall` and of `closing`; the goals speak of 10,000.",
)
@click.option(
    "--json", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write all rounds to this file."
)
def main(
    names: tuple[str, ...], database: str, rounds: int, seconds: int, people: int, target: Path | None
) -> None:
    """Measure NAMES beside their floors, in alternating rounds, and print medians and ratios.

    PostgreSQL is started from a wheel with its own defaults, unless DATABASE_URL names a server on which databases
    and roles may be made; SQLite lies in a file. Nothing of a run is kept but what --json writes.
    """
    server_url = os.environ.pop("DATABASE_URL", None)
    wanted = list(BENCHMARKS) if "all" in names else list(dict.fromkeys(names))
    runs = [
        run(name, kind, server_url, rounds, seconds, people)
        for name in wanted
        for kind in BENCHMARKS[name].kinds
        if database in {kind, "both"} or len(BENCHMARKS[name].kinds) == 1
    ]
    if target:
        target.write_text(json.dumps({"runs": runs}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def run(
    name: str, kind: str, server_url: str | None, rounds: int, seconds: float, people: int
) -> dict[str, Any]:
    """One benchmark on one kind of database, told on the way and at its end."""
    benchmark = BENCHMARKS[name]
    title = f"{name} on {kind}" if len(benchmark.kinds) > 1 else name
    with open_ground(kind, server_url, people) as ground:
        machine = describe(ground.folder) | ground.facts()
        with benchmark.subjects(ground) as subjects:
            results = alternate(
                subjects, rounds, seconds, lambda line: click.echo(f"{title}: {line}", err=True)
            )
    click.echo(f"\n{table(title, results)}\n")
    click.echo("\n".join(f"  {fact}: {value}" for fact, value in machine.items()) + "\n")
    return {
        "benchmark": name,
        "database": kind,
        "rounds": rounds,
        "seconds": seconds,
        "people": people,
        "machine": machine,
        "subjects": as_json(results),
    }


if __name__ == "__main__":
    try:
        main()
    except (BadLoad, NoClient) as fault:
        sys.exit(f"The run is worth nothing: {fault}")
