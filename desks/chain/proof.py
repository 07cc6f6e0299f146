"""The proof of a whole chain, link by link, from its documents alone: for the page and for the command line. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.languages import _l
from desks.chain import application, evaluation, order, paper, protocol, record, result, seal, transcript
from desks.chain.links import Checks, Evidence, Holds, Kind, Line, Prove, Unreadable, standing

PROVE: dict[Kind, Prove] = {
    Kind.APPLICATION: application.prove,
    Kind.SEAL: seal.prove,
    Kind.TRANSCRIPT: transcript.prove,
    Kind.RECORD: record.prove,
    Kind.RESULT: result.prove,
    Kind.EVALUATION: evaluation.prove,
    Kind.PROTOCOL: protocol.prove,
    Kind.ORDER: order.prove,
    Kind.PAPER: paper.prove,
}


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found of one link."""

    kind: Kind
    lines: tuple[Line, ...]

    @property
    def holds(self) -> Holds:
        return standing(self.lines)


def prove_link(kind: Kind, evidence: Evidence, checks: Checks) -> Proved:
    """Every line of one link. A document that is no such document ends it with a line that does not hold."""
    lines: list[Line] = []
    try:
        for line in PROVE[kind](evidence, checks):
            lines.append(line)  # noqa: PERF402 - what was found before a fault stays
    except Unreadable as fault:
        lines.append(Line(Holds.NO, _l("%(name)s is missing or cannot be read.", name=str(fault))))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError):
        # Whatever a document that is none makes its reader stumble over, the printer of its pages among them.
        lines.append(Line(Holds.NO, _l("A document of this link is not what it should be.")))
    return Proved(kind, tuple(lines))


def prove_all(evidence: Evidence, checks: Checks) -> list[Proved]:
    """Every link that is there, from the first to the last."""
    return [prove_link(kind, evidence, checks) for kind in Kind if kind in evidence.facts]
