"""The tables of this room, by what they hold."""

from commissions.models.forming import Commission, Member, MemberSpecialty
from commissions.models.meetings import Interview, Meeting, Slot

__all__ = ["Commission", "Interview", "Meeting", "Member", "MemberSpecialty", "Slot"]
