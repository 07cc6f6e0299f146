"""What the offices have decided on their commissions: read as the rules by which votes are counted.

Size, quorum, majority, equal votes and the kind of vote are asked for by the texts of the services themselves; whether
the secretary votes is asked for by this room, because no text says it. Nothing is counted while anything is undecided.
"""

from __future__ import annotations

from accounts.declared_settings import declare_for_offices, own_setting
from accounts.queries import setting_value
from applications import office_rules
from commissions.voting import Majority, Quorum, Rules, Tie
from core.languages import _l
from core.refusals import Refusal
from regulations.kinds import Need, SettingType
from regulations.model import Edition
from regulations.words import Words

SECRETARY_VOTES = "commission_secretary_votes"
HAVE_COMMISSIONS = frozenset({"territorial", "health_department", "committee"})

declare_for_offices(
    own_setting(
        SECRETARY_VOTES,
        SettingType.YES_NO,
        Words(
            "Комиссия хатшысы дауыс бере ме",
            "Голосует ли секретарь комиссии",
            "Whether the secretary of a commission votes",
        ),
        Words(
            "Мәтін хатшының дауыс беретінін де, бермейтінін де айтпайды. Кворум мен дауыс саны осыған байланысты.",
            "Текст не говорит, голосует ли секретарь. От ответа зависят кворум и подсчёт голосов.",
            "The text says neither that the secretary votes nor the contrary. Quorum and count depend on the answer.",
        ),
    ),
    HAVE_COMMISSIONS,
)


def rules_of(office_id: int, edition: Edition, procedure: str) -> Rules:
    """The office's decisions for one service; refused while one of them is open."""
    office_rules.demand(office_id, edition, Need.INTERVIEW, procedure)

    def decided(key: str) -> str:
        return str(office_rules.decided(office_id, edition, key))

    return Rules(
        size=int(decided("commission_size")),
        quorum=Quorum(decided("commission_quorum")),
        majority=Majority(decided("commission_majority")),
        tie=Tie(decided("commission_casting_vote")),
        secret=decided("commission_vote") == "secret",
        secretary_votes=_secretary_votes(office_id),
    )


def _secretary_votes(office_id: int) -> bool:
    value = setting_value(office_id, SECRETARY_VOTES)
    if not isinstance(value, bool):
        raise Refusal(
            _l(
                "The office has not decided yet: %(what)s.",
                what=_l("whether the secretary of a commission votes"),
            ),
            next_step=_l("Ask the administrator to enter the office's decision; then repeat this step."),
        )
    return value
