"""Who stands where towards a case: the roles of the texts as roles of accounts, and the level of an office. Pure."""

from __future__ import annotations

from accounts.roles import Role
from regulations.kinds import Office as Level
from regulations.kinds import Role as Actor
from regulations.model import Edition

# The texts name more actors than there are roles: a specialist or executor is the responsible official.
ROLES: dict[Actor, tuple[Role, ...]] = {
    Actor.APPLICANT: (Role.APPLICANT, Role.ORGANISATION),
    Actor.REPRESENTATIVE: (Role.REPRESENTATIVE,),
    Actor.CHANCERY_CLERK: (Role.CHANCERY_CLERK,),
    Actor.HEAD: (Role.HEAD, Role.ACTING_HEAD),
    Actor.RESPONSIBLE_OFFICIAL: (Role.RESPONSIBLE_OFFICIAL,),
    Actor.EXECUTOR: (Role.RESPONSIBLE_OFFICIAL,),
    Actor.SPECIALIST: (Role.RESPONSIBLE_OFFICIAL,),
    Actor.COMMISSION: (Role.COMMISSION_SECRETARY,),
    Actor.COMMISSION_SECRETARY: (Role.COMMISSION_SECRETARY, Role.RESPONSIBLE_OFFICIAL),
    Actor.EXPERT_GROUP: (Role.EXPERT_MEMBER,),
    Actor.AUTHORISED_SIGNATORY: (Role.AUTHORISED_SIGNATORY,),
    Actor.PROVIDER_EMPLOYEE: (Role.CHANCERY_CLERK, Role.RESPONSIBLE_OFFICIAL),
    Actor.CON_OPERATOR: (Role.CENTRE_INSPECTOR,),
    Actor.STATISTICS_SPECIALIST: (Role.STATISTICS_SPECIALIST,),
    Actor.ACTOR_NOT_NAMED: (),
}


def roles_for(actors: tuple[Actor, ...]) -> tuple[Role, ...]:
    """The roles of accounts in which these actors of a text may act, in the text's order."""
    return tuple(dict.fromkeys(role for actor in actors for role in ROLES[actor]))


def acting_as(role: str, actors: tuple[Actor, ...]) -> Actor | None:
    """As which actor of the text somebody in this role acts; None when the text means somebody else."""
    return next((actor for actor in actors if role in ROLES[actor]), None)


def level_of(
    office_id: int | None, provider: int, committee: int | None, provider_level: Level
) -> Level | None:
    """The level of an office towards a case; None for an office that has no part in it."""
    if office_id == provider:
        return provider_level
    if office_id is not None and office_id == committee:
        return Level.COMMITTEE
    return None


def provider_level(edition: Edition) -> Level:
    """The level at which the case begins: the territorial one of two, or the provider's only one."""
    if edition.two_level:
        return Level.TERRITORIAL
    return next(step.office for step in edition.steps if step.office is not Level.PORTAL)
