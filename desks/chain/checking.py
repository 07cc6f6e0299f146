"""Who checks the signatures of a chain: this installation's door, or given roots that nobody is asked about."""

from __future__ import annotations

from pathlib import Path

from core.settings import Settings
from desks.chain.links import Checks, Evidence
from gateways.doors import doors
from gateways.paper_command import door_of
from gateways.signatures.door import NoSignatures, SignatureDoor
from orders.paper_proof import key_text
from orders.register_key import own_public_key


def checks_of(roots: Path | None = None) -> Checks:
    """The checks under this installation's trust, or under the roots of a PEM file."""
    return _checks(door_of(roots) if roots is not None else doors().signatures)


def checks_anywhere(evidence: Evidence, roots: Path | None, settings: Settings) -> Checks:
    """The checks on a machine that may be another's: a demo authority knows only the papers of its own register.

    Where neither roots are given nor this machine has any that could know the signatories, nothing can be said of
    their signatures, for or against.
    """
    if roots is None and doors().signatures.stand_in and not _is_ours(evidence, settings):
        return _checks(NoSignatures())
    return checks_of(roots)


def _is_ours(evidence: Evidence, settings: Settings) -> bool:
    own = own_public_key(settings)
    return own is not None and key_text(own) == evidence.case.register_key


def _checks(door: SignatureDoor) -> Checks:
    return Checks(door.check_pdf, door.check_at)
