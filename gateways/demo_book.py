"""The book of invented people and organisations whom the stand-ins know; nobody in it lives.

The demo's log-ins are made from the same book, so that what they claim is what the registers confirm.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from gateways.records import OrganisationFacts, PersonFacts

_PEOPLE = (
    PersonFacts("910721490011", "Сейітова", "Әсел", "Нұрланқызы", date(1991, 7, 21), alive=True),
    PersonFacts("840315390012", "Ахметов", "Нұрлан", "Бекұлы", date(1984, 3, 15), alive=True),
    PersonFacts("791105490018", "Жұмабаева", "Гүлнар", "Қайратқызы", date(1979, 11, 5), alive=True),
    PersonFacts("881224390018", "Тоқтаров", "Ерлан", "Маратұлы", date(1988, 12, 24), alive=True),
    PersonFacts("960502490015", "Ким", "Мария", "Сергеевна", date(1996, 5, 2), alive=True),
    PersonFacts("030917590019", "Омаров", "Дәурен", "Асқарұлы", date(2003, 9, 17), alive=True),
)
_ORGANISATIONS = (
    OrganisationFacts(
        "050140090017",
        "«Шипа» медициналық орталығы ЖШС",
        date(2005, 1, 19),
        active=True,
        head="Г. Қ. Жұмабаева",
    ),
    OrganisationFacts(
        "990440090013",
        "«Жетісу аудандық ауруханасы» КМК",
        date(1999, 4, 2),
        active=True,
        head="Е. М. Тоқтаров",
    ),
    OrganisationFacts(
        "120241090011", "«Дәрі-Дәрмек» ЖШС", date(2012, 2, 14), active=False, head="Н. Б. Ахметов"
    ),
)
PEOPLE: dict[str, PersonFacts] = {person.iin: person for person in _PEOPLE}
ORGANISATIONS: dict[str, OrganisationFacts] = {held.bin: held for held in _ORGANISATIONS}

_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_WOMEN = (
    ("Бекова", "Сәуле", "Ерланқызы"),
    ("Иванова", "Анна", "Петровна"),
    ("Рахимова", "Айгүл", "Дәуренқызы"),
)
_MEN = (("Беков", "Қайрат", "Ерланұлы"), ("Иванов", "Пётр", "Андреевич"), ("Рахимов", "Тимур", "Дәуренұлы"))


def person(iin: str, claimed: str = "") -> PersonFacts | None:
    """Who stands in the book; anybody else is who they claim to be. None where the number names no day."""
    if iin in PEOPLE:
        return PEOPLE[iin]
    try:
        born = date(_CENTURIES[iin[6]] + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except (KeyError, IndexError, ValueError):
        return None
    surname, given_name, patronymic = _claimed(claimed) or _invented(iin)
    return PersonFacts(iin, surname, given_name, patronymic, born, alive=True)


def organisation(number: str, claimed: str = "") -> OrganisationFacts | None:
    """Which organisation stands in the book; any other is called as it claims."""
    if number in ORGANISATIONS:
        return ORGANISATIONS[number]
    try:
        century = 1900 if int(number[:2]) >= 90 else 2000
        registered = date(century + int(number[:2]), int(number[2:4]), 1)
    except ValueError:
        return None
    name = claimed.strip() or f"«Байтерек-{number[7:11]}» ЖШС"
    return OrganisationFacts(number, name, registered, active=True, head="Н. Б. Ахметов")


def _claimed(name: str) -> tuple[str, str, str] | None:
    words = name.split()
    return (words[0], " ".join(words[1:2]), " ".join(words[2:])) if words else None


def _invented(iin: str) -> tuple[str, str, str]:
    names = _MEN if iin[6] in "135" else _WOMEN
    return names[sha256(iin.encode()).digest()[0] % len(names)]
