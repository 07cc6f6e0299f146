"""Lists that come by a spreadsheet: the report before, all or nothing after, and hostile files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from accounts.import_columns import SPECIALTIES, STAFF
from accounts.models import Account, RoleGrant, Specialty
from accounts.refused_facts import RefusedFact
from accounts.spreadsheets import Column, read_rows, template
from core.database import db
from core.languages import speaking
from core.models import JournalEntry, OutboxMessage
from tests.accounts.house_of_offices import Browser, House, administrator, build_house, filled_in

HEADINGS = ["Log-in name", "Surname", "Given name", "E-mail", "Role", "Code of the office", "From"]
HEADINGS += ["Number of the order", "Date of the order", "IIN", "Telephone"]
GOOD = ["n.bek", "Бек", "Нұрлан", "n@x.kz", "Head", "CL", "05.01.2020", 12, "05.01.2020", "", ""]


def book(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


@pytest.fixture
def admin(app: Flask, house: House) -> Browser:
    return administrator(app, house)


def upload(admin: Browser, content: bytes, what: str = "people", name: str = "list.xlsx") -> tuple[int, str]:
    url = f"/administration/{what}/import"
    fields = filled_in(admin.see(url))
    answer = admin.client.post(url, data=fields | {"file": (io.BytesIO(content), name)})
    return answer.status_code, answer.text


def rows_in(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_template_can_be_taken_filled_in_and_read_back(app: Flask, admin: Browser) -> None:
    for what, columns in (("people", STAFF), ("specialties", SPECIALTIES)):
        answer = admin.get(f"/administration/{what}/import/template")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        sheet = load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        assert sheet.max_column == len(columns)
        with app.app_context(), speaking("ru"):
            assert read_rows(answer.data, columns)[0].cells["code" if what == "specialties" else "login"]


def test_a_dry_run_says_what_would_become_of_each_row_and_enters_nothing(
    app: Flask, admin: Browser, house: House
) -> None:
    before = rows_in(app, JournalEntry), rows_in(app, Account)
    conflicting = ["clerk", "Әлібекова", "Нұржан", "", "", "", "", "", "", "", ""]
    wrong = ["b.ok", "Ок", "Болат", "not an address", "", "", "", "", "", "", ""]
    nowhere = ["c.ok", "Ок", "Самат", "", "Басшы", "NO", "05.01.2020", "1", "05.01.2020", "", ""]
    status, page = upload(admin, book(GOOD, conflicting, wrong, nowhere))
    assert status == 200
    assert "2 rows are refused." in page
    assert "would be entered" in page
    assert "is there already" in page
    assert "D4" in page
    assert "This is no e-mail address" in page
    assert "F5" in page
    assert "There is no office with this code." in page
    assert "/import/confirm" not in page, "a list with a refused row cannot be entered"
    assert (rows_in(app, JournalEntry), rows_in(app, Account)) == before
    assert rows_in(app, OutboxMessage) == 0


def test_all_rows_are_entered_on_confirmation_with_role_and_letter(
    app: Flask, admin: Browser, house: House
) -> None:
    again = ["clerk", "Әлібекова", "Нұржан", "", "", "", "", "", "", "", ""]
    status, page = upload(admin, book(GOOD, again))
    assert status == 200
    assert "1 row can be entered." in page
    answer = admin.client.post("/administration/people/import/confirm", data=filled_in(page))
    assert answer.status_code == 302, answer.text
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.login == "n.bek")).one()
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
        assert (grant.role, grant.office_id, grant.order_number) == ("head", house.clinic, "12")
        assert grant.granted_by == house.administrator
    assert rows_in(app, OutboxMessage) == 1
    assert "1 row was entered." in admin.see("/administration/people")


def test_what_changed_between_report_and_confirmation_keeps_everything_out(
    app: Flask, admin: Browser
) -> None:
    _status, page = upload(admin, book(GOOD, ["d.ok", "Ок", "Дәулет", "", "Lawyer", "CL", *GOOD[6:]]))
    fields = filled_in(page)
    with app.app_context():
        from accounts.actions import offices
        from accounts.models import Office
        from accounts.queries import today
        from core.actor import SYSTEM, acting

        with acting(SYSTEM):
            offices.close_office(db.session.scalars(select(Office).where(Office.code == "CL")).one(), today())
            db.session.commit()
    before = rows_in(app, Account)
    answer = admin.client.post("/administration/people/import/confirm", data=fields)
    assert answer.status_code == 409
    assert "2 rows were refused, so nothing was entered." in answer.text
    assert rows_in(app, Account) == before


def test_rows_that_no_report_showed_are_not_entered(app: Flask, admin: Browser) -> None:
    _status, page = upload(admin, book(GOOD))
    fields = filled_in(page)
    for rows in (fields["rows"][:-2] + "AA", "", "nonsense"):
        answer = admin.client.post("/administration/people/import/confirm", data=fields | {"rows": rows})
        assert answer.status_code == 400
    assert admin.client.post("/administration/specialties/import/confirm", data=fields).status_code == 400


def test_specialties_are_imported_in_any_language_of_headings(app: Flask, admin: Browser) -> None:
    headings = ["name_kk", "name_ru", "name_en", "code", "branch"]
    rows = [
        ["Терапия", "Терапия", "Therapy", 1, "Medicine"],
        ["Терапия", "Терапия", "Therapy", 1.0, "medical"],
    ]
    status, page = upload(admin, book(*rows, headings=headings), "specialties")
    assert status == 200
    assert "is there already" in page, "the second row has the first one's code"
    answer = admin.client.post("/administration/specialties/import/confirm", data=filled_in(page))
    assert answer.status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Specialty.code)).all() == ["1"], "a whole number is no 1.0"


def test_numbers_days_and_lost_zeros_are_read_as_they_were_meant(app: Flask) -> None:
    from datetime import date, datetime

    row = [
        "x.y",
        "Бек",
        "Нұр",
        "",
        "",
        "",
        datetime(2020, 1, 5),  # noqa: DTZ001 - a cell of a spreadsheet has no zone
        12.0,
        date(2020, 1, 5),
        10115500123,
        77010000000,
    ]
    with app.app_context(), speaking("en"):
        cells = read_rows(book(row), STAFF)[0].cells
    assert cells["from_day"] == "05.01.2020"
    assert cells["order_number"] == "12"
    assert cells["order_date"] == "05.01.2020"
    assert cells["iin"] == "010115500123"
    assert cells["phone"] == "77010000000"


def _zip(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def _changed(change: Callable[[str, bytes], bytes], *extra: tuple[str, bytes]) -> bytes:
    """A good spreadsheet with one part made hostile."""
    with zipfile.ZipFile(io.BytesIO(book(GOOD))) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return _zip(parts | dict(extra))


def _sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new) if name.startswith("xl/worksheets/") else content

    return _changed(change)


def _far_cell(place: bytes) -> bytes:
    return _sheet(b"</sheetData>", b'<row r="9"><c r="' + place + b'"><v>1</v></c></row></sheetData>')


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a text": lambda: b"login;surname\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 100,
    "half a file": lambda: book(GOOD)[:900],
    "an archive of something else": lambda: _zip({"readme.txt": b"hello"}),
    "two of the right parts, empty": lambda: _zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
    "more than two megabytes": lambda: book(GOOD) + b"0" * (2 * 1024 * 1024),
    "a bomb": lambda: _changed(lambda _n, c: c, ("xl/media/x.bin", b"\0" * (30 * 1024 * 1024))),
    "very many parts": lambda: _changed(lambda _n, c: c, *((f"xl/media/{n}", b"") for n in range(300))),
    "a cell at the end of the world": lambda: _far_cell(b"XFD1048576"),
    "a cell far below": lambda: _far_cell(b"A1048576"),
    "a cell far to the right": lambda: _far_cell(b"XFD9"),
    "a row far below": lambda: _sheet(b"</sheetData>", b"<row r='999999'><c><v>1</v></c></row></sheetData>"),
    "an entity": lambda: _sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    "another encoding": lambda: _changed(
        lambda n, c: c.decode().encode("utf-16") if n.startswith("xl/worksheets/") else c
    ),
    "a sheet cut short": lambda: _sheet(b"</sheetData>", b""),
    "no sheet at all": lambda: _changed(lambda n, c: b"" if n == "xl/workbook.xml" else c),
    "other headings": lambda: book(["1", "2"], headings=["a", "b"]),
    "a heading twice": lambda: book(
        ["a.b", "c", "Бек", "Н"], headings=["login", "login", "surname", "given_name"]
    ),
    "headings only": book,
    "too many rows": lambda: book(*([f"p{n}.x", "Бек", "Н"] for n in range(1200))),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(app: Flask, kind: str) -> None:
    with app.app_context(), speaking("en"), pytest.raises(RefusedFact) as told:
        read_rows(HOSTILE[kind](), STAFF)
    assert told.value.field == "file"
    assert len(str(told.value)) > 15


def test_a_hostile_file_on_the_page_leaves_the_page_standing(app: Flask, admin: Browser) -> None:
    for kind in ("a text", "a cell at the end of the world", "a bomb"):
        status, page = upload(admin, HOSTILE[kind]())
        assert status == 422, kind
        assert 'id="file-error"' in page
    url = "/administration/people/import"
    assert admin.client.post(url, data=filled_in(admin.see(url))).status_code == 422, "no file at all"
    assert rows_in(app, Account) == 2


def test_a_password_and_a_formula_are_no_way_in(app: Flask, admin: Browser) -> None:
    row = ["e.vil", '=HYPERLINK("http://x")', "<script>alert(1)</script>", "", "", "", "", "", "", "", ""]
    status, page = upload(admin, book(row))
    assert status == 200
    assert "<script>alert" not in page


def test_long_texts_are_refused_at_their_cell_and_not_by_the_database(app: Flask, admin: Browser) -> None:
    row = ["f.long", "Ұ" * 150, "Н", "", "", "", "", "", "", "", ""]
    status, page = upload(admin, book(row))
    assert status == 200
    assert "B2" in page
    assert "This is too long: at most 100 characters." in page


def test_a_template_in_one_language_is_understood_in_another(app: Flask) -> None:
    with app.app_context():
        with speaking("kk"):
            content = template(STAFF, "Тізім")
        with speaking("ru"):
            assert read_rows(content, STAFF)[0].cells["login"] == "a.seitkali"
    assert all(isinstance(column, Column) for column in STAFF)
