"""The tables of this room, by what they hold."""

from commissions.models.evaluation import (
    Evaluation,
    EvaluationReport,
    ExpertStanding,
    StandardEvidence,
    StandardMark,
    Visit,
)
from commissions.models.forming import Commission, Member, MemberSpecialty
from commissions.models.handing import MeetingHandover
from commissions.models.live import (
    AskedQuestion,
    Attendance,
    Hearing,
    HearingSeat,
    LiveText,
    MeetingBreak,
    MeetingSession,
    TicketDraw,
)
from commissions.models.meetings import Interview, Meeting, Slot
from commissions.models.protocols import (
    MeetingProtocol,
    ProtocolCorrection,
    ProtocolCorrectionSigned,
    ProtocolItem,
    ProtocolItemSigned,
    ProtocolSigned,
)
from commissions.models.recusing import Declaration, MemberTie, PaperTie, Recusal
from commissions.models.standards import Standard, StandardSet
from commissions.models.votes import (
    CastingVote,
    Dissent,
    OpenVote,
    RubricMark,
    RubricSheet,
    SecretBallot,
    VoterMark,
    VoteRound,
)

__all__ = [
    "AskedQuestion",
    "Attendance",
    "CastingVote",
    "Commission",
    "Declaration",
    "Dissent",
    "Evaluation",
    "EvaluationReport",
    "ExpertStanding",
    "Hearing",
    "HearingSeat",
    "Interview",
    "LiveText",
    "Meeting",
    "MeetingBreak",
    "MeetingHandover",
    "MeetingProtocol",
    "MeetingSession",
    "Member",
    "MemberSpecialty",
    "MemberTie",
    "OpenVote",
    "PaperTie",
    "ProtocolCorrection",
    "ProtocolCorrectionSigned",
    "ProtocolItem",
    "ProtocolItemSigned",
    "ProtocolSigned",
    "Recusal",
    "RubricMark",
    "RubricSheet",
    "SecretBallot",
    "Slot",
    "Standard",
    "StandardEvidence",
    "StandardMark",
    "StandardSet",
    "TicketDraw",
    "Visit",
    "VoteRound",
    "VoterMark",
]
