"""Chance that a court can repeat: a stream of numbers made from a seed by SHAKE-256, the same on every machine.

Python's own generators may change between versions; this stream is defined by a published hash and four lines.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TypeVar

T = TypeVar("T")
_WORDS = 1024
_FORM = struct.Struct(f">{_WORDS}I")


class Chance:
    """Word n of the stream is the n-th big-endian 32-bit word of SHAKE-256(seed + block number) in blocks of 1024."""

    def __init__(self, seed: bytes) -> None:
        self._seed, self._block = hashlib.sha256(seed).digest(), 0
        self._words: tuple[int, ...] = ()
        self._at = _WORDS

    def word(self) -> int:
        """32 bits."""
        if self._at == _WORDS:
            stream = hashlib.shake_256(self._seed + self._block.to_bytes(8, "big"))
            self._words = _FORM.unpack(stream.digest(4 * _WORDS))
            self._block += 1
            self._at = 0
        self._at += 1
        return self._words[self._at - 1]

    def below(self, count: int) -> int:
        """A number from 0 to count - 1, by multiplication; for count under a million the bias is under 1 in 4,000."""
        return (self.word() * count) >> 32

    def shuffle(self, items: list[T]) -> None:
        """Fisher and Yates, from the end."""
        word = self.word
        for at in range(len(items) - 1, 0, -1):
            other = (word() * (at + 1)) >> 32
            items[at], items[other] = items[other], items[at]
