"""What is said of the signatures on a link's document, line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.languages import _l
from desks.chain.links import Holds, Line
from gateways.signatures.findings import Doubt, Finding, FoundSignature, NotChecked, Valid
from gateways.signatures.saying import finding_sentence

# As papers of the whole country are dated.
ZONE = "Asia/Almaty"


def holds(finding: Finding) -> Holds:
    """Valid, not valid, or neither."""
    if isinstance(finding, Valid):
        return Holds.YES
    return Holds.UNSAID if isinstance(finding, NotChecked) else Holds.NO


def signature_lines(found: Sequence[FoundSignature], named: Sequence[str]) -> Iterator[Line]:
    """Each signature beside whom the paper names; and that there are as many as it names.

    Where no authority is known nothing is said of any of them, not even how many there are.
    """
    if any(isinstance(one.finding, NotChecked) and one.finding.doubt is Doubt.NOT_CONNECTED for one in found):
        yield Line(
            Holds.UNSAID,
            _l("Whether the signatures hold cannot be said here: no certification authority is known."),
        )
        return
    for one, name in zip(found, named, strict=False):
        yield Line(
            holds(one.finding),
            _l(
                "%(name)s, named in the paper: %(finding)s",
                name=name,
                finding=finding_sentence(one.finding, ZONE),
            ),
        )
    if len(found) != len(named):
        yield Line(
            Holds.NO,
            _l(
                "There are %(found)s signatures; the paper names %(named)s.",
                found=len(found),
                named=len(named),
            ),
        )
