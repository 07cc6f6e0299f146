"""Whose numbers stand in an address of the walk: only those that there are need to be tried."""

from __future__ import annotations

from typing import Any

from accounts.models import Account
from commissions.models import Evaluation, Interview, Meeting, MeetingProtocol, Member, Recusal, Slot, Visit
from exam.models import ApartProposal, Attempt, Room, Sitting, SittingPlace
from orders.models import Appeal, Order
from question_banks.models import SealedSet, Topic

NUMBERED: dict[str, Any] = {
    "account_id": Account,
    "appeal_id": Appeal,
    "attempt_id": Attempt,
    "evaluation_id": Evaluation,
    "interview_id": Interview,
    "meeting_id": Meeting,
    "member_id": Member,
    "order_id": Order,
    "place_id": SittingPlace,
    "proposal_id": ApartProposal,
    "protocol_id": MeetingProtocol,
    "recusal_id": Recusal,
    "room_id": Room,
    "set_id": SealedSet,
    "sitting_id": Sitting,
    "slot_id": Slot,
    "topic_id": Topic,
    "visit_id": Visit,
}
