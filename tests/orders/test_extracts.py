"""The extract of an order: one line, frozen and sealed, checked by any stranger, and forged by nobody."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from applications.models import Case
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from core.files import read_file
from core.languages import speaking
from core.typed_facts import digest_of, spelled
from gateways.signatures.enclosed import linked_addresses
from orders import order_queries, register
from orders.actions import extracting, order_mending
from orders.extract_facts import read_extract
from orders.models import Order, OrderExtract, OrderLine
from orders.order_paper import extract_pdf
from orders.status_list import make_list, present_statuses, signed_files
from tests.applications import making as applying
from tests.commissions.hearing import order_file
from tests.exam.planners import AtDesk
from tests.exam.test_what_the_database_holds import refused, refused_row
from tests.orders.hands import Decisive, at, decided_case, decisive
from tests.orders.ordering import drafted, opened, signed
from tests.orders.signed_orders import WHY, annulled

__all__ = ["at", "decisive"]
SERVICE = "specialist-certificate"


def both(at: Decisive) -> Order:
    """One signed order: the first case is awarded, the second refused."""
    order = drafted(at.official, "award", SERVICE, [decided_case(at).case_id, decided_case(at, 1).case_id])
    signed(order, at.official, at.head)
    return order


def extracts(at: Decisive) -> list[OrderExtract]:
    """The extracts of both cases."""
    order = both(at)
    rows = {row.case_id: row.id for row in order_queries.lines_of(order.id)}
    return [db.session.get_one(OrderExtract, rows[case.id]) for case in at.cases[:2]]


def test_every_line_of_a_signed_order_has_its_extract_with_nobody_else_in_it(decisive: Decisive) -> None:
    first, second = extracts(decisive)
    facts = read_extract(first.facts)
    order = first.signed_line.signed.order
    assert facts.number == f"{order.spelled_number}/1.1"
    assert facts.order_digest == order.digest
    assert digest_of(facts) == first.digest
    other = decisive.cases[1]
    assert other.number not in first.facts
    assert read_extract(second.facts).line.outcome == "refuse"
    (code,) = [one for one in linked_addresses(read_file(first.file)) if "#" in one]
    assert extract_pdf(facts, code) == read_file(first.file), "the same facts make the same file"
    with acting(SYSTEM):
        assert extracting.draw_earlier() == 0


def test_an_extract_of_an_order_that_was_signed_before_is_drawn_by_the_sweep(
    decisive: Decisive, monkeypatch: Any
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("orders.actions.order_signed.draw_extracts", lambda _order: None)
        order = both(decisive)
    page = decisive.page(decisive.official)
    line = order_queries.lines_of(order.id)[0]
    assert page.get(f"/orders/{order.id}/extract/{line.id}").status_code == 404
    assert "/extract/" not in page.page(f"/orders/{order.id}")
    with acting(SYSTEM):
        assert extracting.draw_earlier() == 1
    assert page.get(f"/orders/{order.id}/extract/{line.id}").data.startswith(b"%PDF")


def test_a_recipient_gets_the_own_extract_and_a_stranger_checks_it_by_code_and_file_but_never_by_search(
    decisive: Decisive,
) -> None:
    first, second = extracts(decisive)
    case = decisive.cases[0]
    own, other = owned(decisive, case), owned(decisive, decisive.cases[1])
    where = f"/cabinet/{case.public_id}/order"
    assert f"{where}/{first.line_id}" in own.page(where)
    pdf = own.get(f"{where}/{first.line_id}").data
    assert pdf == read_file(first.file)
    assert own.get(f"{where}/{second.line_id}").status_code == 404
    assert other.get(f"{where}/{first.line_id}").status_code == 404
    visitor = decisive.app.test_client()
    page = visitor.get(f"/register/{first.register_id}").text
    for told in (read_extract(first.facts).number, "Бұйрықтан үзінді", decisive.head.name):
        assert told in page
    assert decisive.cases[1].number not in page
    number, name = read_extract(first.facts).number, case.person.name
    assert register.by_number(number, name) is None

    def brought(document: bytes) -> str:
        with speaking("en"):
            file = (io.BytesIO(document), "extract.pdf")
            return visitor.post("/register/papers/file", data={"file": file}).text

    decisive.app.config["WTF_CSRF_ENABLED"] = False
    assert "unchanged to the byte" in brought(pdf)
    assert "changed after it was signed" in brought(pdf + b"\n")


def owned(at: Decisive, case: Case) -> AtDesk:
    """The applicant of a case in their own cabinet."""
    case.applicant_id = applying.applicant().id
    db.session.commit()
    return AtDesk(at.app, case.applicant_id)


def test_the_command_line_proves_an_extract_by_its_pages_and_the_list(
    decisive: Decisive, tmp_path: Path
) -> None:
    first, second = extracts(decisive)
    settings = decisive.app.extensions["synaq.settings"]
    make_list(settings)
    visitor = decisive.app.test_client()
    key = visitor.get("/register/papers/key").text.strip()
    listed = tmp_path / "list.json"
    listed.write_bytes(visitor.get("/register/papers/list").data)
    pdf, theirs = read_file(first.file), read_file(second.file)

    def said(document: bytes, *options: str) -> tuple[int, str]:
        file = tmp_path / "extract.pdf"
        file.write_bytes(document)
        told = ["verify", "certificate", str(file), "--key", key, *options]
        answer = decisive.app.test_cli_runner().invoke(args=told)
        assert isinstance(answer.exception, (SystemExit, type(None))), answer.exception
        return answer.exit_code, answer.output

    code, text = said(pdf, "--list", str(listed))
    assert code == 0, text
    assert "its pages are those of the facts that its code seals" in text
    assert "to the byte" in text
    assert said(pdf)[0] == 0
    assert said(pdf + b"\n")[0] == 1
    (seal,) = [one for one in linked_addresses(pdf) if "#" in one]
    forged = extract_pdf(read_extract(second.facts), seal)
    code, text = said(forged)
    assert (code, "not those that its code seals" in text) == (1, True)
    assert said(theirs)[0] == 0
    answer = decisive.app.test_cli_runner().invoke(args=["verify", "paper", str(tmp_path / "extract.pdf")])
    assert "synaq verify certificate" in answer.output
    assert answer.exit_code == 1, "there is no signature in it"


def test_an_annulled_point_and_a_corrected_one_say_so_with_the_act(decisive: Decisive) -> None:
    first, second = extracts(decisive)
    found = {one.register_id for one in (first, second)}
    assert set(present_statuses().values()) == {"valid"}
    assert len(signed_files()) == len(found)
    correction = drafted(decisive.official, "correction", SERVICE)
    with acting(decisive.official):
        order_mending.mend(correction.id, first.line_id, WHY)
    signed(correction, decisive.official, decisive.head)
    annulled(second.signed_line, decisive.official, decisive.head)
    acts = {}
    for one in (first, second):
        entry = register.by_code(one.register_id)
        assert entry is not None
        acts[one.outcome] = (entry.standing.value, [(act.outcome, act.number) for act in entry.acts])
    last = db.session.scalars(select(Order).order_by(Order.id.desc())).first()
    assert last is not None
    assert acts == {
        "award": ("valid", [("correct", correction.spelled_number)]),
        "refuse": ("annulled", [("annul", last.spelled_number)]),
    }
    case = decisive.cases[1]
    own = owned(decisive, case)
    visitor = decisive.app.test_client()
    assert correction.spelled_number in visitor.get(f"/register/{first.register_id}").text
    assert last.spelled_number in visitor.get(f"/register/{second.register_id}").text
    assert last.spelled_number in own.page(f"/cabinet/{case.public_id}/order")
    assert list(present_statuses().values()).count("annulled") == 2, "the refusal, and its extract"


def drawn_and_taken_back(order: Order) -> list[OrderExtract]:
    """The extracts as they would be drawn, with a file that stays."""
    with acting(SYSTEM), db.session.begin_nested() as drawn:
        extracting.draw_extracts(order)
        lines = [row.id for row in order_queries.lines_of(order.id)]
        rows = [_row(db.session.get_one(OrderExtract, line)) for line in lines]
        drawn.rollback()
    file = order_file()
    for row in rows:
        row.file_id, row.file_digest = file.id, file.digest
    return rows


def _row(extract: OrderExtract, **changes: Any) -> OrderExtract:
    names = (
        "line_id",
        "case_id",
        "outcome",
        "line",
        "facts",
        "digest",
        "order_digest",
        "file_id",
        "file_digest",
    )
    told = {name: getattr(extract, name) for name in names} | changes
    return OrderExtract(register_id="0" * 26, drawn_at=now(), **told)


def test_past_the_code_no_extract_is_forged_altered_or_taken_away(
    decisive: Decisive, monkeypatch: Any
) -> None:
    with monkeypatch.context() as nothing_drawn:
        nothing_drawn.setattr("orders.actions.order_signed.draw_extracts", lambda _order: None)
        order = both(decisive)
    first, second = drawn_and_taken_back(order)
    facts, theirs = read_extract(first.facts), second.line
    altered = first.line.replace("award", "refuse")
    for wrong in (
        {"line": altered, "facts": first.facts.replace(first.line, altered)},
        {"line": theirs},
        {"line": theirs, "facts": second.facts},
        {"line": ""},
        {"facts": first.facts.replace(first.line, f"{first.line},{theirs}")},
        {"facts": spelled(facts).replace('"lines":[', '"lines":[{},')},
        {"order_digest": "a" * 64},
        {"case_id": second.case_id},
        {"outcome": "refuse"},
        {"file_digest": "b" * 64},
        {"digest": "short"},
    ):
        refused_row(_row(first, **wrong))
    unsigned = drafted(decisive.official, "correction", SERVICE)
    with acting(decisive.official):
        line = order_mending.mend(unsigned.id, first.line_id, WHY)
    opened(unsigned, decisive.official, decisive.head)
    refused_row(_row(first, line_id=line.id, outcome="correct"))
    db.session.add(_row(first))
    db.session.flush()
    refused_row(_row(first))
    for change in (
        update(OrderExtract).values(facts="{}"),
        update(OrderExtract).values(register_id="1" * 26),
        delete(OrderExtract),
        delete(OrderLine),
    ):
        refused(change)
