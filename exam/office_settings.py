"""What the offices have decided on tests where the law is silent: asked of them here, and read by the verbs.

Minimum notice, retakes and the wait before one are asked for by the texts themselves; the rest by this room.
"""

from __future__ import annotations

from accounts.declared_settings import declare_for_offices, own_setting
from accounts.queries import setting_value
from applications import office_rules
from core.languages import Text, _l
from core.refusals import Refusal
from exam.outcomes import Absence
from regulations.kinds import SettingType
from regulations.model import Amount, Choice, Edition
from regulations.setting_values import read_value
from regulations.words import Words

GRACE, SCORE_SHOWN, MOVES = "test_grace_seconds", "test_score_shown", "test_moves_allowed"
HOLD_TESTS = frozenset({"territorial", "health_department", "committee"})

SHOWN: dict[str, Text] = {
    "at_once": _l("at once, at the end of one's own test"),
    "after_sitting": _l("after the sitting is closed"),
    "with_decision": _l("together with the decision on the application"),
}

declare_for_offices(
    own_setting(
        GRACE,
        SettingType.INTEGER,
        Words(
            "Уақыт біткеннен кейін жауап қабылданатын секундтар",
            "Секунды, в течение которых ответ принимается после конца времени",
            "Seconds in which an answer is taken after the end of the time",
        ),
        Words(
            "Уақыт біткен сәтте жолда болған жауап желі баяу болғаны үшін жоғалмауы тиіс. Қанша секунд күтілетінін "
            "мекеме шешеді; 0 болса, күтілмейді.",
            "Ответ, который был в пути в момент окончания времени, не должен пропасть из-за медленной сети. Сколько "
            "секунд его ждут, решает учреждение; 0 — не ждут.",
            "An answer that was on its way when the time ended must not be lost to a slow network. How many seconds "
            "it is waited for is for the office to decide; 0 means not at all.",
        ),
    ),
    HOLD_TESTS,
)
declare_for_offices(
    own_setting(
        SCORE_SHOWN,
        SettingType.CHOICE,
        Words(
            "Кандидат балын қашан көреді",
            "Когда кандидат видит свой балл",
            "When a candidate sees the score",
        ),
        Words(
            "Мәтін бұл туралы айтпайды. Кандидатқа ол тестілеуге дейін хабарланады.",
            "Текст об этом не говорит. Кандидату это сообщается до тестирования.",
            "The text says nothing of it. Candidates are told before the test.",
        ),
        (
            Choice(
                "at_once",
                Words(
                    "Өз тестілеуі аяқталған бойда",
                    "Сразу по окончании своего теста",
                    "At once, at the end of one's own test",
                ),
            ),
            Choice(
                "after_sitting",
                Words("Сеанс жабылғаннан кейін", "После закрытия сеанса", "After the sitting is closed"),
            ),
            Choice(
                "with_decision",
                Words(
                    "Өтініш бойынша шешіммен бірге",
                    "Вместе с решением по заявлению",
                    "Together with the decision on the application",
                ),
            ),
        ),
    ),
    HOLD_TESTS,
)
declare_for_offices(
    own_setting(
        MOVES,
        SettingType.INTEGER,
        Words(
            "Тестілеу уақытын неше рет ауыстыруға болады",
            "Сколько раз можно перенести тестирование",
            "How many times a test may be moved",
        ),
        Words(
            "Кандидат дәлелді себеппен басқа сеансқа ауысуды сұрай алады. Бір өтініш бойынша неше рет екенін мекеме "
            "шешеді; 0 болса, ауыстырылмайды.",
            "Кандидат может просить о переносе на другой сеанс. Сколько раз по одному заявлению, решает учреждение; "
            "0 — переноса нет.",
            "A candidate may ask for another sitting. How many times for one application is for the office to "
            "decide; 0 means never.",
        ),
    ),
    HOLD_TESTS,
)


def grace_seconds(office_id: int) -> int:
    """How long an answer under way is waited for; nothing is planned while the office has not decided."""
    return _number(office_id, GRACE, _l("for how many seconds an answer is taken after the end of the time"))


def moves_allowed(office_id: int) -> int:
    """How many times one application may be moved to another sitting."""
    return _number(office_id, MOVES, _l("how many times a test may be moved"))


def score_shown(office_id: int) -> str:
    """When candidates see their score; they are told beforehand."""
    value = setting_value(office_id, SCORE_SHOWN)
    if value not in SHOWN:
        raise _undecided(_l("when candidates see their score"))
    return str(value)


def notice_minimum(office_id: int, edition: Edition) -> Amount | None:
    """How long before the test a candidate must be told."""
    return _amount(office_id, edition, "test_notice_minimum")


def retake_wait(office_id: int, edition: Edition) -> Amount | None:
    """How long after a negative result the same person may be tested again."""
    return _amount(office_id, edition, "test_retake_wait")


def retake_allowed(office_id: int, edition: Edition) -> bool:
    """Whether the test may be taken again with a new application."""
    return office_rules.decided(office_id, edition, "test_retake_allowed") is True


def absence_rule(office_id: int, edition: Edition) -> Absence | None:
    """What follows when a candidate does not come; None where the text leaves it to each decision."""
    declared = next((one for one in edition.settings if one.name == "test_absence"), None)
    if declared is None:
        return None
    stored = office_rules.decided(office_id, edition, declared.key)
    if stored is None:
        raise _undecided(_l("what follows when a candidate does not come to the test"))
    return Absence(str(read_value(declared, stored)))


def _amount(office_id: int, edition: Edition, name: str) -> Amount | None:
    declared = next((one for one in edition.settings if one.name == name), None)
    stored = office_rules.decided(office_id, edition, declared.key) if declared else None
    if declared is None or stored is None:
        return None
    value = read_value(declared, stored)
    return value if isinstance(value, Amount) else None


def _number(office_id: int, key: str, what: Text) -> int:
    value = setting_value(office_id, key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _undecided(what)
    return value


def _undecided(what: Text) -> Refusal:
    return Refusal(
        _l("The office has not decided yet: %(what)s.", what=what),
        next_step=_l("Ask the administrator to enter the office's decision; then repeat this step."),
    )
