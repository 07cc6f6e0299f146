"""The offices as a tree, in the order of the reader's alphabet; searched in all three languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from accounts.models import Office
from core.database import db
from core.sorting import fold, sort_key


@dataclass(slots=True)
class Node:
    """An office with those under it."""

    office: Office
    depth: int
    below: list[Node] = field(default_factory=list)


def all_offices(*, closed: bool = True) -> Sequence[Office]:
    """Every office; without the closed ones where something new is to be put somewhere."""
    query = select(Office)
    return db.session.scalars(query if closed else query.where(Office.closed_on.is_(None))).all()


def tree(offices: Iterable[Office]) -> list[Node]:
    """The roots with all that stands under them; an office whose parent is not among them is a root here."""
    ordered = sorted(offices, key=lambda office: sort_key(office.short))
    known = {office.id for office in ordered}
    under: dict[int | None, list[Office]] = {}
    for office in ordered:
        under.setdefault(office.parent_id if office.parent_id in known else None, []).append(office)

    def grow(parent: int | None, depth: int) -> list[Node]:
        return [Node(office, depth, grow(office.id, depth + 1)) for office in under.get(parent, ())]

    return grow(None, 0)


def flat(nodes: Iterable[Node]) -> list[Node]:
    """The nodes one after the other, as the eye walks down the tree."""
    return [found for node in nodes for found in (node, *flat(node.below))]


def nearest_above(office: Office, kind: str) -> Office | None:
    """The office itself or the nearest above it that is of this kind; None where the tree has none."""
    above: Office | None = office
    while above is not None and above.kind != kind:
        above = db.session.get(Office, above.parent_id) if above.parent_id else None
    return above


def found_with_those_above(offices: Sequence[Office], wanted: str, kind: str) -> list[Office]:
    """The offices that a search means, and those above them, so that the tree stays one."""
    by_id = {office.id: office for office in offices}
    needle = fold(wanted)
    kept: set[int] = set()
    for office in offices:
        if (kind and office.kind != kind) or (needle and needle not in _haystack(office)):
            continue
        present: Office | None = office
        while present is not None and present.id not in kept:
            kept.add(present.id)
            present = by_id.get(present.parent_id) if present.parent_id is not None else None
    return [office for office in offices if office.id in kept]


def _haystack(office: Office) -> str:
    names = (
        office.name_kk,
        office.name_ru,
        office.name_en,
        office.short_kk,
        office.short_ru,
        office.short_en,
    )
    return fold(" ".join((office.code, *names, office.address)))


def office_choices(offices: Iterable[Office]) -> list[tuple[str, str]]:
    """The offices for a field to choose from; those below stand further in."""
    return [
        (str(node.office.id), "\u2003" * node.depth + f"{node.office.short} ({node.office.code})")
        for node in flat(tree(offices))
    ]
