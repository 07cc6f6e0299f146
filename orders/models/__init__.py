"""The tables of this room, by what they hold."""

from orders.models.decisions import HeadDecision, TextDemand

__all__ = ["HeadDecision", "TextDemand"]
