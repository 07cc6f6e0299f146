"""Whether this installation may sign in somebody's place: the demo's stand-in for a key that each person has."""

from __future__ import annotations

from core.settings import Settings
from gateways.signatures.door import SignatureDoor


def offers_demo_keys(settings: Settings, door: SignatureDoor) -> bool:
    """Only where the demo authority stands in, and never in production."""
    return door.stand_in and not settings.is_production
