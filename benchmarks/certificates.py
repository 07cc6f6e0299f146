"""Certificates a second: number, proof, drawing and PAdES B-LT signature, beside bare typst and bare pyHanko.

Every one has a number of its own, and with it an ornament and a code of its own. The floor prints the same markup with
everything prepared, down to the ornament and the code, and signs it with the same key and answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any

import typst
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.cores import Done, again_and_again, all_cores, on_all
from benchmarks.ground import Ground
from benchmarks.rounds import Subject
from benchmarks.signatures import Bench
from core.canonical import digest
from core.clock import now
from core.paper_facts import frozen_facts, moment_of, printable_facts
from core.pdf import FONTS, STANDARDS
from core.qr_code import qr_svg
from core.settings import ROOT
from gateways.signatures.authority import make_authority
from orders.guilloche import guilloche
from orders.paper_proof import Proven, code_of
from orders.result_facts import facts_of
from orders.result_kinds import number_of
from orders.result_pdf import result_pdf
from tests.orders import drawing

SERVICE = "specialist-certificate"
TEMPLATE = ROOT / "orders" / "papers_typ" / "certificate.typ"
FLOOR = "typst and pyHanko alone"
GOAL = 0.8


@contextmanager
def certificates(ground: Ground) -> Iterator[list[Subject]]:
    """One process a core, as `synaq serve` has them."""
    folder = ground.folder / "authority"
    make_authority(folder, now(), "http://127.0.0.1:8810", "rsa")
    with all_cores() as pool:
        yield [
            Subject(FLOOR, on_all(pool, partial(make_bare, str(folder)))),
            Subject("certificates", on_all(pool, partial(make, str(folder))), (FLOOR,), GOAL),
        ]


def make(folder: str, seconds: float) -> Done:
    """By the way of the service, from the facts of a case to the signed file."""
    bench, key, numbers = _bench(folder, os.getpid()), Ed25519PrivateKey.generate(), count(1)

    def one() -> None:
        bench.sign_paper(_drawn(next(numbers), key))

    return again_and_again(seconds, one)


def make_bare(folder: str, seconds: float) -> Done:
    """typst on what it needs, all of it at hand, and pyHanko's own signer."""
    bench, numbers = _bench(folder, os.getpid()), count(1)
    inputs, stamp = _prepared()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    press = typst.Compiler(root=ROOT, font_paths=fonts)

    def one() -> None:
        # Another number each time: typst remembers a page that it has drawn already.
        facts = inputs["facts"].replace("-000000", f"-{next(numbers):06d}")
        paper = press.compile(
            input=TEMPLATE,
            format="pdf",
            sys_inputs=inputs | {"facts": facts},
            pdf_standards=STANDARDS,
            timestamp=stamp,
        )
        assert isinstance(paper, bytes)
        bench.sign_bare(paper)

    return again_and_again(seconds, one)


@cache
def _bench(folder: str, _process: int) -> Bench:
    return Bench(Path(folder))


@cache
def _case() -> Any:
    """What is known of a case before its certificate is drawn."""
    return drawing.drawn(next(one for one in drawing.editions() if one.service == SERVICE))


def _frozen(number: int) -> Mapping[str, object]:
    return frozen_facts(facts_of(replace(_case(), number=number_of(SERVICE, "AST", 2026, number))))


def _drawn(number: int, key: Ed25519PrivateKey) -> bytes:
    facts = _frozen(number)
    proven = Proven(
        drawing.ADDRESS[-26:],
        str(facts["number"]),
        SERVICE,
        drawing.PERSON,
        date(2026, 4, 16),
        None,
        digest(facts),
    )
    code = code_of(drawing.ADDRESS, proven, key)
    return result_pdf(facts, proven.digest, drawing.ADDRESS, code, specimen=False)


def _prepared() -> tuple[dict[str, str], int]:
    facts = dict(_frozen(0))
    stamp = int(moment_of(facts).timestamp())
    facts |= {
        "digest": digest(facts),
        "check_address": drawing.ADDRESS,
        "check_code": drawing.CODE,
        "ornament": guilloche(str(facts["number"])),
    }
    frame = {"language": "kk", "specimen": False, "qr": qr_svg(drawing.CODE), "layout": "0" * 16}
    every = frozenset(range(0x110000))
    return {
        "facts": json.dumps(printable_facts(facts, every), ensure_ascii=False),
        "frame": json.dumps(frame, ensure_ascii=False),
        "attached": "{}",
    }, stamp
