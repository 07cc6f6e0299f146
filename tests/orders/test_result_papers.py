"""Result papers: every kind on A4 in Kazakh and Russian, archivable, readable aloud, and no two ornaments alike."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from core.paper_facts import frozen_facts
from orders.guilloche import guilloche, pattern_of
from orders.result_facts import Ground, Holder, Validity, facts_of, public_facts
from orders.result_kinds import KINDS, title_of
from orders.result_pdf import result_pdf
from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import Basis
from regulations.model import Edition
from regulations.words import Words
from tests.orders.drawing import (
    ADDRESS,
    CODE,
    OFFICE,
    ORGANISATION,
    PERSON,
    SIGNATORY,
    drawn,
    editions,
    printed,
)
from tests.paper_reading import pages_of, pictures_of

EVERY = [(edition, one.id) for edition in editions() for one in edition.procedures]
IDS = [f"{edition.service}-{procedure}" for edition, procedure in EVERY]


def test_every_service_brings_a_kind_of_its_own_on_an_act_that_the_text_names() -> None:
    assert set(KINDS) == set(SERVICES)
    assert len({kind.letters for kind in KINDS.values()}) == len(KINDS)
    for edition in editions():
        assert edition.result.basis in {Basis.ORDER, Basis.HEAD_SIGNATURE, Basis.ACCEPTANCE}
        assert title_of(edition, Words("a", "b", "c")).kk


def test_what_the_text_does_not_name_must_be_decided_first() -> None:
    with pytest.raises(LookupError):
        title_of(catalogue().newest("rural-pharmacy-attestation"))


@pytest.mark.parametrize(("edition", "procedure"), EVERY, ids=IDS)
def test_a_paper_of_every_kind_fits_its_sheet_with_the_longest_names(
    edition: Edition, procedure: str
) -> None:
    paper = drawn(edition, procedure)
    pdf = printed(paper)
    pages = pages_of(pdf)
    assert len(pages) == (2 if paper.certified.annex else 1), "only an annex has a sheet of its own"
    first = pages[0]
    bare = first.replace(" ", "")
    title = title_of(edition, paper.decided_title)
    told = (title.kk, title.ru, paper.number, paper.holder.name, OFFICE.kk, OFFICE.ru)
    for words in (*told, SIGNATORY.name, SIGNATORY.role.kk, SIGNATORY.role.ru, ADDRESS):
        assert words.replace(" ", "") in bare
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>", pdf)
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("edition", editions(), ids=lambda one: one.service)
def test_text_stays_black_and_the_ornament_stays_light(edition: Edition) -> None:
    frozen = frozen_facts(facts_of(drawn(edition)))
    pdf = result_pdf(frozen, "0" * 64, ADDRESS, CODE, specimen=False)
    page = pictures_of(pdf)[0]
    margin = {at for at in page.dark(60) if at % page.width < 68 or at // page.width < 50}
    assert margin == set(), "nothing but the light ornament stands in the margin"
    assert len(page.dark(60)) > 2000


def test_the_ground_is_the_order_exactly_where_the_text_has_one() -> None:
    certificate = catalogue().newest("specialist-certificate")
    assert "№ 217-Ө бұйрық" in pages_of(printed(drawn(certificate)))[0]
    licence = catalogue().newest("medical-licence")
    assert "подпись руководителя" in pages_of(printed(drawn(licence)))[0]
    with pytest.raises(ValueError, match="order"):
        facts_of(drawn(certificate, ground=Ground(Basis.ORDER)))
    with pytest.raises(ValueError, match="order"):
        facts_of(drawn(licence, ground=Ground(Basis.HEAD_SIGNATURE, "1", date(2026, 1, 1))))


def test_a_duplicate_and_a_reissue_name_the_paper_they_stand_for() -> None:
    edition = catalogue().newest("medical-licence")
    duplicate = pages_of(printed(drawn(edition, "duplicate")))[0]
    assert "ТЕЛНҰСҚА · ДУБЛИКАТ" in duplicate
    assert "LM-AST-2020-000007" in duplicate
    reissued = pages_of(printed(drawn(edition, "reissue")))[0]
    assert "Переоформлено" in reissued
    assert "ДУБЛИКАТ" not in reissued


def test_a_specimen_says_so_and_hides_nothing() -> None:
    for edition in editions():
        paper = drawn(edition)
        real, specimen = pages_of(printed(paper)), pages_of(printed(paper, specimen=True))
        assert len(real) == len(specimen)
        for page in specimen:
            assert "ҮЛГІ · ОБРАЗЕЦ · SPECIMEN" in page
        assert "SPECIMEN" not in "".join(real)


def test_a_name_is_set_smaller_and_never_cut() -> None:
    edition = catalogue().newest("specialist-certificate")
    for name in ("Ән", PERSON, ORGANISATION, "Ұзынесім" * 30):
        page = pages_of(printed(drawn(edition, holder=Holder(name))))[0]
        assert name.replace(" ", "") in page.replace(" ", "")


def test_validity_is_an_end_date_or_said_to_have_none() -> None:
    edition = catalogue().newest("specialist-certificate")
    assert "16 апреля 2026 года – 16 апреля 2031 года" in pages_of(printed(drawn(edition)))[0]
    for_ever = drawn(edition, validity=Validity(date(2026, 4, 16), None))
    assert "мерзімсіз бессрочно" in pages_of(printed(for_ever))[0]


def test_neither_iin_nor_birth_date_is_among_the_facts() -> None:
    facts = facts_of(drawn(catalogue().newest("specialist-certificate")))
    assert not {"iin", "identifier", "born", "birth_date"} & set(facts)
    assert "kind" not in public_facts(facts)


def test_the_same_number_has_the_same_ornament_and_another_has_another() -> None:
    numbers = [f"SC-AST-2026-{number:06d}" for number in range(1, 201)]
    assert guilloche(numbers[0]) == guilloche(numbers[0])
    assert len({pattern_of(number) for number in numbers}) == len(numbers)
    assert len(guilloche(numbers[0])) < 120_000
    assert "nan" not in guilloche(numbers[0])


def test_the_same_facts_give_the_same_paper() -> None:
    paper = drawn(catalogue().newest("forensic-expert-qualification"))
    assert printed(paper) == printed(paper)
    assert printed(paper) != printed(replace(paper, number="FQ-AST-2026-000124"))
