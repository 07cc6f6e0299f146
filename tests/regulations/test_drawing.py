"""The picture of a path shows what the text says: every step in its lane, every term, every gate and refusal."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from regulations.catalogue import catalogue
from regulations.drawing_path import Picture, draw
from regulations.drawing_plan import Bracket, joined, plan
from regulations.letter_widths import longest_word, width_of, wrapped
from regulations.model import Edition
from regulations.reading import exits_of, lanes, stations
from regulations.words import LANGUAGES

PATHS = [
    (edition, procedure.id) for edition in catalogue().editions.values() for procedure in edition.procedures
]
NAMES = [f"{edition.service}-{procedure}" for edition, procedure in PATHS]


def pieces(picture: Picture) -> tuple[list[str], list[str]]:
    """The pieces of the wide picture and of the tall one, each an SVG or several in a row."""
    wide = [piece for band in picture.wide for piece in (band.head, *band.rows)]
    return wide, list(picture.tall)


def words_of(drawn: list[str]) -> str:
    """All words of a picture, parted lines joined again."""
    root = ET.fromstring(f"<all>{''.join(drawn)}</all>")
    lines = [
        " ".join(part.itertext()) if len(part) == 0 else " ".join(s.text or "" for s in part)
        for part in root.iter("text")
    ]
    return " ".join(lines).replace("\u00a0", " ")


def unbroken(text: str) -> str:
    """Without spaces and hyphens: where a line was broken does not matter."""
    return re.sub(r"[\s\u00a0-]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("edition", "procedure"), PATHS, ids=NAMES)
def test_both_pictures_name_every_step_actor_refusal_and_the_result(
    edition: Edition, procedure: str, language: str
) -> None:
    for drawn in pieces(draw(edition, procedure, language)):
        seen = unbroken(words_of(drawn))
        for station in stations(edition, procedure):
            assert unbroken(station.step.name.in_(language)) in seen
        for lane in lanes(edition, procedure):
            assert unbroken(lane.name.in_(language)) in seen
            assert unbroken(lane.office_name.in_(language)) in seen
        for way_out in exits_of(edition, procedure):
            assert unbroken(way_out.name.in_(language)) in seen
        if edition.result.name:
            assert unbroken(edition.result.name.in_(language)) in seen


@pytest.mark.parametrize(("edition", "procedure"), PATHS, ids=NAMES)
def test_every_gate_has_its_mark_and_every_step_its_number(edition: Edition, procedure: str) -> None:
    asked = [s for s in stations(edition, procedure) if s.step.gate or s.exits]
    steps = len(stations(edition, procedure))
    for drawn in pieces(draw(edition, procedure, "kk")):
        text = "".join(drawn)
        assert text.count('class="d-gate"') == len(asked)
        assert text.count('class="d-disc"') == steps
        assert text.count('class="d-exit"') == sum(len(s.exits) for s in asked)
        assert text.count('class="d-end"') == text.count('class="d-start"') == 1


@pytest.mark.parametrize(("edition", "procedure"), PATHS, ids=NAMES)
def test_a_picture_holds_no_style_no_script_and_no_name_that_could_clash(
    edition: Edition, procedure: str
) -> None:
    for language in LANGUAGES:
        for drawn in pieces(draw(edition, procedure, language)):
            text = "".join(drawn)
            assert not re.search(r"\bstyle=|<script|<style|\bid=|\bon\w+=|href", text)
            ET.fromstring(f"<all>{text}</all>")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("edition", "procedure"), PATHS, ids=NAMES)
def test_no_word_is_wider_than_the_room_it_stands_in(edition: Edition, procedure: str, language: str) -> None:
    for drawn in pieces(draw(edition, procedure, language)):
        for piece in ET.fromstring(f"<all>{''.join(drawn)}</all>"):
            width = float(piece.get("width", "0"))
            for text in piece.iter("text"):
                at, anchor = float(text.get("x", "0")), text.get("text-anchor", "start")
                for line in [text.text, *(span.text for span in text)]:
                    if line:
                        needed = width_of(line, 13)
                        left = {"start": at, "middle": at - needed / 2, "end": at - needed}[anchor]
                        assert left >= -1
                        assert left + needed <= width + 1, line


def test_kazakh_words_are_never_divided_in_the_wide_pictures() -> None:
    for edition, procedure in PATHS:
        known = set()
        for station in stations(edition, procedure):
            known |= set(station.step.name.kk.split())
        wide, _tall = pieces(draw(edition, procedure, "kk"))
        seen = set(words_of(wide).split())
        assert known <= seen


def test_steps_that_share_a_term_stand_in_one_bracket() -> None:
    edition = catalogue().newest("specialist-certificate")
    (band,) = plan(edition, "main", "en").bands
    brackets = [step.bracket for step in band.steps]
    assert brackets[2:4] == [Bracket.FIRST, Bracket.LAST]
    assert brackets[5:8] == [Bracket.FIRST, Bracket.MIDDLE, Bracket.LAST]
    assert brackets[0] is Bracket.ALONE


def test_a_case_that_changes_the_office_is_drawn_in_two_bands() -> None:
    edition = catalogue().newest("independent-expert-accreditation")
    first, second = plan(edition, "main", "en").bands
    assert [office for office, _span in first.offices] == ["Territorial department"]
    assert [office for office, _span in second.offices] == ["Committee"]
    assert len(first.steps) + len(second.steps) == len(edition.steps_of("main"))


def test_payment_at_the_portal_stands_in_the_band_of_the_provider() -> None:
    (band,) = plan(catalogue().newest("pharmaceutical-licence"), "issue", "en").bands
    assert [span for _office, span in band.offices] == [1, 3]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([7], "7"), ([7, 8], "7, 8"), ([7, 8, 9], "7–9"), ([7, 8, 9, 13], "7–9, 13"), ([6, 7, 12], "6, 7, 12")],
)
def test_numbers_of_steps_are_joined_as_people_write_them(numbers: list[int], expected: str) -> None:
    assert joined(numbers) == expected


def test_lines_are_no_longer_than_their_room_and_lose_no_letter() -> None:
    text = "Аккредиттеу комиссиясының отырысы туралы қорытынды бұйрыққа қол қою"
    for width in range(64, 300, 7):
        lines = wrapped(text, width, 15, bold=True)
        assert all(width_of(line, 15, bold=True) <= width for line in lines)
        assert unbroken("".join(lines)) == unbroken(text)


def test_a_word_is_divided_only_where_it_would_not_fit() -> None:
    whole = longest_word("уполномоченное лицо", 15)
    assert wrapped("уполномоченное лицо", whole, 15) == ("уполномоченное", "лицо")
    assert wrapped("уполномоченное лицо", whole - 4, 15) == ("уполномочен-", "ное лицо")


def test_a_number_stays_with_its_unit_while_there_is_room() -> None:
    assert wrapped("Барлығы 30\u00a0күнтізбелік күн", 150, 15) == ("Барлығы", "30\u00a0күнтізбелік күн")
    assert wrapped("30\u00a0күнтізбелік", 100, 15)[0] == "30"
