"""The holidays that Kazakhstan's law names, for the working calendar.

The dates come from the `holidays` package, which follows the law's changes and calculates Kurban Ait; the names are
ours, in three languages. Weekend transfers and decreed ones are left to the calendar, which can then say why.
A name that the package learns after us is shown as the package gives it, rather than losing the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from holidays import country_holidays
from holidays.constants import HOLIDAY_NAME_DELIMITER

from regulations.words import Words

KURBAN_AIT = Words("Құрбан айттың бірінші күні", "Первый день Курбан айта", "First day of Kurban Ait")
CHRISTMAS = Words("Православиелік Рождество", "Православное Рождество", "Orthodox Christmas")
CONSTITUTION_DAY = Words(
    "Қазақстан Республикасының Конституциясы күні",
    "День Конституции Республики Казахстан",
    "Constitution Day of the Republic of Kazakhstan",
)
REPUBLIC_DAY = Words("Республика күні", "День Республики", "Republic Day")

# The package's Kazakh name -> ours. The two religious days off do not move when they fall on a weekend.
_NAMES = {
    "Жаңа жыл": Words("Жаңа жыл", "Новый год", "New Year"),
    "Православиелік Рождество": CHRISTMAS,
    "Халықаралық әйелдер күні": Words(
        "Халықаралық әйелдер күні", "Международный женский день", "International Women's Day"
    ),
    "Наурыз мейрамы": Words("Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"),
    "Қазақстан халқының бірлігі мерекесі": Words(
        "Қазақстан халқының бірлігі мерекесі",
        "Праздник единства народа Казахстана",
        "Day of Unity of the People of Kazakhstan",
    ),
    "Отан Қорғаушы күні": Words(
        "Отан қорғаушы күні", "День защитника Отечества", "Defender of the Fatherland Day"
    ),
    "Жеңіс күні": Words("Жеңіс күні", "День Победы", "Victory Day"),
    "Астана күні": Words("Астана күні", "День столицы", "Capital Day"),
    "Қазақстан Республикасының Конституциясы күні": CONSTITUTION_DAY,
    "Республика күні": REPUBLIC_DAY,
    "Қазақстан Республикасы күні": Words("Қазақстан Республикасы күні", "День Республики", "Republic Day"),
    "Қазақстан Республикасының Тұңғыш Президенті күні": Words(
        "Қазақстан Республикасының Тұңғыш Президенті күні",
        "День Первого Президента Республики Казахстан",
        "Day of the First President of the Republic of Kazakhstan",
    ),
    "Тәуелсіздік күні": Words("Тәуелсіздік күні", "День Независимости", "Independence Day"),
    "Құрбан айт": KURBAN_AIT,
}
_EXPECTED = " (бағаланған)"
_PACKAGE_TRANSFER = "Демалыс күні ("
_LAW = "Law of the Republic of Kazakhstan on holidays, No 267 of 13 December 2001"
_LABOUR_CODE = "Labour Code of the Republic of Kazakhstan, article 84 paragraph 5"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday on one date. `moves`: when it falls on a weekend, the next working day is off."""

    day: date
    name: Words
    moves: bool = True
    expected: bool = False
    source: str = _LAW

    @property
    def is_kurban_ait(self) -> bool:
        return self.name == KURBAN_AIT

    @classmethod
    def kurban_ait(cls, day: date, source: str, *, expected: bool = False) -> Holiday:
        return cls(day, KURBAN_AIT, moves=False, expected=expected, source=source)


@cache
def statutory_holidays(year: int) -> tuple[Holiday, ...]:
    """The law's holidays of a year in order, as the package knows them, without any transfer."""
    kazakh = country_holidays("KZ", years=year, observed=False, language="kk")
    english = country_holidays("KZ", years=year, observed=False, language="en_US")
    found: list[Holiday] = []
    for day in sorted(kazakh):
        for label, translated in zip(
            kazakh[day].split(HOLIDAY_NAME_DELIMITER), english[day].split(HOLIDAY_NAME_DELIMITER), strict=True
        ):
            # The package's own list of decreed transfers is not used: ours carries its sources and can be edited.
            if day.year == year and not label.startswith(_PACKAGE_TRANSFER):
                found.append(_holiday(day, label, translated))
    return tuple(found)


def _holiday(day: date, label: str, translated: str) -> Holiday:
    plain = label.removesuffix(_EXPECTED)
    name = _NAMES.get(plain, Words(plain, plain, translated))
    if name == KURBAN_AIT:
        return Holiday.kurban_ait(day, _LABOUR_CODE, expected=plain != label)
    if name == CHRISTMAS:
        return Holiday(day, name, moves=False, source=_LABOUR_CODE)
    return Holiday(day, name)
