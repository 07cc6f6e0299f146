"""The command: `python3 run.py faults --rounds N --seed S`, the same as `python -m tests.faults …`."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

import click

from tests.databases import KINDS
from tests.faults.kinds import FAULTS
from tests.faults.rounds import Outcome, deal, play
from tests.faults.world import World, open_world


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=18, show_default=True, help="On each database.")
@click.option("--seed", type=click.IntRange(min=1), help="Throws the dice; a run without one says its own.")
@click.option("--database", type=click.Choice([*KINDS, "both"]), default="both", show_default=True)
@click.option("--fault", "wanted", multiple=True, type=click.Choice(list(FAULTS)), help="Only these.")
@click.option(
    "--limits-only",
    is_flag=True,
    help="Fill disks by limits on files, even where a small disk can be mounted.",
)
def main(rounds: int, seed: int | None, database: str, wanted: tuple[str, ...], limits_only: bool) -> None:
    """Break what stands under the saving of answers, round by round, and count what is lost.

    Candidates write on a real server and a real database of their own while a worker, the server or PostgreSQL is
    killed, the disk is full, the network drops, delays, doubles and re-orders, pages and computers change, clocks leap,
    or their tests are closed. Then everything that was acknowledged must be there, and every score right.
    """
    first = seed or random.SystemRandom().randint(1, 10**6)
    kinds = [kind for kind in KINDS if database in {kind, "both"}]
    if not any(names for kind in kinds for names in [list(_dealt(kind, wanted, first, 1))]):
        raise click.UsageError("there is no such fault on this database")
    bad = sum(run(kind, wanted, rounds, first, limits_only) for kind in kinds)
    if bad:
        sys.exit(1)


def _dealt(kind: str, wanted: tuple[str, ...], seed: int, rounds: int) -> list[tuple[int, str]]:
    names = deal(kind, wanted, seed)
    return [(seed + at, name) for at, name in zip(range(rounds), names, strict=False)]


def run(kind: str, wanted: tuple[str, ...], rounds: int, seed: int, limits_only: bool) -> int:
    """All rounds on one kind of database; how many of them were bad."""
    dealt = _dealt(kind, wanted, seed, rounds)
    if not dealt:
        return 0
    began, outcomes = time.monotonic(), list[Outcome]()
    with open_world(kind, small_disk=True, said=click.echo, limits_only=limits_only) as world:
        click.echo(f"{kind}: {rounds} rounds from seed {seed}")
        for number, (own_seed, name) in enumerate(dealt, start=1):
            outcome = play(world, name, own_seed)
            outcomes.append(outcome)
            tell(kind, number, own_seed, outcome)
        sum_up(kind, outcomes, world, time.monotonic() - began)
    return sum(bool(outcome.faults) for outcome in outcomes)


def tell(kind: str, number: int, seed: int, outcome: Outcome) -> None:
    """One line a round; for a bad one what was wrong, and how to repeat it."""
    click.echo(
        f"  {number:>4} {outcome.fault:<10} {outcome.made:>5} made, {outcome.acknowledged:>5} acknowledged "
        f"({outcome.apart} apart), {outcome.in_vain:>3} asked in vain, {outcome.lost} lost"
    )
    for fault in outcome.faults[:20]:
        click.echo(f"       {fault}", err=True)
    if outcome.faults:
        again = f"--rounds 1 --seed {seed} --database {kind} --fault {outcome.fault}"
        click.echo(f"       repeat: python3 run.py faults {again}", err=True)


def sum_up(kind: str, outcomes: list[Outcome], world: World, seconds: float) -> None:
    """The counters of a run."""
    total = Counter[str]()
    for outcome in outcomes:
        total.update(
            made=outcome.made,
            acknowledged=outcome.acknowledged,
            results=outcome.results,
            lost=outcome.lost,
            bad=int(bool(outcome.faults)),
        )
    kills = ", ".join(f"{who} {times}" for who, times in sorted(world.killed.items())) or "none"
    played = ", ".join(f"{name} {times}" for name, times in Counter(one.fault for one in outcomes).items())
    click.echo(f"{kind}: {len(outcomes)} rounds in {seconds:.0f} s ({played})")
    click.echo(
        f"  entries made {total['made']}, acknowledged {total['acknowledged']}; kills: {kills}; "
        f"results recounted {total['results']}; lost {total['lost']}; bad rounds {total['bad']}"
    )


if __name__ == "__main__":
    main()
