"""The tables of this room, by what they hold."""

from orders.models.appeals import Appeal, AppealAct, AppealDecision, AppealGround, AppealHearer, AppealPaper
from orders.models.decisions import HeadDecision, OwnActExit, SignedExit, TextDemand
from orders.models.extracts import OrderExtract
from orders.models.hearings import HearingInvitation, HolderHearing
from orders.models.order import Order, OrderApproval, OrderSigned, OrderTemplate, OrderVersion
from orders.models.order_lines import OrderLine, OrderLineSigned
from orders.models.papers import (
    PaperStatus,
    ResultPaper,
    ResultPaperCopy,
    ResultPaperIssued,
    ResultPaperSigned,
)

__all__ = [
    "Appeal",
    "AppealAct",
    "AppealDecision",
    "AppealGround",
    "AppealHearer",
    "AppealPaper",
    "HeadDecision",
    "HearingInvitation",
    "HolderHearing",
    "Order",
    "OrderApproval",
    "OrderExtract",
    "OrderLine",
    "OrderLineSigned",
    "OrderSigned",
    "OrderTemplate",
    "OrderVersion",
    "OwnActExit",
    "PaperStatus",
    "ResultPaper",
    "ResultPaperCopy",
    "ResultPaperIssued",
    "ResultPaperSigned",
    "SignedExit",
    "TextDemand",
]
