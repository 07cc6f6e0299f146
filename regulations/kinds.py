"""The closed lists of the regulations: what a step can be, who acts, how a thing reaches the applicant.

For whoever writes a text (a word that is not here is refused by the loader) and for every later room,
which must be able to answer each of these words. The values are the words written in the texts.
"""

from __future__ import annotations

from enum import StrEnum


class StepKind(StrEnum):
    PAYMENT = "payment"
    REGISTER = "register"
    ASSIGN = "assign"
    DOCUMENT_CHECK = "document_check"
    NOTIFY_TEST = "notify_test"
    TEST = "test"
    RECORD_RESULT = "record_result"
    FORWARD = "forward"
    EVALUATION = "evaluation"
    INTERVIEW = "interview"
    DECISION = "decision"
    ORDER = "order"
    ORDER_SIGNATURE = "order_signature"
    DOCUMENT_DRAFT = "document_draft"
    DOCUMENT_SIGNATURE = "document_signature"
    ISSUE = "issue"


class Office(StrEnum):
    """The level of the office that performs a step. `single` = the provider has one level only."""

    TERRITORIAL = "territorial"
    COMMITTEE = "committee"
    SINGLE = "single"
    PORTAL = "portal"


class Role(StrEnum):
    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    CHANCERY_CLERK = "chancery_clerk"
    HEAD = "head"
    RESPONSIBLE_OFFICIAL = "responsible_official"
    EXECUTOR = "executor"
    SPECIALIST = "specialist"
    COMMISSION = "commission"
    COMMISSION_SECRETARY = "commission_secretary"
    EXPERT_GROUP = "expert_group"
    AUTHORISED_SIGNATORY = "authorised_signatory"
    PROVIDER_EMPLOYEE = "provider_employee"
    CON_OPERATOR = "con_operator"
    STATISTICS_SPECIALIST = "statistics_specialist"
    ACTOR_NOT_NAMED = "actor_not_named"


class Commission(StrEnum):
    SPECIALISED = "specialised_commission"
    ACCREDITATION = "accreditation_commission"
    ATTESTATION = "attestation_commission"


class InterviewForm(StrEnum):
    SITTING = "commission_sitting"
    INTERVIEW = "commission_interview"


class Unit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


class LimitStatus(StrEnum):
    STATED = "stated"
    SHARED = "shared"  # runs inside the limit of another step
    NOT_STATED = "not_stated"  # the text gives none; only the total term binds
    LOST = "lost"  # the published text breaks off where the number stood
    SUSPECT = "suspect"  # an obvious misprint, kept as quoted and read otherwise


class CountedFrom(StrEnum):
    PREVIOUS_STEP = "previous_step"
    TEST = "test"
    SUBMISSION = "submission"


class TermStatus(StrEnum):
    STATED = "stated"
    INFERRED = "inferred"
    NOT_STATED = "not_stated"


class SignatureKind(StrEnum):
    EDS = "eds"
    EDS_AND_SEAL_ON_PAPER_REQUEST = "eds_plus_seal_on_paper_request"
    NOT_STATED = "unspecified"
    NOT_STATED_EDS_ON_PORTAL = "unspecified_eds_on_portal"


class Signed(StrEnum):
    ORDER = "order"
    EVALUATION_ORDER = "evaluation_order"
    RESULT = "result"
    RESULT_OR_REFUSAL = "result_or_refusal"


class GateFact(StrEnum):
    """What must be established before the case may go on."""

    PAYMENT = "payment"
    DOCUMENTS = "documents"
    QUALIFICATION = "qualification"
    TEST = "test"
    INTERVIEW = "interview"
    EVALUATION = "evaluation"


class Cause(StrEnum):
    """Why a case leaves by an exit."""

    PAYMENT = "payment"
    DOCUMENTS = "documents"
    QUALIFICATION = "qualification"
    TEST = "test"
    INTERVIEW = "interview"
    DECISION = "decision"


class RefusalForm(StrEnum):
    MOTIVATED_REFUSAL = "motivated_refusal"
    MOTIVATED_REPLY = "motivated_reply"
    REFUSAL_NOTICE = "refusal_notice"


class Basis(StrEnum):
    """The act on which a result or a refusal rests: without it nothing may be issued."""

    ORDER = "order"
    HEAD_SIGNATURE = "head_signature"
    ACT_OF_ACTOR = "act_of_actor"
    ACCEPTANCE = "acceptance"
    SYSTEM_NOTICE = "system_notice"


class Medium(StrEnum):
    RECEIPT = "receipt"
    CABINET = "cabinet"
    ELICENSING = "elicensing"
    ELECTRONIC_DOCUMENT = "electronic_document"
    WRITTEN = "written"
    TELEPHONOGRAM = "telephonogram"
    PAPER = "paper"
    PAPER_ON_REQUEST = "paper_on_request"
    BY_HAND = "by_hand"
    FRONT_OFFICE = "front_office"
    NOT_STATED = "not_stated"


class By(StrEnum):
    """The way an application came in, where a notice differs by it."""

    ANY = "any"
    PORTAL = "portal"
    PAPER = "paper"
    FRONT_OFFICE = "front_office"


class NoticeAbout(StrEnum):
    RECEIPT = "receipt"
    STATUS = "status"
    CHECK_OUTCOME = "check_outcome"
    TEST = "test"
    INTERVIEW = "interview"
    EVALUATION = "evaluation"
    REFUSAL = "refusal"
    RESULT = "result"


class ChannelId(StrEnum):
    CHANCERY = "chancery"
    EGOV_PORTAL = "egov-portal"
    ELICENSING_PORTAL = "elicensing-portal"
    CON = "con"
    STATE_CORPORATION = "state-corporation"
    IN_PERSON = "in-person"
    PHONE = "phone"


PORTALS = frozenset({ChannelId.EGOV_PORTAL, ChannelId.ELICENSING_PORTAL})
FRONT_OFFICES = frozenset({ChannelId.CON, ChannelId.STATE_CORPORATION})


class LegalState(StrEnum):
    REPEALED = "repealed"
    NO_REPEAL_NOTED = "no_repeal_noted"


class ServiceForm(StrEnum):
    ELECTRONIC = "electronic"
    ELECTRONIC_OR_PAPER = "electronic_or_paper"


class ProcedureKind(StrEnum):
    MAIN = "main"
    ISSUE = "issue"
    REISSUE = "reissue"
    DUPLICATE = "duplicate"
    TRACK = "track"


class Identifier(StrEnum):
    IIN = "iin"
    BIN = "bin"


class ItemType(StrEnum):
    REGISTER = "register"
    PROCESS = "process"
    CONDITION = "condition"
    RULE = "rule"


class Severity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SettingType(StrEnum):
    INTEGER = "integer"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    TEXT = "text"
    CHOICE = "choice"
    DOCUMENTS = "documents"
    GROUNDS = "grounds"
    YES_NO = "yes_no"
    OFFICE_ROLE = "office_role"


class Need(StrEnum):
    """The act that cannot be lawful while a declared setting is unset."""

    SUBMISSION = "submission"
    PAYMENT = "payment"
    TEST = "test"
    INTERVIEW = "interview"
    PROTOCOL = "protocol"
    REFUSAL = "refusal"
    ORDER = "order"
    RESULT = "result"
    ISSUE = "issue"
    TERM = "term"
