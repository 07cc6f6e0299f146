"""What the demo must hold: a case at every stage of every service, told by the texts of the regulations themselves."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from applications.models import Case
from core.database import db
from regulations.catalogue import SERVICES, catalogue
from regulations.model import Edition

# Steps at which no case is ever left: their act is one with the act before it.
AT_ONCE = {
    ("independent-expert-accreditation", "s06"): "the result is entered with the test",
    ("forensic-expert-attestation", "s06"): "the result is entered with the test",
    ("forensic-expert-qualification", "s06"): "the result is entered with the test",
    ("clinic-attachment", "s02"): "the ticket is given as the documents are accepted",
}
# Where the commission decides by its protocol, nobody departs from it: whoever leaves has left at the interview.
NEVER_TAKEN = {("rural-pharmacy-attestation", "x-decision")}


def stages_without_a_case() -> list[str]:
    """The steps of each service, the results of its procedures and its ways out that no case of the demo shows."""
    held = db.session.execute(select(Case.service, Case.procedure, Case.place)).all()
    shown = {(service, place) for service, _procedure, place in held}
    shown |= {(service, place.partition("/")[0]) for service, place in shown}
    shown |= {(service, f"{procedure}: {place}") for service, procedure, place in held}
    return [
        f"{service}, {stage}"
        for service in SERVICES
        for stage in _stages(catalogue().newest(service))
        if (service, stage) not in shown and (service, stage) not in AT_ONCE.keys() | NEVER_TAKEN
    ]


def _stages(edition: Edition) -> Iterator[str]:
    yield from (step.id for step in edition.steps)
    yield from (f"{procedure.id}: issued" for procedure in edition.procedures)
    yield from (way_out.id for way_out in edition.exits)
