"""The tree over a sitting's transcripts (RFC 6962): one root in the hall record proves each of them, and no other.

A proof shows one transcript without showing anybody else's. Pure, and checked against the published vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    """The hash of a leaf; the first byte keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The head of the tree over these leaf hashes, in their order."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    cut = _cut(len(leaves))
    return node(root(leaves[:cut]), root(leaves[cut:]))


def proof(leaves: Sequence[bytes], at: int) -> list[bytes]:
    """The audit path of one leaf: the heads of the trees beside its way up, from below."""
    if not 0 <= at < len(leaves):
        raise IndexError("there is no such leaf")
    if len(leaves) == 1:
        return []
    cut = _cut(len(leaves))
    if at < cut:
        return [*proof(leaves[:cut], at), root(leaves[cut:])]
    return [*proof(leaves[cut:], at - cut), root(leaves[:cut])]


def proves(leaf_hash: bytes, at: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Whether the path leads from this leaf, at this place of a tree of this size, to the head."""
    if not 0 <= at < size:
        return False
    reached, place, last = leaf_hash, at, size - 1
    for beside in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            reached = node(beside, reached)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            reached = node(reached, beside)
        place, last = place // 2, last // 2
    return last == 0 and reached == head


def _cut(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1
