"""What a text demands of the chain of a case, and whether a file that leaves a link out may do so. Pure.

A file says of each link that it holds it, or why not. Such a reason proves nothing by itself: it is held against the
steps of the edition that the case names, and against what the file holds besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.languages import _l
from desks.chain.links import Absence, Evidence, Holds, Kind, Line
from desks.chain.words import NAMES
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.model import Edition

BY_STEP: dict[Kind, StepKind] = {
    Kind.SEAL: StepKind.TEST,
    Kind.TRANSCRIPT: StepKind.TEST,
    Kind.RECORD: StepKind.TEST,
    Kind.RESULT: StepKind.TEST,
    Kind.EVALUATION: StepKind.EVALUATION,
    Kind.PROTOCOL: StepKind.INTERVIEW,
    Kind.ORDER: StepKind.ORDER,
}


def demanded(edition: Edition, procedure: str) -> frozenset[Kind]:
    """The links which the chain of a case has under this text when it is whole."""
    steps = {step.kind for step in edition.steps_of(procedure)}
    return frozenset(kind for kind in Kind if kind not in BY_STEP or BY_STEP[kind] in steps)


def demands_of(evidence: Evidence) -> frozenset[Kind] | None:
    """The same for a file; None where its case names a text that is not known here."""
    case = evidence.case
    edition = catalogue().editions.get(case.edition)
    if edition is None or edition.service != case.service:
        return None
    if case.procedure not in {one.id for one in edition.procedures}:
        return None
    return demanded(edition, case.procedure)


def prove_absences(evidence: Evidence) -> Iterator[Line]:
    """Every link is there or is missing for a reason that the text and the other links bear out."""
    wanted = demands_of(evidence)
    if wanted is None:
        yield Line(
            Holds.UNSAID,
            _l(
                "The text %(edition)s is not known here: what the chain must hold cannot be said.",
                edition=evidence.case.edition,
            ),
        )
        wanted = frozenset({Kind.APPLICATION})
    for kind in Kind:
        if kind not in evidence.facts:
            yield from _absent(evidence, kind, wanted)


def unproved(evidence: Evidence) -> list[Kind]:
    """The links which the text demands and the file does not hold."""
    wanted = demands_of(evidence) or frozenset()
    return [kind for kind in Kind if kind in wanted and kind not in evidence.facts]


def _absent(evidence: Evidence, kind: Kind, wanted: frozenset[Kind]) -> Iterator[Line]:
    why = evidence.missing.get(kind)
    if why is None:
        yield Line(Holds.NO, _l("%(link)s: the file neither holds it nor says why not.", link=NAMES[kind]))
    elif kind not in wanted:
        return
    elif why is Absence.NOT_IN_TEXT:
        yield Line(
            Holds.NO,
            _l("%(link)s: the text demands it, though the file says that it does not.", link=NAMES[kind]),
        )
    elif kind is Kind.APPLICATION or _rested_upon(evidence, kind, why):
        yield Line(
            Holds.NO, _l("%(link)s: it is missing, and what the file holds rests on it.", link=NAMES[kind])
        )


def _rested_upon(evidence: Evidence, kind: Kind, why: Absence) -> bool:
    """Nothing is issued before every step is done; but a hall's record may follow, and a result be taken back."""
    return Kind.PAPER in evidence.facts and kind is not Kind.RECORD and why is not Absence.TAKEN_BACK
