"""Papers a second: a page of two languages, signatures and a QR code, beside typst alone on the same markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typst

from benchmarks.cores import Done, again_and_again, all_cores, on_all
from benchmarks.ground import Ground
from benchmarks.rounds import Subject
from core.paper_example import EXAMPLE_FACTS
from core.paper_facts import frozen_facts, moment_of, printable_facts
from core.pdf import FONTS, STANDARDS, render_pdf
from core.qr_code import qr_svg
from core.settings import ROOT

TEMPLATE = Path("core") / "papers" / "example.typ"
FLOOR = "typst alone"


@contextmanager
def papers(_ground: Ground) -> Iterator[list[Subject]]:
    """As many processes as there are cores, for two threads do not speed typst up."""
    with all_cores() as pool:
        yield [
            Subject(FLOOR, on_all(pool, make_bare)),
            Subject("papers", on_all(pool, make_papers), (FLOOR,)),
        ]


def make_papers(seconds: float) -> Done:
    """Papers by the way of the service, facts and all; how many in so many seconds."""
    facts = EXAMPLE_FACTS
    return again_and_again(seconds, lambda: render_pdf("core/example", facts, specimen=True))


def make_bare(seconds: float) -> Done:
    """The same markup with everything prepared beforehand: what typst itself needs."""
    plain = frozen_facts(EXAMPLE_FACTS)
    address = str(plain["check_address"])
    inputs = {
        "facts": json.dumps(printable_facts(plain, frozenset(range(0x110000))), ensure_ascii=False),
        "frame": json.dumps(
            {"language": "kk", "specimen": True, "qr": qr_svg(address), "layout": "0" * 16},
            ensure_ascii=False,
        ),
    }
    stamp = int(moment_of(plain).timestamp())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    press = typst.Compiler(root=ROOT, font_paths=fonts)
    return again_and_again(
        seconds,
        lambda: press.compile(
            input=ROOT / TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp
        ),
    )
