"""What the offices decide where no text says it: who approves orders, when a holder is invited, who hears appeals."""

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


HEARING_NOTICE = "hearing_notice_days"
declare_for_offices(
    own_setting(
        HEARING_NOTICE,
        SettingType.INTEGER,
        Words(
            "Құжат иесі тыңдауға кемінде неше күн бұрын шақырылады",
            "За сколько дней, не менее, владельца документа приглашают на заслушивание",
            "How many days before it, at least, a holder is invited to be heard",
        ),
        Words(
            "Бұл мерзімді ешбір мәтін белгілемейді: оны мекеме өзі шешеді. Шешім болмаса, кез келген келешек күнге "
            "шақыруға болады.",
            "Этого срока не устанавливает ни один текст: его определяет само учреждение. Пока решения нет, пригласить "
            "можно на любой предстоящий день.",
            "No text sets this term: the office decides it for itself. While nothing is decided, a holder may be "
            "invited for any day to come.",
        ),
    ),
    HAVE_ORDERS,
)


OWN_COMMISSION = "appeal_own_commission"
declare_for_offices(
    own_setting(
        OWN_COMMISSION,
        SettingType.YES_NO,
        Words(
            "Шағымды мекеменің өз апелляциялық комиссиясы қарай ма",
            "Рассматривает ли апелляции собственная апелляционная комиссия учреждения",
            "Whether the office's own appeal commission hears appeals",
        ),
        Words(
            "Мәтін шағымды кім қарайтынын айтпайды. Шешім болмаса, шағым «Шағымды қарайтын орган» баптауында аталған "
            "органға жолданады, ал оның шешімі актісімен бірге енгізіледі.",
            "Текст не говорит, кто рассматривает апелляцию. Пока решения нет, она передаётся органу, названному в "
            "настройке «Орган, рассматривающий жалобу», а его решение вносится вместе с актом.",
            "The text does not say who hears an appeal. While nothing is decided, it is passed on to the body that the "
            "setting “Body that hears the appeal” names, and that body's decision is entered with its act.",
        ),
    ),
    HAVE_ORDERS,
)


def own_commission_hears(office_id: int) -> bool:
    """Whether appeals stay in the house: heard by the office's appeal commission."""
    return setting_value(office_id, OWN_COMMISSION) is True


def hearing_notice(office_id: int) -> int:
    """The days that the office itself wants between an invitation and the hearing; none while it has not decided."""
    value = setting_value(office_id, HEARING_NOTICE)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def lawyer_approves(office_id: int) -> bool:
    """Whether the lawyer's approval is asked for before the head's."""
    return setting_value(office_id, LAWYER_APPROVES) is True
