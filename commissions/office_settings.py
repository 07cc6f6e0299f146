"""What the offices have decided on their commissions: read as the rules by which votes are counted.

Size, quorum, majority, equal votes and the kind of vote are asked for by the texts of the services themselves; whether
the secretary votes, and by what members mark a candidate, is asked for by this room, because no text says it. Nothing
is counted and nobody is heard while anything is undecided.
"""

from __future__ import annotations

from collections.abc import Callable

from accounts import declared_settings
from accounts.declared_settings import declare_for_offices, own_setting
from accounts.queries import setting_value
from applications import office_rules
from commissions.rubric import MOST, Criterion, listed, of_office
from commissions.voting import Majority, Quorum, Rules, Tie
from core.languages import Text, _l
from core.refusals import Refusal
from regulations.kinds import Need, SettingType
from regulations.model import Edition
from regulations.setting_values import Value
from regulations.words import Words

SECRETARY_VOTES = "commission_secretary_votes"
CRITERIA, LEVELS = "commission_rubric_criteria", "commission_rubric_levels"
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


def _wrong_list(least: int) -> Callable[[Value], Text | None]:
    def wrong(value: Value) -> Text | None:
        found = listed(value) if isinstance(value, Words) else None
        if found is None:
            return _l("Part them by semicolons, equally many in each language.")
        if not least <= len(found) <= MOST:
            return _l("Name at least %(least)s and at most %(most)s.", least=least, most=MOST)
        return None

    return wrong


declare_for_offices(
    own_setting(
        CRITERIA,
        SettingType.TEXT,
        Words(
            "Комиссия мүшелері кандидатты бағалайтын өлшемшарттар",
            "Критерии, по которым члены комиссии оценивают кандидата",
            "By what the members of a commission mark a candidate",
        ),
        Words(
            "Мәтін өлшемшарттарды атамайды. Нүктелі үтірмен бөліңіз, әр тілде бірдей сан. Билет сұрағының өз "
            "өлшемшарттары болса, солар қолданылады; шешім бағамен емес, дауыспен қабылданады.",
            "Текст критериев не называет. Разделяйте их точкой с запятой, в каждом языке одинаковое число. Если у "
            "вопроса билета есть свои критерии, применяются они; решение принимается голосованием, а не оценками.",
            "The text names none. Part them by semicolons, equally many in each language. Where a question of a ticket "
            "has criteria of its own, those hold; the decision is taken by vote, not by marks.",
        ),
    ),
    HAVE_COMMISSIONS,
    _wrong_list(1),
)
declare_for_offices(
    own_setting(
        LEVELS,
        SettingType.TEXT,
        Words(
            "Өлшемшарттардың деңгейлері, төменнен жоғарыға қарай",
            "Уровни критериев, от низшего к высшему",
            "The levels of these criteria, from the lowest up",
        ),
        Words(
            "Нүктелі үтірмен бөліңіз, әр тілде бірдей сан. Бірінші деңгей – 0 балл, әр келесісі бір балға артық.",
            "Разделяйте точкой с запятой, в каждом языке одинаковое число. Первый уровень – 0 баллов, каждый следующий "
            "на балл выше.",
            "Part them by semicolons, equally many in each language. The first counts no point, each further one a "
            "point more.",
        ),
    ),
    HAVE_COMMISSIONS,
    _wrong_list(2),
)


def rubric_of(office_id: int) -> tuple[Criterion, ...]:
    """The rows of a sheet by the office's decision; refused while it is open."""
    return of_office(_listed(office_id, CRITERIA), _listed(office_id, LEVELS))


def _listed(office_id: int, key: str) -> tuple[Words, ...]:
    kind = declared_settings.find(key)
    stored = setting_value(office_id, key)
    value = kind.read("", stored) if kind is not None and stored is not None else None
    found = listed(value) if isinstance(value, Words) else None
    if found is None:
        raise Refusal(
            _l(
                "The office has not decided yet: %(what)s.",
                what=_l("by which criteria and levels the members of a commission mark a candidate"),
            ),
            next_step=_l("Ask the administrator to enter the office's decision; then repeat this step."),
        )
    return found


def marks_first(office_id: int, edition: Edition) -> bool:
    """Whether members mark a candidate before they vote, or the office has decided for the vote alone."""
    return str(office_rules.decided(office_id, edition, "interview_pass_rule")) != "vote"


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
