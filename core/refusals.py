"""A refusal is a sentence for a person; a fault is a number to quote.

Code that must say no raises `Refusal` with what happened, the clause it rests on and what to do now. The page,
the API and the command line show the same three things, and nothing of the request is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.languages import Text


class Refusal(Exception):
    """What cannot be done, why, and what to do instead, in words for the reader.

    `stale` is one that somebody else's act has brought about after the reader opened the page; every other one says
    what a rule forbids, and another look at the same page would change nothing.
    """

    stale = False

    def __init__(
        self,
        sentence: Text,
        *,
        clause: Text | None = None,
        next_step: Text | None = None,
        status: int = 409,
        stale: bool = False,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(sentence)
        # In how many seconds a program may try again.
        self.retry_after = retry_after
        self.stale = stale or self.stale
        self.sentence = sentence
        self.clause = clause
        self.next_step = next_step
        self.status = status

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(Refusal):
    """There is no such thing here, or it is not this reader's: both look alike on purpose."""

    def __init__(self, sentence: Text | None = None) -> None:
        from core.languages import _l

        super().__init__(
            sentence or _l("There is nothing at this address that you may see."),
            next_step=_l("Check the address, or start again from your desk."),
            status=404,
        )
