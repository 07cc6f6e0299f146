"""Papers a second: a page of two languages, signatures and a QR code, beside typst alone on the same markup."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool
from pathlib import Path

import psutil
import typst

from benchmarks.ground import Ground
from benchmarks.rounds import Measured, Subject
from core.paper_example import EXAMPLE_FACTS
from core.paper_facts import frozen_facts, moment_of, printable_facts
from core.pdf import FONTS, STANDARDS, render_pdf
from core.qr_code import qr_svg
from core.settings import ROOT

TEMPLATE = Path("core") / "papers" / "example.typ"
_spawn = multiprocessing.get_context("spawn")


@contextmanager
def papers(_ground: Ground) -> Iterator[list[Subject]]:
    """As many processes as there are cores, for two threads do not speed typst up."""
    count = psutil.cpu_count() or 1
    with _spawn.Pool(count) as pool:
        yield [
            Subject("typst alone", _together(pool, count, make_bare)),
            Subject("papers", _together(pool, count, make_papers), ("typst alone",)),
        ]


def _together(pool: Pool, count: int, work: Callable[[float], int]) -> Callable[[float], Measured]:
    def measure(seconds: float) -> Measured:
        return Measured(sum(pool.map(work, [seconds] * count, chunksize=1)) / seconds)

    return measure


def make_papers(seconds: float) -> int:
    """Papers by the way of the service, facts and all; how many in so many seconds."""
    facts = EXAMPLE_FACTS
    return _count(seconds, lambda: render_pdf("core/example", facts, specimen=True))


def make_bare(seconds: float) -> int:
    """The same markup with everything prepared beforehand: what typst itself needs."""
    plain = frozen_facts(EXAMPLE_FACTS)
    address = str(plain["check_address"])
    inputs = {
        "facts": json.dumps(printable_facts(plain, frozenset(range(0x110000))), ensure_ascii=False),
        "frame": json.dumps({"language": "kk", "specimen": True, "qr": qr_svg(address)}, ensure_ascii=False),
    }
    stamp = int(moment_of(plain).timestamp())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    press = typst.Compiler(root=ROOT, font_paths=fonts)
    return _count(
        seconds,
        lambda: press.compile(
            input=ROOT / TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp
        ),
    )


def _count(seconds: float, work: Callable[[], object]) -> int:
    work()
    until = time.perf_counter() + seconds
    done = 0
    while time.perf_counter() < until:
        work()
        done += 1
    return done
