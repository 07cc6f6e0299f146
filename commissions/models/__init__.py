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
from commissions.models.meetings import Interview, Meeting, Slot
from commissions.models.recusing import Declaration, MemberTie, PaperTie, Recusal
from commissions.models.standards import Standard, StandardSet

__all__ = [
    "Commission",
    "Declaration",
    "Evaluation",
    "EvaluationReport",
    "ExpertStanding",
    "Interview",
    "Meeting",
    "Member",
    "MemberSpecialty",
    "MemberTie",
    "PaperTie",
    "Recusal",
    "Slot",
    "Standard",
    "StandardEvidence",
    "StandardMark",
    "StandardSet",
    "Visit",
]
