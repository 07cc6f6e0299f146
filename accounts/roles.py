"""The roles of the regulations, and the pairs that must not meet in one person. What each may do: `permission_words`.

Pure data, shown as a page to those it binds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.languages import Text, _l


class Role(StrEnum):
    """What a person is at the moment of acting."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    ORGANISATION = "organisation"
    CHANCERY_CLERK = "chancery_clerk"
    CENTRE_INSPECTOR = "centre_inspector"
    STATISTICS_SPECIALIST = "statistics_specialist"
    RESPONSIBLE_OFFICIAL = "responsible_official"
    HEAD = "head"
    ACTING_HEAD = "acting_head"
    AUTHORISED_SIGNATORY = "authorised_signatory"
    LAWYER = "lawyer"
    COMMISSION_SECRETARY = "commission_secretary"
    COMMISSION_MEMBER = "commission_member"
    APPEAL_MEMBER = "appeal_member"
    EXPERT_MEMBER = "expert_member"
    QUESTION_AUTHOR = "question_author"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    BANK_ADMINISTRATOR = "bank_administrator"
    INVIGILATOR = "invigilator"
    REGISTER_EDITOR = "register_editor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


# Roles that a person has of themselves; all others come by a grant at an office.
PRIVATE = frozenset({Role.APPLICANT, Role.REPRESENTATIVE, Role.ORGANISATION})
GRANTED = tuple(role for role in Role if role not in PRIVATE)

ROLE_NAMES: dict[Role, Text] = {
    Role.APPLICANT: _l("Applicant"),
    Role.REPRESENTATIVE: _l("Representative"),
    Role.ORGANISATION: _l("Authorised person of an organisation"),
    Role.CHANCERY_CLERK: _l("Chancery clerk"),
    Role.CENTRE_INSPECTOR: _l("Service centre inspector"),
    Role.STATISTICS_SPECIALIST: _l("Statistics cabinet specialist"),
    Role.RESPONSIBLE_OFFICIAL: _l("Responsible official"),
    Role.HEAD: _l("Head"),
    Role.ACTING_HEAD: _l("Acting head"),
    Role.AUTHORISED_SIGNATORY: _l("Authorised signatory"),
    Role.LAWYER: _l("Lawyer"),
    Role.COMMISSION_SECRETARY: _l("Commission secretary"),
    Role.COMMISSION_MEMBER: _l("Commission member"),
    Role.APPEAL_MEMBER: _l("Appeal commission member"),
    Role.EXPERT_MEMBER: _l("Expert group member"),
    Role.QUESTION_AUTHOR: _l("Question author"),
    Role.TRANSLATOR: _l("Translator"),
    Role.REVIEWER: _l("Reviewer"),
    Role.BANK_ADMINISTRATOR: _l("Bank administrator"),
    Role.INVIGILATOR: _l("Invigilator"),
    Role.REGISTER_EDITOR: _l("Public register editor"),
    Role.INSPECTOR: _l("Inspector"),
    Role.ADMINISTRATOR: _l("System administrator"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two roles that one person must not hold at the same time, and why."""

    one: Role
    other: Role
    reason: Text


CONFLICTS: tuple[Conflict, ...] = (
    Conflict(
        Role.QUESTION_AUTHOR,
        Role.REVIEWER,
        _l("A question is approved by another person than the one who wrote it."),
    ),
    Conflict(
        Role.TRANSLATOR,
        Role.REVIEWER,
        _l("A translation is checked by another person than the one who made it."),
    ),
    Conflict(
        Role.ADMINISTRATOR,
        Role.AUTHORISED_SIGNATORY,
        _l("Whoever keeps the system does not sign its results."),
    ),
    Conflict(Role.ADMINISTRATOR, Role.HEAD, _l("Whoever keeps the system does not decide its cases.")),
    Conflict(Role.ADMINISTRATOR, Role.ACTING_HEAD, _l("Whoever keeps the system does not decide its cases.")),
    Conflict(
        Role.ADMINISTRATOR,
        Role.BANK_ADMINISTRATOR,
        _l("Whoever keeps the system does not keep the questions."),
    ),
    Conflict(Role.INSPECTOR, Role.ADMINISTRATOR, _l("Whoever inspects does not act in what is inspected.")),
    Conflict(Role.INSPECTOR, Role.HEAD, _l("Whoever inspects does not act in what is inspected.")),
    Conflict(
        Role.INSPECTOR, Role.RESPONSIBLE_OFFICIAL, _l("Whoever inspects does not act in what is inspected.")
    ),
    Conflict(
        Role.COMMISSION_MEMBER, Role.APPEAL_MEMBER, _l("An appeal is heard by others than those who decided.")
    ),
    Conflict(
        Role.INVIGILATOR,
        Role.QUESTION_AUTHOR,
        _l("Whoever wrote the questions does not watch over the hall."),
    ),
    Conflict(
        Role.INVIGILATOR,
        Role.BANK_ADMINISTRATOR,
        _l("Whoever keeps the questions does not watch over the hall."),
    ),
)


def conflicts_of(role: Role) -> dict[Role, Text]:
    """The roles that must not meet with this one, each with its reason."""
    found = {pair.other: pair.reason for pair in CONFLICTS if pair.one is role}
    found.update({pair.one: pair.reason for pair in CONFLICTS if pair.other is role})
    return found
