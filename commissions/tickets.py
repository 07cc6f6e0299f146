"""Which ticket falls to a candidate: another one for each, repeatable from the meeting's seed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def seed_digest(seed: str) -> str:
    """What the journal says of the seed as the meeting begins: enough to prove it later, nothing to foretell by."""
    return hashlib.sha256(f"tickets of a meeting {seed}".encode()).hexdigest()


def fallen(seed: str, interview: int, left: Iterable[int]) -> int:
    """The number that falls to this interview among those that are left; nobody chooses it."""
    numbers = sorted(left)
    if not numbers:
        raise ValueError("no ticket is left")
    drawn = hashlib.sha256(f"{seed} {interview}".encode()).digest()
    # 256 bits over at most some hundred tickets: what the remainder favours is beyond measuring.
    return numbers[int.from_bytes(drawn) % len(numbers)]
