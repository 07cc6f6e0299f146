"""What counts as the same name, and what a person must judge."""

from __future__ import annotations

import pytest

from accounts.identifiers import read_bin, read_iin
from core.clock import now
from gateways import demo_book
from gateways.comparing import same_organisation, same_person

RECORD = ("Сейітова", "Әсел", "Нұрланқызы")


@pytest.mark.parametrize(
    ("claimed", "same"),
    [
        ("Сейітова Әсел Нұрланқызы", True),
        ("СЕЙІТОВА ӘСЕЛ НҰРЛАНҚЫЗЫ", True),
        ("Әсел Нұрланқызы Сейітова", True),
        ("Сейітова  Әсел", True),
        ("Сейітова Ә.", False),
        ("Сеитова Асель Нурлановна", False),
        ("Сейітова Әсел Нұрланқызы Бекова", False),
        ("Сейітова", False),
        ("Нұрланқызы Әсел", False),
    ],
)
def test_a_name_is_compared_as_people_compare_it(claimed: str, same: bool) -> None:
    assert same_person(claimed, *RECORD) is same


def test_letters_put_together_hyphens_and_yo_make_no_difference() -> None:
    assert same_person("Семёнов-Тян-Шанский Пётр", "Семенов Тян Шанский", "Петр", "")
    assert same_person("И\u0306манов Али", "Йманов", "Али", "")


@pytest.mark.parametrize(
    ("claimed", "same"),
    [
        ("«Шипа» медициналық орталығы ЖШС", True),
        ("ТОО «Шипа» медициналық орталығы", True),
        ('Товарищество с ограниченной ответственностью "ШИПА" медициналық орталығы', True),
        ("АО «Шипа» медициналық орталығы", False),
        ("«Шипа» орталығы ЖШС", False),
    ],
)
def test_the_legal_form_may_stand_in_either_language(claimed: str, same: bool) -> None:
    assert same_organisation(claimed, "«Шипа» медициналық орталығы ЖШС") is same


def test_the_invented_people_have_numbers_that_could_be() -> None:
    for iin, facts in demo_book.PEOPLE.items():
        assert read_iin(iin, now().date()).birth_date == facts.birth_date
    for number in demo_book.ORGANISATIONS:
        assert read_bin(number) == number


def test_whoever_is_not_in_the_book_is_who_they_claim_to_be() -> None:
    claimed = demo_book.person("770303399009", "Ким Алексей Иванович")
    assert claimed is not None
    assert claimed.name == "Ким Алексей Иванович"
    nameless = demo_book.person("770303399009")
    assert nameless == demo_book.person("770303399009")
    assert demo_book.person("771303399009") is None
    organisation = demo_book.organisation("120241099001", "«Емхана» ЖШС")
    assert organisation is not None
    assert organisation.name == "«Емхана» ЖШС"
    assert demo_book.organisation("121341099001") is None
