"""How fast are papers drawn? Papers a second by a 100-question blueprint from 10,000 questions, on one core.

The floor is bare `random.sample` of the same sizes in the same run: it knows nothing of enemies, uses or balance.
Rounds alternate, the median counts. Run: python3 benchmarks/draw_papers.py [--papers N] [--rounds N]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from question_banks.blueprint import Balance, Blueprint, Cell, PoolQuestion, Section
from question_banks.drawing import Drawn, draw
from question_banks.items import DIFFICULTIES

GOAL = 1_000


def pool_of(size: int) -> list[PoolQuestion]:
    """Ten topics, three difficulties, every fiftieth question with an enemy."""
    chance = random.Random(1)
    eases = {"easy": 800, "medium": 600, "hard": 400}
    made = []
    for at in range(size):
        difficulty = DIFFICULTIES[at % 3]
        made.append(
            PoolQuestion(
                id=f"q{at:05d}",
                topic=(f"t{at % 10}",),
                difficulty=difficulty,
                languages=frozenset({"kk", "ru"}),
                ease=eases[difficulty] + chance.randint(-150, 150),
                seconds=chance.randint(30, 120),
                enemies=frozenset({f"q{at + 30:05d}"}) if at % 50 == 0 else frozenset(),
            )
        )
    return made


def blueprint_of(balance: Balance, most_shared: int | None) -> Blueprint:
    """30 cells, 100 questions: easy 4, medium 3, hard 3 in each of ten topics, over two sections."""
    counts = {"easy": 4, "medium": 3, "hard": 3}
    cells = [
        Cell(topic=(f"t{topic}",), difficulty=difficulty, count=counts[difficulty])
        for topic in range(10)
        for difficulty in DIFFICULTIES
    ]
    sections = (Section(id="one", cells=tuple(cells[:15])), Section(id="two", cells=tuple(cells[15:])))
    return Blueprint(sections=sections, languages=("kk", "ru"), balance=balance, most_shared=most_shared)


def floor(pool: list[PoolQuestion], blueprint: Blueprint, papers: int) -> float:
    """Seconds for the same sizes by random.sample, cell by cell."""
    cells = [cell for section in blueprint.sections for cell in section.cells]
    held = [([one.id for one in pool if one.fits(cell)], cell.count) for cell in cells]
    chance = random.Random(2)
    start = time.perf_counter()
    for _ in range(papers):
        paper: list[str] = []
        for names, count in held:
            paper.extend(chance.sample(names, count))
    return time.perf_counter() - start


def drawn(pool: list[PoolQuestion], blueprint: Blueprint, papers: int, round_: int) -> float:
    """Seconds for the real thing, preparation of the pool included."""
    start = time.perf_counter()
    made = draw(blueprint, pool, papers=papers, seed=f"round {round_}".encode())
    spent = time.perf_counter() - start
    if not isinstance(made, Drawn):
        raise SystemExit(f"not drawn: {made}")
    return spent


def main() -> int:
    """Print papers a second, and the ratio to the floor."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--papers", type=int, default=2_000)
    reader.add_argument("--rounds", type=int, default=5)
    given = reader.parse_args()
    pool = pool_of(10_000)
    tight = Balance(ease_tolerance=10, seconds_tolerance=150)
    plans = (
        ("plain", blueprint_of(Balance(), None)),
        ("balanced (ease ±1 %, time ±150 s)", blueprint_of(tight, None)),
        ("balanced, 10 shared at most, 200 papers", blueprint_of(tight, 10)),
    )
    worst = float("inf")
    for name, blueprint in plans:
        papers = given.papers if blueprint.most_shared is None else 200
        floors, reals = [], []
        for round_ in range(given.rounds):
            floors.append(papers / floor(pool, blueprint, papers))
            reals.append(papers / drawn(pool, blueprint, papers, round_))
        real, bare = statistics.median(reals), statistics.median(floors)
        worst = min(worst, real)
        print(f"{name}: {real:,.0f} papers/s; bare random.sample {bare:,.0f}/s; ratio {real / bare:.2f}")
    print(f"goal {GOAL:,} papers/s: {'met' if worst > GOAL else 'missed'}")
    return 0 if worst > GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
