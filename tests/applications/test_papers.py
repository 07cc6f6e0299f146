"""Papers: numbered without gaps, frozen under a digest, kept as they were handed out; refusals say how to appeal."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from applications import papers
from applications.actions import chancery, checking, scans
from applications.appealing import appealing
from applications.models import Case, Paper, Refused, SignedScan
from core.actor import SYSTEM, acting
from core.database import db
from core.files import read_file, store_file
from core.languages import speaking
from core.refusals import NotFound, Refusal
from regulations.catalogue import SERVICES
from regulations.kinds import ChannelId
from tests.applications import making
from tests.applications.test_course import bring_to_check
from tests.core.file_samples import png
from tests.paper_reading import pages_of

pytestmark = pytest.mark.usefixtures("context")


def registered(language: str = "ru") -> tuple[making.Service, Case, Paper]:
    at = making.service("rural-pharmacy-attestation")
    case = making.apply(at, "main", language=language)
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        chancery.register(case.id, sheets=3)
        db.session.commit()
    paper = db.session.scalars(select(Paper).where(Paper.case_id == case.id)).one()
    return at, case, paper


@pytest.mark.parametrize("slug", [slug for slug in SERVICES if slug != "clinic-attachment"])
def test_a_receipt_is_given_on_every_channel_of_every_service(slug: str) -> None:
    at = making.service(slug)
    for channel in at.edition.channels:
        case = making.apply(at, at.edition.procedures[0].id, channel.id)
        with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
            paper = papers.receipt(case)
            db.session.commit()
        facts = json.loads(paper.facts)
        assert facts["case"] == case.number
        assert facts["channel"]["kk"]
        assert facts["due"] or facts["computed"]["ru"]
        assert facts["where"] == ("cabinet" if "portal" in channel.id else "office")


def test_the_receipt_names_the_incoming_number_the_documents_and_the_digest_of_the_request() -> None:
    at, case, paper = registered()
    facts = json.loads(paper.facts)
    assert facts["incoming"].endswith("-000001")
    assert facts["documents"] == [{"name": making.THREE, "form": "paper", "file": None}]
    assert facts["request_digest"] == case.request_digest
    assert facts["received_by"]["name"] == at.actor(Role.CHANCERY_CLERK, at.provider).name


def test_the_digest_is_that_of_the_facts_and_stands_on_the_paper() -> None:
    _at, _case, paper = registered()
    assert sha256(paper.facts.encode()).hexdigest() == paper.digest
    said = "".join("".join(pages_of(read_file(paper.file))).split())
    assert paper.digest in said


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_paper_speaks_kazakh_and_russian_to_an_applicant_of_either_language(language: str) -> None:
    _at, _case, paper = registered(language)
    said = " ".join(pages_of(read_file(paper.file)))
    assert "Құжаттардың қабылданғаны туралы қолхат" in said
    assert "Расписка о приёме документов" in said


def test_papers_of_an_office_are_numbered_without_gaps_even_after_a_failure() -> None:
    at, case, first = registered()
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        papers.receipt(case)
        db.session.rollback()
        papers.receipt(case)
        db.session.commit()
    numbers = db.session.scalars(select(Paper.number).where(Paper.office_id == first.office_id)).all()
    assert sorted(numbers) == [1, 2]


def refused() -> tuple[making.Service, Case, Refused]:
    at = making.service("rural-pharmacy-attestation")
    case = making.apply(at, "main", language="ru")
    bring_to_check(at, case)
    role = Role(case.desk_role or "")
    with acting(at.actor(role, at.provider)):
        made = checking.refuse(case.id, checking.Motives("Образец", "pt 10", "The diploma cannot be read"))
        db.session.commit()
    return at, case, made


def test_a_refusal_says_ground_clause_facts_and_how_to_appeal_in_both_languages() -> None:
    _at, case, made = refused()
    facts = json.loads(made.paper.facts)
    assert facts["ground"] == making.THREE
    with speaking("kk"), db.session.no_autoflush:
        case.ended_at = None
        assert appealing(case, made).until is None, "the term runs from the day of handing out"
        case.ended_at = datetime(2026, 4, 13, 5, tzinfo=UTC)
        told = appealing(case, made)
        assert told.body == facts["appeal_body"]["kk"]
        assert told.by_when.startswith("2026 жылғы 27 сәуір, дүйсенбі (")
    db.session.rollback()
    assert facts["clause"] == "pt 10"
    assert facts["found"] == "The diploma cannot be read"
    assert facts["appeal_term"] == {"kk": "10 жұмыс күні", "ru": "10 рабочих дней", "en": "10 working days"}
    said = " ".join(pages_of(read_file(made.paper.file)))
    assert "Қалай шағымдануға болады" in said
    assert "Как обжаловать" in said


def test_no_appeal_words_are_made_up_while_the_office_has_decided_none() -> None:
    at = making.service("rural-pharmacy-attestation")
    bare = making.office("health_department")
    assert papers.appeal_words(at.provider.id, at.edition, "ru").term == "10 рабочих дней"
    with pytest.raises(Refusal):
        papers.appeal_words(bare.id, at.edition)


def test_a_signed_paper_is_scanned_in_once_and_only_by_its_office() -> None:
    at, case, made = refused()
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        paper = papers.ticket(case)
    with acting(SYSTEM):
        scan = store_file(io.BytesIO(png()), "signed.png")
        with pytest.raises(NotFound):
            scans.attach_signed_scan(paper.id, scan, "Somebody")
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        signed = scans.attach_signed_scan(paper.id, scan, "Сүлейменова А. Б.")
        db.session.commit()
        with pytest.raises(Refusal):
            scans.attach_signed_scan(paper.id, scan, "Another")
        with pytest.raises(Refusal):
            scans.attach_signed_scan(made.paper_id, scan, "By key, never by hand")
    assert db.session.scalars(select(SignedScan)).one().id == signed.id


def test_a_receipt_needs_no_signature() -> None:
    at, _case, paper = registered()
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)), pytest.raises(Refusal):
        scans.attach_signed_scan(paper.id, store_file(io.BytesIO(png()), "x.png"), "Somebody")


def attack(statement: str) -> None:
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_the_database_refuses_a_refusal_without_appeal_words_and_a_changed_paper() -> None:
    _at, _case, _made = refused()
    columns = (
        "case_id, exit, ground, clause, facts, appeal_body, appeal_term,"
        " paper_id, refused_by, refused_as, refused_at"
    )
    attack("UPDATE motivated_refusal SET appeal_body = ''")
    attack(
        f"INSERT INTO motivated_refusal ({columns}) SELECT "
        + columns.replace("appeal_body", "''").replace("case_id, exit", "case_id + 1000, exit")
        + " FROM motivated_refusal"
    )
    attack(f"INSERT INTO motivated_refusal ({columns}) SELECT {columns} FROM motivated_refusal")
    attack("UPDATE motivated_refusal SET facts = 'other'")
    attack("UPDATE case_paper SET digest = 'x'")
    attack("DELETE FROM case_paper")
    attack("DELETE FROM motivated_refusal")


def test_the_kinds_that_are_signed_by_hand_are_those_that_carry_a_line_for_it() -> None:
    assert "receipt" not in papers.TO_SIGN
    assert ChannelId.CON
    for kind in papers.TO_SIGN:
        template = (Path(papers.__file__).parent / "papers_typ" / f"{kind}.typ").read_text("utf-8")
        assert "signatures(" in template
