"""The words by which pages, notices and refusals of this room call what they name."""

from __future__ import annotations

from accounts.roles import Role
from commissions.gate import Bar
from core.languages import Text, _l

KINDS: dict[str, Text] = {
    "specialised_commission": _l("Specialised commission"),
    "accreditation_commission": _l("Accreditation commission"),
    "attestation_commission": _l("Attestation commission"),
    "appeal_commission": _l("Appeal commission"),
    "expert_group": _l("Expert group"),
}
ROLES: dict[str, Text] = {
    "chair": _l("Chair"),
    "deputy": _l("Deputy chair"),
    "secretary": _l("Secretary"),
    "member": _l("Member"),
    "alternate": _l("Alternate"),
}
# In which role at the office somebody may be named: the secretary is an official, the others whoever was granted it.
SECRETARIES = frozenset({Role.COMMISSION_SECRETARY, Role.RESPONSIBLE_OFFICIAL})
MEMBERS: dict[str, frozenset[Role]] = {
    "appeal_commission": frozenset({Role.APPEAL_MEMBER}),
    "expert_group": frozenset({Role.EXPERT_MEMBER}),
}
USUAL_MEMBERS = frozenset({Role.COMMISSION_MEMBER})

CONFLICTS: dict[str, Text] = {
    "declared": _l("Declared by the member"),
    "same_person": _l("The member is the candidate"),
    "same_employer": _l("The same employer"),
    "same_household": _l("The same surname and address"),
    "taught": _l("Taught the candidate"),
    "signed": _l("Signed for the candidate"),
    "other": _l("Another ground"),
}
MEMBER_TIES: dict[str, Text] = {"employer": _l("Employer"), "address": _l("Home address")}
PAPER_TIES: dict[str, Text] = {
    "employer": _l("Employer"),
    "taught": _l("Teacher"),
    "signed": _l("Signatory of a paper"),
}

BARS: dict[Bar, Text] = {
    Bar.NO_INTERVIEW: _l("This service has no interview."),
    Bar.ENDED: _l("The case has ended."),
    Bar.NOT_TESTED: _l("There is no test result: only a positive one opens the interview."),
    Bar.NEGATIVE: _l("The current test result is negative: only a positive one opens the interview."),
    Bar.TAKEN_BACK: _l("The test result was taken back: only a positive one opens the interview."),
    Bar.NOT_EVALUATED: _l("The external evaluation is not finished: it opens the sitting of the commission."),
    Bar.NOT_YET: _l("The result is positive, but the case has not come to the interview yet."),
    Bar.RESULT_CHANGED: _l(
        "The test result on which the interview rested was corrected. Take it off the agenda first."
    ),
    Bar.DECIDED: _l("The commission has decided already."),
    Bar.ON_AGENDA: _l("The case is on an agenda already."),
}


def who_may_be(kind: str, role: str) -> frozenset[Role]:
    """The roles of accounts from which somebody is named into a commission of this kind, in this role."""
    return SECRETARIES if role == "secretary" else MEMBERS.get(kind, USUAL_MEMBERS)
