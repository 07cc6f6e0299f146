"""The pages of files: brought in, reported, taken, taken back, and questions taken out."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.database import db
from question_banks.models import BankExport, BankImport, StoredQuestion
from tests.accounts.house_of_offices import Browser
from tests.question_banks.house_of_banks import Banks, build_banks
from tests.question_banks.test_bringing import GIFT, PEOPLES_SHEET

PLACE = re.compile(r"/banks/imports/\d+")


@pytest.fixture
def banks(app: Flask) -> Banks:
    return build_banks(app)


@pytest.fixture
def keeper(app: Flask, banks: Banks) -> Browser:
    return Browser(app, banks.people["keeper"])


def bring(browser: Browser, data: str, name: str) -> TestResponse:
    """Send the file as the form does; the address of its page is in the answer."""
    return browser.send(
        "/banks/forensic/import",
        file=(io.BytesIO(data.encode("utf-8")), name),
        language="kk" if name.endswith("csv") else "ru",
        charset="",
    )


def place_of(answer: TestResponse) -> str:
    assert answer.status_code == 302, answer.text[:1500]
    return answer.headers["Location"]


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_file_is_read_reported_taken_and_taken_back(app: Flask, keeper: Browser) -> None:
    place = place_of(bring(keeper, GIFT, "bank.gift"))
    page = keeper.see(place)
    assert PLACE.search(place)
    assert "Морфин" in page
    assert count(app, StoredQuestion) == 0
    refused = keeper.post(f"{place}/take")
    assert refused.status_code == 422, (
        "a refused item keeps all out until somebody has said that it stays out"
    )
    assert count(app, StoredQuestion) == 0
    keeper.post(f"{place}/take", without_refused="y")
    assert count(app, StoredQuestion) == 2
    again = keeper.post(f"{place}/take", without_refused="y")
    assert again.status_code == 422, "twice is once"
    assert count(app, StoredQuestion) == 2
    keeper.post(f"{place}/undo")
    assert count(app, StoredQuestion) == 0


def test_somebody_elses_sheet_asks_what_its_columns_hold(app: Flask, keeper: Browser) -> None:
    place = place_of(bring(keeper, PEOPLES_SHEET, "сұрақтар.csv"))
    page = keeper.see(place)
    assert 'name="column_1"' in page
    assert 'value="question::0" selected' in page, "the heading was read"
    sent = keeper.send(
        f"{place}/columns",
        header_rows="1",
        key_form="auto",
        key_alphabet="auto",
        column_0="",
        column_1="question:kk:0",
        column_2="option:kk:0",
        column_3="option:kk:1",
        column_4="option:kk:2",
        column_5="option:kk:3",
        column_6="key::0",
    )
    assert sent.status_code == 302, sent.text[:1500]
    assert "G3" in keeper.see(place)


def test_columns_without_a_question_are_refused_in_words(keeper: Browser) -> None:
    place = place_of(bring(keeper, PEOPLES_SHEET, "сұрақтар.csv"))
    sent = keeper.send(f"{place}/columns", column_1="", column_6="key::0")
    assert sent.status_code == 422


def test_a_picture_is_no_bank_and_the_form_says_so(app: Flask, keeper: Browser) -> None:
    sent = keeper.send(
        "/banks/forensic/import", file=(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 60), "a.png"), language="ru"
    )
    assert sent.status_code == 422
    assert count(app, BankImport) == 0


def test_a_file_that_is_dropped_leaves_nothing(app: Flask, keeper: Browser) -> None:
    place = place_of(bring(keeper, GIFT, "bank.gift"))
    keeper.post(f"{place}/drop")
    assert "bank.gift" in keeper.see("/banks/forensic/import")
    assert count(app, StoredQuestion) == 0


def test_questions_go_out_with_a_reason_and_by_what_the_search_has_chosen(
    app: Flask, keeper: Browser
) -> None:
    place = place_of(bring(keeper, GIFT, "bank.gift"))
    keeper.post(f"{place}/take", without_refused="y")
    address = "/banks/forensic/export?kind=true_false"
    assert keeper.send(address, form="archive", languages=["ru"], reason="", act="take").status_code == 422
    looked = keeper.send(address, form="aiken", languages=["ru"], reason="Тексеру", act="look")
    assert looked.status_code == 200
    assert count(app, BankExport) == 0, "a look takes nothing out"
    out = keeper.send(address, form="archive", languages=["ru"], reason="Тексеру", act="take")
    assert out.headers["Content-Disposition"].endswith('filename="forensic.zip"')
    with zipfile.ZipFile(io.BytesIO(out.data)) as packed:
        assert packed.read("items.jsonl").count(b"\n") == 1
    assert count(app, BankExport) == 1
    assert "Тексеру" in keeper.see("/banks/forensic/export")


def test_the_template_is_a_spreadsheet(keeper: Browser) -> None:
    answer = keeper.get("/banks/template.xlsx")
    assert answer.data.startswith(b"PK")


@pytest.mark.parametrize("who", ["author", "translator", "reviewer"])
def test_nobody_but_the_bank_administrator_moves_files(
    app: Flask, banks: Banks, keeper: Browser, who: str
) -> None:
    place = place_of(bring(keeper, GIFT, "bank.gift"))
    other = Browser(app, banks.people[who])
    for address in ("/banks/forensic/import", "/banks/forensic/export", "/banks/template.xlsx", place):
        assert other.get(address).status_code == 403, address
