"""A refusal by an official's own act: written, read, signed by its author, and only then handed out."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from accounts import signing_hooks
from accounts.actions import signing
from accounts.actions.signing import Place
from accounts.models import Account, RoleGrant
from accounts.roles import Role
from accounts.signing_hooks import Hooks
from accounts.signing_queries import waiting_for
from accounts.signing_turns import turn_of
from applications.actions import chancery, checking, course, refusal_signing
from applications.actions.checking import Motives
from applications.given_papers import SHEET, file_given, papers_given, refusal_given
from applications.models import Case, CaseDocument, CaseNotice, Refused
from applications.own_refusals import waiting_among, waiting_in
from core import journal_proof
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.files import read_file
from core.refusals import NotFound, Refusal
from orders import register_given
from orders.actions import refusing
from regulations.words import Words
from tests.accounts.signing_hands import with_iin
from tests.applications import making
from tests.applications.signing_refusals import sign_refusal, waiting_sheet
from tests.applications.test_course import bring_to_check
from tests.paper_reading import pages_of

pytestmark = pytest.mark.usefixtures("context")

FAULT = "Дипломның көшірмесі жоқ"
MOTIVES = Motives("Үлгі", "pt 10", FAULT)


@dataclass
class AtCheck:
    """A case whose documents are being checked, and whoever checks them."""

    at: making.Service
    case: Case
    official: Actor

    def refuse(self) -> Refused:
        with acting(self.official):
            made = checking.refuse(self.case.id, MOTIVES)
            db.session.commit()
        return made

    def told(self) -> int:
        counted = select(func.count(CaseNotice.id)).where(
            CaseNotice.case_id == self.case.id, CaseNotice.about == "refusal"
        )
        return db.session.scalar(counted) or 0


def at_check(slug: str = "specialist-certificate") -> AtCheck:
    at = making.service(slug)
    case = making.apply(at, "main", language="ru")
    bring_to_check(at, case)
    official = at.actor(Role(case.desk_role or ""), at.provider)
    with_iin(db.session.get_one(Account, official.account_id))
    with acting(official):
        for document in chancery.documents_of(case):
            checking.mark_document(case.id, document.id, FAULT)
        db.session.commit()
    return AtCheck(at, case, official)


@pytest.mark.parametrize("slug", ["specialist-certificate", "rural-pharmacy-attestation"])
def test_a_refusal_is_written_signed_by_its_author_and_only_then_handed_out(slug: str) -> None:
    check = at_check(slug)
    case, place = check.case, check.case.place
    made = check.refuse()
    assert (case.place, case.ended_at, case.desk_role) == (place, None, check.official.role)
    assert waiting_in(case) == made
    assert waiting_among([case]) == {case.id}
    assert [sheet.subject_id for sheet in waiting_for(check.official.account_id or 0)] == [made.id]
    assert (check.told(), refusal_given(case)) == (0, None)
    assert made.paper not in papers_given(case)
    code = str(made.paper.register_id)
    assert register_given.by_code(code) is None
    assert code not in register_given.statuses()
    sign_refusal(case)
    assert (case.place, made.exit) == ("x-documents", "x-documents")
    assert case.ended_at is not None
    assert check.told() > 0
    assert refusal_given(case) == made
    assert file_given(made.paper).digest != made.paper.file.digest, "the file that bears the signature"
    assert register_given.by_code(code) is not None
    assert register_given.by_file(file_given(made.paper).digest) is not None
    assert register_given.statuses()[code] == "valid"
    assert waiting_among([case]) == frozenset()
    assert journal_proof.verify().holds


def test_the_paper_names_who_signs_it_and_has_no_line_for_a_hand() -> None:
    check = at_check()
    made = check.refuse()
    facts = json.loads(made.paper.facts)
    assert (facts["by_key"], facts["by_system"]) == (True, False)
    assert facts["signatures"][0]["name"] == check.official.name
    assert "қолтаңба файлдың ішінде" in " ".join(" ".join(pages_of(read_file(made.paper.file))).split())
    place = waiting_sheet(check.case).places[0]
    assert (place.account_id, place.role) == (check.official.account_id, check.official.role)


def test_while_it_waits_nothing_else_is_done_to_the_case() -> None:
    check = at_check()
    check.refuse()
    document = db.session.scalars(select(CaseDocument)).first()
    assert document is not None
    with acting(check.official):
        assert course.what_now(check.case, check.official) == ()
        for act in (
            lambda: checking.refuse(check.case.id, MOTIVES),
            lambda: checking.accept(check.case.id),
            lambda: checking.mark_document(check.case.id, document.id, None),
        ):
            with pytest.raises(Refusal):
                act()
            db.session.rollback()
        with pytest.raises(course.RefusalWaits):
            checking.mark_document(check.case.id, document.id, None)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Refused.id))) == 1


def test_it_is_called_back_and_the_official_decides_anew() -> None:
    check = at_check()
    first = check.refuse()
    with acting(check.official):
        checking.call_back(check.case.id)
        db.session.commit()
        assert waiting_in(check.case) is None
        assert waiting_for(check.official.account_id or 0) == []
        for document in chancery.documents_of(check.case):
            checking.mark_document(check.case.id, document.id, FAULT)
        with pytest.raises(Refusal):
            checking.call_back(check.case.id)
    second = check.refuse()
    assert second.id != first.id
    sign_refusal(check.case)
    assert first.called_back_at is not None
    assert [paper.id for paper in papers_given(check.case) if paper.kind == "refusal"] == [second.paper_id]
    assert register_given.by_code(str(first.paper.register_id)) is None, "it has never left the office"
    with acting(check.official), pytest.raises(Refusal):
        checking.call_back(check.case.id)


def test_whoever_refuses_to_sign_what_they_wrote_has_called_it_back() -> None:
    check = at_check()
    made = check.refuse()
    with acting(check.official):
        signing.refuse(waiting_sheet(check.case).id, "Құжат табылды")
        db.session.commit()
    assert (made.called_back_at is not None, made.annulled_by_act) == (True, "Құжат табылды")
    assert check.case.ended_at is None
    assert check.refuse().id != made.id


def test_nobody_signs_in_the_authors_stead() -> None:
    check = at_check()
    check.refuse()
    sheet = waiting_sheet(check.case)
    for role in (Role.RESPONSIBLE_OFFICIAL, Role.HEAD):
        with acting(making.staff(role, check.at.provider)), pytest.raises(NotFound):
            turn_of(sheet.id)
    with acting(making.staff(Role.RESPONSIBLE_OFFICIAL, check.at.provider)), pytest.raises(Refusal):
        checking.call_back(check.case.id)
    with (
        acting(making.staff(Role.RESPONSIBLE_OFFICIAL, making.office("territorial"))),
        pytest.raises(NotFound),
    ):
        checking.call_back(check.case.id)


def test_when_the_head_names_another_executor_that_one_calls_it_back() -> None:
    check = at_check()
    check.refuse()
    sheet = waiting_sheet(check.case)
    other = making.staff(Role.RESPONSIBLE_OFFICIAL, check.at.provider)
    with acting(check.at.actor(Role.HEAD, check.at.provider)):
        chancery.reassign(check.case.id, other.account_id or 0, "Қарауға", "Демалыста")
        db.session.commit()
    with acting(check.official), pytest.raises(Refusal):
        turn_of(sheet.id)
    with acting(other):
        checking.call_back(check.case.id)
        made = checking.refuse(check.case.id, MOTIVES)
        db.session.commit()
    assert made.refused_by == other.account_id
    sign_refusal(check.case)
    assert check.case.place == "x-documents"


def test_a_role_that_ended_signs_nothing_more() -> None:
    check = at_check()
    check.refuse()
    ended = {"revoked_at": now(), "revoked_by": check.official.account_id, "revoke_reason": "x"}
    db.session.execute(update(RoleGrant).where(RoleGrant.id == check.official.grant_id).values(ended))
    db.session.commit()
    with acting(check.official), pytest.raises(Refusal):
        turn_of(waiting_sheet(check.case).id)
    assert check.case.ended_at is None


def test_an_applicant_who_goes_meanwhile_leaves_nothing_to_sign() -> None:
    check = at_check()
    made = check.refuse()
    person = making.applicant()
    with acting(Actor(person.id, "applicant", None, None, person.name)):
        chancery.withdraw(check.case.id, "Бас тарттым")
        db.session.commit()
    assert check.case.place == "withdrawn"
    assert made.called_back_at is not None
    assert waiting_for(check.official.account_id or 0) == []


def test_what_is_signed_by_its_author_is_not_handed_out_by_a_second_act() -> None:
    check = at_check()
    check.refuse()
    with acting(check.official), pytest.raises(Refusal):
        refusing.hand_over(check.case.id)
    db.session.rollback()
    sign_refusal(check.case)
    with acting(check.official), pytest.raises(Refusal):
        refusing.hand_over(check.case.id)


def attack(statement: str, match: str) -> None:
    with pytest.raises(DBAPIError, match=match):
        db.session.execute(text(statement))
    db.session.rollback()


def test_past_the_code_no_case_leaves_without_its_authors_signature() -> None:
    check = at_check()
    attack("UPDATE case_file SET place = 'x-documents'", "signed before it is handed out")
    check.refuse()
    attack("UPDATE case_file SET place = 'x-documents'", "signed before it is handed out")
    attack("UPDATE case_file SET place = 's04'", "goes no other way")
    attack("UPDATE case_file SET place = 'withdrawn'", "goes no other way")
    attack("DELETE FROM own_act_exit", "append-only|permission denied")
    attack("UPDATE own_act_exit SET exit = 'x-other'", "append-only|permission denied")
    attack("UPDATE motivated_refusal SET called_back_at = refused_at", "never rewritten")
    sign_refusal(check.case)
    attack(
        "UPDATE motivated_refusal SET called_back_at = refused_at, annulled_at = refused_at, annulled_by_act = 'x'",
        "never after",
    )


def test_past_the_code_the_signature_of_another_role_lets_nothing_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = at_check()
    made = check.refuse()
    head = check.at.actor(Role.HEAD, check.at.provider)
    named = Place(head.account_id or 0, Words("Басшы", "Руководитель", "Head"), Role.HEAD)
    monkeypatch.setitem(signing_hooks._hooks, SHEET, Hooks(when_signed=lambda _sheet, _done: None))
    with acting(check.official):
        signing.withdraw(waiting_sheet(check.case).id, "x")
        refusal_signing.send(made, named, check.at.provider.id)
    sign_refusal(check.case)
    attack("UPDATE case_file SET place = 'x-documents'", "signed before it is handed out")
