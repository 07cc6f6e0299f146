"""How fast the twelve texts are read and looked over, beside the parsing of the same files alone.

Every server process reads them once when it starts, and every command does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from benchmarks.cores import Done, again_and_again, all_cores, on_all
from benchmarks.ground import Ground
from benchmarks.rounds import Subject
from regulations.catalogue import TEXTS, load
from regulations.naming import setting_kinds

FLOOR = "parsing alone"


@contextmanager
def texts(_ground: Ground) -> Iterator[list[Subject]]:
    """One process a core."""
    with all_cores() as pool:
        yield [
            Subject(FLOOR, on_all(pool, parse)),
            Subject("texts read", on_all(pool, read), (FLOOR,)),
        ]


def parse(seconds: float) -> Done:
    """The files as YAML, and nothing made of them."""
    files = [path.read_bytes() for path in sorted(TEXTS.glob("*/*.yaml"))]

    def one() -> None:
        for held in files:
            for _event in yaml.parse(held, Loader=yaml.CSafeLoader):
                pass

    return again_and_again(seconds, one)


def read(seconds: float) -> Done:
    """As the application reads them, with every check."""
    setting_kinds()
    return again_and_again(seconds, lambda: load(TEXTS))
