"""Questions a second out of a Moodle XML file of 5,000 with images: the report, and the taking into the bank.

Beside them stands what nobody can do without: parsing the XML and unpacking the images alone.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from lxml import etree
from sqlalchemy import select

from accounts.actions import offices
from accounts.models import Account
from app import create_app
from benchmarks.ground import Ground
from benchmarks.rounds import Measured, Subject
from core.actor import Actor, acting
from core.database import db
from question_banks import import_work
from question_banks.actions import imports
from question_banks.actions.banks import BankFacts, open_bank
from question_banks.models import Bank, BankImport
from tests.accounts.house_of_offices import done, enter_person, office_facts
from tests.question_banks.makers import picture

QUESTIONS = 5_000
IMAGES = 200
FLOOR = "XML and images alone"


@contextmanager
def bank_imports(ground: Ground) -> Iterator[list[Subject]]:
    """One file, read and taken into a bank of its own each time."""
    data = moodle_file(QUESTIONS)
    app = create_app(ground.settings(ground.databases.fresh()))
    keeper = settle(app)
    yield [
        Subject(FLOOR, lambda _seconds: timed(lambda: bare(data)), unit="questions a second"),
        Subject("report", lambda _seconds: reading(app, keeper, data), (FLOOR,), unit="questions a second"),
        Subject("taking", lambda _seconds: taking(app, keeper, data), (FLOOR,), unit="questions a second"),
    ]
    with app.app_context():
        db.engine.dispose()


def moodle_file(count: int) -> bytes:
    """Single choices in Kazakh and Russian, four options with feedback, every tenth with an image."""
    images = [base64.b64encode(picture(at).data).decode() for at in range(IMAGES)]
    blocks = ['<?xml version="1.0" encoding="UTF-8"?><quiz>']
    for at in range(count):
        shown = at % 10 == 0
        tag = f'&lt;img src="@@PLUGINFILE@@/p{at}.png" alt="Сурет {at}"&gt;' if shown else ""
        file = f'<file name="p{at}.png" encoding="base64">{images[at // 10 % IMAGES]}</file>' if shown else ""
        answers = "".join(
            f'<answer fraction="{100 if option == at % 4 else 0}" format="html">'
            f"<text>Жауап нұсқасы {option} / вариант ответа {option}, вопрос {at}</text></answer>"
            for option in range(4)
        )
        blocks.append(
            f'<question type="multichoice"><name><text>q{at}</text></name><questiontext format="html">'
            f"<text>{tag}Науқастың {at}-сұрағы қандай? Каков вопрос пациента номер {at}?</text>{file}"
            f"</questiontext><defaultgrade>1</defaultgrade><single>true</single>{answers}</question>"
        )
    return ("".join(blocks) + "</quiz>").encode("utf-8")


def settle(app: Flask) -> Actor:
    """An office and its bank administrator."""
    with done(app):
        office = offices.enter_office(office_facts("BANKS", kind="committee"))
        keeper: Account = enter_person("keeper", ("bank_administrator", office.id))
        return Actor(keeper.id, "bank_administrator", office.id, None, "keeper")


def bare(data: bytes) -> None:
    """Every element, and every image unpacked."""
    for file in etree.fromstring(data).iter("file"):
        base64.b64decode(file.text or "")


def timed(work: Callable[[], None]) -> Measured:
    """The work once, as questions a second."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    seconds = time.perf_counter() - began
    return Measured(QUESTIONS / seconds, cpu_ms=(time.process_time() - spent) * 1000 / QUESTIONS)


def reading(app: Flask, keeper: Actor, data: bytes) -> Measured:
    """The dry run with its report."""
    with app.app_context(), acting(keeper):
        row = _brought(keeper, data)
        measured = timed(lambda: import_work.work_on(row.id))
        assert row.taken_count + row.loss_count == QUESTIONS, "every question can be taken"
        return measured


def taking(app: Flask, keeper: Actor, data: bytes) -> Measured:
    """All questions with words, faults and digests, in one transaction."""
    with app.app_context(), acting(keeper):
        row = _brought(keeper, data)
        import_work.work_on(row.id)
        imports.take(row.id)
        db.session.commit()
        measured = timed(lambda: import_work.work_on(row.id))
        assert row.state == "taken"
        return measured


def _brought(keeper: Actor, data: bytes) -> BankImport:
    """The file, brought to a bank that has nothing yet."""
    number = len(db.session.scalars(select(Bank.id)).all()) + 1
    assert keeper.office_id is not None
    bank = open_bank(keeper.office_id, BankFacts(f"b{number}", "Банк", "Банк", "Bank"))
    row = imports.bring(bank, imports.Brought("bank.xml", data, "ru"))
    db.session.commit()
    return row
