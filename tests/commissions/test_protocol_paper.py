"""The protocol as its readers get it: every fact of every candidate in both languages, the same bytes every time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from commissions import protocol_words as words
from commissions.proceedings import Ending
from commissions.protocol_facts import read_facts, spelled
from commissions.protocol_paper import ENCLOSED, extract_pdf, protocol_pdf
from commissions.recusals import GROUNDS
from commissions.voting import Ground, Seat, Vote
from gateways.signatures.enclosed import enclosed_files
from tests.commissions.proceedings_made import MEMBERS, facts_of
from tests.paper_reading import fonts_of, pages_of, pictures_of

POINTS_TO_MARGIN = 60


def flat(pdf: bytes) -> str:
    """The text without blanks, for a long word may be broken anywhere."""
    return "".join("".join(pages_of(pdf)).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_thirty_candidates_stand_in_it_whole_in_kazakh_and_russian() -> None:
    facts = facts_of(30)
    text = flat(protocol_pdf(facts))
    for one in facts.proceedings.heard:
        told = [one.candidate, one.case_number, one.service.kk, one.service.ru, words.ENDINGS[one.ending].kk]
        if one.ending is Ending.DECIDED:
            decision = words.DECISIONS[one.decision]
            told = [*told[:4], decision.kk, decision.ru, one.motives, one.identity, one.ticket]
        told += [each for question in one.questions for each in (question.text, question.gist)]
        told += [dissent.text for dissent in one.dissents] + [vote.reason for vote in one.void_votes]
        for aside in one.stepped_aside:
            ground = words.RECUSALS[aside.ground]
            told += [aside.name, ground.kk, ground.ru, aside.fact, aside.alternate]
        assert [each for each in told if squeezed(each) not in text] == []
    assert all(squeezed(name) in text for name, _seat in MEMBERS)


def test_every_ground_of_a_recusal_has_its_words() -> None:
    assert set(words.RECUSALS) == set(GROUNDS)


def test_nothing_is_printed_into_the_margins(tmp_path: Path) -> None:
    pdf = protocol_pdf(facts_of(30))
    for page in pictures_of(pdf):
        inked = {at % page.width for at in page.dark()}
        assert min(inked) > POINTS_TO_MARGIN
        assert max(inked) < page.width - POINTS_TO_MARGIN
    assert all("NotoSans" in line for line in fonts_of(pdf, tmp_path))


def test_it_is_an_archive_file_that_encloses_the_facts_it_was_made_of() -> None:
    facts = facts_of(3)
    pdf = protocol_pdf(facts)
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    enclosed = enclosed_files(pdf)
    assert list(enclosed) == [ENCLOSED]
    assert read_facts(enclosed[ENCLOSED].decode()) == facts
    assert json.loads(enclosed[ENCLOSED]) == json.loads(spelled(facts))


def test_the_same_facts_give_the_same_bytes_and_one_letter_others() -> None:
    facts = facts_of(2)
    assert protocol_pdf(facts) == protocol_pdf(read_facts(spelled(facts)))
    assert protocol_pdf(replace(facts, drawn_by="Басқа адам")) != protocol_pdf(facts)


def test_a_secret_vote_names_nobody_and_an_open_one_everybody() -> None:
    facts = facts_of(2)
    secret, openly = facts.proceedings.heard
    assert secret.ballot is not None
    assert secret.ballot.secret
    assert openly.ballot is not None
    for one, named in ((secret, False), (openly, True)):
        alone = replace(facts, proceedings=replace(facts.proceedings, heard=(one,)))
        voted = re.findall(r"–\s*жақтап / за", " ".join(pages_of(protocol_pdf(alone))))
        assert bool(voted) is named


def test_an_extract_says_nothing_of_the_other_candidates() -> None:
    facts = facts_of(5)
    text = flat(extract_pdf(facts, 104, "16.04.2026", "ru"))
    for one in facts.proceedings.heard:
        assert (squeezed(one.case_number) in text) is (one.interview == 104)
        assert (squeezed(one.candidate) in text) is (one.interview == 104)


def test_whatever_a_meeting_can_come_to_has_its_words() -> None:
    assert set(words.ENDINGS) == set(Ending)
    assert set(words.GROUNDS) == set(Ground)
    assert set(words.SEATS) == set(Seat)
    assert set(words.VOTES) == set(Vote)
