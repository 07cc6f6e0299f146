"""What the offices decide on their orders where no text says it: whether a lawyer stands on the approval route."""

from __future__ import annotations

from accounts.declared_settings import declare_for_offices, own_setting
from accounts.queries import setting_value
from regulations.kinds import SettingType
from regulations.words import Words

LAWYER_APPROVES = "order_lawyer_approves"
HAVE_ORDERS = frozenset({"territorial", "committee"})

declare_for_offices(
    own_setting(
        LAWYER_APPROVES,
        SettingType.YES_NO,
        Words(
            "Бұйрық жобасын заңгер келісе ме",
            "Согласует ли юрист проект приказа",
            "Whether a lawyer approves the draft of an order",
        ),
        Words(
            "Мәтін бұйрық жобасын кім келісетінін айтпайды. Шешім болмаса, жобаны басшының өзі ғана келіседі.",
            "Текст не говорит, кто согласует проект приказа. Пока решения нет, проект согласует только руководитель.",
            "The text does not say who approves the draft of an order. While nothing is decided, the head alone does.",
        ),
    ),
    HAVE_ORDERS,
)


def lawyer_approves(office_id: int) -> bool:
    """Whether the lawyer's approval is asked for before the head's."""
    return setting_value(office_id, LAWYER_APPROVES) is True
