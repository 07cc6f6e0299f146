"""Why a verb is not lawful here and now: a closed list of reasons, each with the clause that forbids it.

For the rooms that turn it into a refusal on a page. The sentence of each reason stands in three languages
in the dictionary (`naming.bar_sentence`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regulations.model import Step


class Bar(StrEnum):
    NOT_SUBMITTED = "not_submitted"
    SUBMITTED_ALREADY = "submitted_already"
    CHANNEL_NOT_OPEN = "channel_not_open"
    CHANNEL_ONLY_BOOKS = "channel_only_books"
    NOT_NOW = "not_now"  # another step is due
    ENDED = "ended"
    SUSPENDED = "suspended"
    NOT_SUSPENDED = "not_suspended"
    NO_SUSPENSION_CLAUSE = "no_suspension_clause"
    OTHER_OFFICE = "other_office"
    OTHER_ROLE = "other_role"
    NOBODY_APPOINTED = "nobody_appointed"
    GATE_NOT_PASSED = "gate_not_passed"
    GATE_PASSED_SINCE = "gate_passed_since"  # the ground of the refusal fell away: reopen instead
    OUTCOME_NEEDED = "outcome_needed"
    OUTCOME_FOREIGN = "outcome_foreign"
    RECOMMENDATION_UNKNOWN = "recommendation_unknown"
    DEPARTURE_UNSTATED = "departure_unstated"
    RESULT_SIGNED = "result_signed"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ANNUL_FIRST = "annul_first"
    ACT_NOT_RECORDED = "act_not_recorded"
    NOT_A_GATE = "not_a_gate"


@dataclass(frozen=True, slots=True)
class Forbidden:
    bar: Bar
    clause: str
    step: Step | None = None  # the step, or the gate, that stands in the way
    setting: str | None = None  # the office setting that is still unset
