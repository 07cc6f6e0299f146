"""Who checks the signatures of a chain: this installation's door, or given roots that nobody is asked about."""

from __future__ import annotations

from pathlib import Path

from desks.chain.links import Checks
from gateways.doors import doors
from gateways.paper_command import door_of


def checks_of(roots: Path | None = None) -> Checks:
    """The checks under this installation's trust, or under the roots of a PEM file."""
    door = door_of(roots) if roots is not None else doors().signatures
    return Checks(door.check_pdf, door.check_at)
