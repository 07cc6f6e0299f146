"""The tables of this room, by what they hold."""

from exam.models.attempts import (
    Attempt,
    AttemptDevice,
    AttemptEvent,
    AttemptPresence,
    DeviceCode,
    TimeGrant,
)
from exam.models.entries import AnswerEntry, ApartEntry, ApartProposal, ApartProposed, ApartVerdict
from exam.models.hall import HallMessage, HallRecord, Incident, MessageRead, ProblemReport
from exam.models.places import Admission, ExamPaper, NoResultDecision, SittingPlace
from exam.models.results import QuestionRuling, Result
from exam.models.sittings import InterestDeclaration, Invigilator, Room, Seat, Sitting, SittingSet

__all__ = [
    "Admission",
    "AnswerEntry",
    "ApartEntry",
    "ApartProposal",
    "ApartProposed",
    "ApartVerdict",
    "Attempt",
    "AttemptDevice",
    "AttemptEvent",
    "AttemptPresence",
    "DeviceCode",
    "ExamPaper",
    "HallMessage",
    "HallRecord",
    "Incident",
    "InterestDeclaration",
    "Invigilator",
    "MessageRead",
    "NoResultDecision",
    "ProblemReport",
    "QuestionRuling",
    "Result",
    "Room",
    "Seat",
    "Sitting",
    "SittingPlace",
    "SittingSet",
    "TimeGrant",
]
