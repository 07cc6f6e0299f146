"""From an empty blueprint to papers that two officials open: by five people, each in their own browser.

The bank administrator writes in Russian, the head of the Committee decides in Kazakh, three officials of the
department set their passphrases, and two of them open the set on the morning of the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from accounts.demo import fill_demo
from app import create_app
from core.database import db
from core.settings import load
from question_banks.canonical import digest
from question_banks.demo import fill_demo as fill_banks
from question_banks.models import SealedSet
from question_banks.sealed_content import unpack_paper
from question_banks.set_reading import papers_of
from tests.browser.accessibility import assert_accessible
from tests.browser.servers import Server
from tests.journeys.hands import Hands, log_in
from tests.paper_reading import pages_of

CODE = "village-pharmacy"
HOME = f"/blueprints/{CODE}"
PHRASES = {
    "head": "қырық құлан қыста қар",
    "official": "жеті жұлдыз жерде жоқ",
    "secretary": "он екі ай орман оты",
}


def seen(hands: Hands) -> None:
    assert_accessible(hands.page)


def write_blueprint(bank: Hands) -> None:
    """Open it, write a section with more than the bank has, look at what is lacking, and mend it."""
    bank.open("/blueprints")
    bank.press("main .button-primary")
    seen(bank)
    bank.fill(code=CODE, name_kk="Ауыл дәріханасы", name_ru="Сельская аптека", name_en="Village pharmacy")
    bank.page.check("input[name=purpose][value=test]")
    bank.page.select_option("#service", "rural-pharmacy-attestation")
    bank.page.get_by_label("Фармацевтическая практика").check()
    bank.send()
    seen(bank)
    bank.fill(minutes="30", pass_percent="70")
    bank.press("main form:has(#minutes) .button-primary")
    bank.press("text=Добавить раздел")
    seen(bank)
    bank.fill(title_kk="Сақтау", title_ru="Хранение")
    row = bank.page.locator("tr", has_text="Хранение лекарственных средств")
    row.get_by_label("трудный").fill("7")
    row.get_by_label("лёгкий").fill("2")
    bank.send()
    bank.open(HOME)
    seen(bank)
    assert re.search(r"трудный: нужно 7, можно взять 2; утверждено на казахском языке: 2", bank.text())
    bank.open(f"{HOME}/sections/s1")
    bank.page.locator("tr", has_text="Хранение лекарственных средств").get_by_label("трудный").fill("1")
    bank.send()
    bank.open(HOME)
    assert "всего хватает" in bank.text()
    bank.press("text=Отправить черновик на утверждение")
    seen(bank)
    bank.fill(decision_number="45-НҚ", decision_date="12.01.2026")
    bank.send()


def seal(bank: Hands, names: dict[str, str]) -> int:
    """Draw and seal for the three officials of the department; the sheet shows the digest."""
    bank.open(f"{HOME}/seal")
    seen(bank)
    bank.fill(papers="4", reserves="1", uses_since="01.01.2026")
    for place, name in enumerate(("head", "official", "secretary"), start=1):
        choice = bank.page.locator(f"#holder_{place} option", has_text=names[name]).first
        bank.page.select_option(f"#holder_{place}", choice.get_attribute("value"))
    bank.send()
    seen(bank)
    number = int(bank.page.url.rsplit("/", 1)[1])
    whole = bank.page.locator("dd .digest").first.inner_text()
    sheet = re.sub(r"\s", "", "".join(pages_of(bank.download("text=Напечатать лист"))))
    assert whole in sheet
    return number


def test_papers_are_sealed_by_one_and_opened_by_two(new_page: Callable[..., Page], server: Server) -> None:
    settings = load(server.environment)
    app = create_app(settings)
    with app.app_context():
        fill_demo(settings)
        fill_banks(settings)
    names: dict[str, str] = {}
    holders = {name: log_in(new_page(), name, "kk") for name in PHRASES}
    for name, hands in holders.items():
        names[name] = hands.page.locator(".person-name").first.inner_text()
        hands.open("/sets")
        seen(hands)
        hands.press("main .button-primary")
        hands.fill(passphrase=PHRASES[name], repeated=PHRASES[name])
        hands.send()
        seen(hands)
    bank = log_in(new_page(), "bank", "ru")
    write_blueprint(bank)
    head = log_in(new_page(viewport={"width": 390, "height": 844}), "head-committee", "kk")
    head.open(f"{HOME}/editions/1")
    seen(head)
    head.press("main form .button-primary")
    bank.open(f"{HOME}/trial?language=kk")
    seen(bank)
    number = seal(bank, names)
    for name, word in (("head", "енгізілді"), ("secretary", "ашылды")):
        hands = holders[name]
        hands.open(f"/sets/{number}")
        hands.fill(passphrase=PHRASES[name])
        hands.press("main form .button-primary")
        assert word in hands.text()
        seen(hands)
    with app.app_context():
        assert db.session.get_one(SealedSet, number).state == "released"
        papers = papers_of(number)
        assert len(papers) == 5
        assert all(digest(unpack_paper(paper.content or "")) == paper.digest for paper in papers)
