"""Candidates a second in a protocol, of sixty of them beside six: drawing must not cost more for each in a long one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial

from benchmarks.cores import Done, again_and_again, all_cores, on_all
from benchmarks.ground import Ground
from benchmarks.rounds import Subject
from commissions.protocol_facts import ProtocolFacts, read_facts, spelled
from commissions.protocol_paper import protocol_pdf
from tests.commissions.proceedings_made import facts_of

FEW, MANY = 6, 60


@contextmanager
def protocols(_ground: Ground) -> Iterator[list[Subject]]:
    """One process a core; what is counted are candidates, so that both sizes are measured by the same stick."""
    with all_cores() as pool:
        yield [
            Subject("protocol of 6", on_all(pool, partial(draws, FEW))),
            Subject("protocol of 60", on_all(pool, partial(draws, MANY)), ("protocol of 6",)),
            Subject("facts of 6 proved", on_all(pool, partial(reads, FEW))),
            Subject("facts of 60 proved", on_all(pool, partial(reads, MANY)), ("facts of 6 proved",)),
        ]


@cache
def _facts(size: int, _process: int) -> ProtocolFacts:
    return facts_of(size)


def _candidates(seconds: float, size: int, work: Callable[[ProtocolFacts], object]) -> Done:
    facts = _facts(size, os.getpid())
    done, cpu = again_and_again(seconds, lambda: work(facts))
    return done * size, cpu


def draws(size: int, seconds: float) -> Done:
    """The PDF with its enclosed facts."""
    return _candidates(seconds, size, protocol_pdf)


def reads(size: int, seconds: float) -> Done:
    """The canonical text, made and read back strictly."""
    return _candidates(seconds, size, lambda facts: read_facts(spelled(facts)))
