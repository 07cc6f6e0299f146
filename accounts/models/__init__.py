"""The tables of this room, by what they hold."""

from accounts.models.grants import RoleConflict, RoleGrant
from accounts.models.log_ins import ApiToken, KnownDevice, LogIn, RecoveryCode, ResetLink
from accounts.models.offices import CalendarDay, Office, OfficeSetting, Specialty
from accounts.models.people import Account, Mandate

__all__ = [
    "Account",
    "ApiToken",
    "CalendarDay",
    "KnownDevice",
    "LogIn",
    "Mandate",
    "Office",
    "OfficeSetting",
    "RecoveryCode",
    "ResetLink",
    "RoleConflict",
    "RoleGrant",
    "Specialty",
]
