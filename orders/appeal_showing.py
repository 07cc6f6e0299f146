"""An appeal as pages show it: its state in words, its facts, its decision, and the acts that carried it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.signing_queries import deeds_of, sheet_of
from applications.case_reading import edition_of, in_words
from core.database import db
from core.languages import Text, _, long_date, short_moment
from orders import appeal_queries
from orders.appeal_notices import body_of
from orders.appeal_words import ACTS, AGAINST, DECIDED, STATES
from orders.models import Appeal, AppealAct, AppealDecision, OrderLine


@dataclass(frozen=True, slots=True)
class Shown:
    """One appeal with everything that a page says of it."""

    appeal: Appeal
    word: Text
    kind: str
    against: str
    facts: list[tuple[str, str]]
    decision: AppealDecision | None
    decided: list[tuple[str, str]]
    acts: Sequence[str]
    # The own commission's decision as a paper: waits for signatures, is signed, or somebody refused to sign it.
    paper: str


def shown(appeal: Appeal) -> Shown:
    """The appeal in the reader's language."""
    word, kind = STATES[appeal.state]
    if appeal.carried_out_at is not None:
        word = _("granted and carried out")
    decision = appeal_queries.decision_of(appeal.id)
    return Shown(
        appeal,
        word,
        kind,
        str(AGAINST[appeal.against]),
        _facts(appeal),
        decision,
        _decided(appeal, decision) if decision else [],
        [act_words(appeal, one) for one in appeal_queries.acts_of(appeal.id)],
        _paper(appeal),
    )


def _paper(appeal: Appeal) -> str:
    sheet = sheet_of(appeal_queries.SHEET, appeal.id)
    if sheet is None:
        return ""
    if appeal_queries.signed_of(appeal) is not None:
        return "signed"
    return "refused" if any(one.what == "refused" for one in deeds_of(sheet.id)) else "waits"


def _facts(appeal: Appeal) -> list[tuple[str, str]]:
    zone = appeal.office.zone
    told = [
        (_("Appealed against"), str(AGAINST[appeal.against])),
        (
            _("Came on"),
            long_date(appeal.came_on) + (", " + _("on paper") if appeal.came_by == "paper" else ""),
        ),
    ]
    if appeal.until is not None:
        told.append((_("Term of the office ended"), long_date(appeal.until)))
    told.append((_("Heard by"), body_of(appeal)))
    if appeal.registered_at is not None:
        told.append((_("Registered"), short_moment(appeal.registered_at, zone)))
    if appeal.passed_on is not None:
        told.append(
            (
                _("Passed on"),
                _(
                    "document %(number)s of %(day)s",
                    number=appeal.passed_number or "",
                    day=long_date(appeal.passed_on),
                ),
            )
        )
    return told


def _decided(appeal: Appeal, decision: AppealDecision) -> list[tuple[str, str]]:
    told = [
        (_("Decision"), str(DECIDED[decision.outcome])),
        (_("Decided"), short_moment(decision.entered_at, appeal.office.zone)),
        (_("Reasons"), decision.reasons),
        (_("Clause"), decision.clause),
    ]
    if decision.restored is not None:
        said = _("The term is restored.") if decision.restored else _("The term is not restored.")
        told.insert(1, (_("Term"), f"{said} {decision.restored_because}"))
    if decision.act_number is not None and decision.act_day is not None:
        told.append((_("Act"), f"№ {decision.act_number}, {long_date(decision.act_day)}"))
    names = ", ".join(one.name for one in appeal_queries.hearers_of(appeal.id))
    return [*told, (_("Heard together by"), names)] if names else told


def act_words(appeal: Appeal, act: AppealAct) -> str:
    """An act in one sentence: what it is, its number, where the case went on."""
    said = [f"{short_moment(act.done_at, appeal.office.zone)}: {ACTS[act.kind]}"]
    if act.line_id is not None:
        said.append(f"№ {db.session.get_one(OrderLine, act.line_id).order.spelled_number}")
    if act.act_number is not None:
        said.append(f"№ {act.act_number}")
    if act.reopened_at:
        step = edition_of(appeal.case).step(act.reopened_at)
        said.append(_("the case goes on at: %(step)s", step=in_words(step.name)))
    return "; ".join(said)
