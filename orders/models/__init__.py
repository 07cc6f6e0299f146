"""The tables of this room, by what they hold."""

from orders.models.decisions import HeadDecision, TextDemand
from orders.models.papers import (
    PaperStatus,
    ResultPaper,
    ResultPaperCopy,
    ResultPaperIssued,
    ResultPaperSigned,
)

__all__ = [
    "HeadDecision",
    "PaperStatus",
    "ResultPaper",
    "ResultPaperCopy",
    "ResultPaperIssued",
    "ResultPaperSigned",
    "TextDemand",
]
