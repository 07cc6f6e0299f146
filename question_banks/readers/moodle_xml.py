"""Moodle XML: the form in which most banks of other institutions arrive, with their images inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from lxml import etree

from question_banks.bodies import Body
from question_banks.items import BankItem, MediaFile
from question_banks.readers.gift_blocks import category_path
from question_banks.readers.images import from_base64
from question_banks.readers.intake import Intake
from question_banks.readers.labels import classify
from question_banks.readers.moodle_kinds import KINDS
from question_banks.readers.moodle_texts import child_text, number, rich
from question_banks.readers.multilang import Words
from question_banks.readers.outcomes import ItemRefused, Note, Outcome, Reading, Source, Spot, refused, taken
from question_banks.readers.safe_xml import XmlRefused, elements, line_of
from question_banks.richtext import clean

# Settings that govern Moodle's own ways (several tries, display); they are carried and written back, never dropped.
_CARRIED = (
    "penalty", "answernumbering", "showstandardinstruction", "shownumcorrect", "hidden", "unitgradingtype",
    "unitpenalty", "unitsleft", "layouttype", "selecttype", "gradingtype", "showgrading", "numberingstyle",
    "selectcount",
)  # fmt: skip
# Of these the presence alone is the value.
_FLAGS = frozenset({"shownumcorrect"})
# Elements that a reader of a kind, or this one, takes in by name. Everything else is named as a loss.
_HANDLED = frozenset({
    "name", "questiontext", "generalfeedback", "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback",
    "defaultgrade", "idnumber", "tags", "hint", "answer", "subquestion", "single", "shuffleanswers", "usecase", "units",
    "selectoption", "dragbox", "file", "image", "image_base64", *_CARRIED,
})  # fmt: skip


class MoodleXmlReader:
    """Reads Moodle XML files."""

    name = "moodle_xml"

    def recognises(self, source: Source) -> bool:
        head = source.data[:4000].replace(b"\x00", b"")
        return b"<quiz" in head

    def read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        category: tuple[str, ...] = ()
        at = 0
        try:
            for element in elements(source.data, "question", charset=reading.charset):
                if not at and (parent := element.getparent()) is not None and parent.tag != "quiz":
                    yield refused(Spot(item=0), "not_this_form", form="Moodle XML")
                    return
                if element.get("type") == "category":
                    category = category_path(child_text(element.find("category")))
                    if lost := _lost_of_category(element):
                        at += 1
                        spot = Spot(item=at, line=line_of(element), name="/".join(category))
                        yield Outcome(verdict="taken_with_loss", spot=spot, notes=lost)
                    continue
                at += 1
                yield _question(element, at, category, reading)
        except XmlRefused as error:
            yield Outcome(verdict="refused", spot=Spot(item=0, line=error.line), notes=(error.note,))
            return
        if not at:
            yield refused(Spot(item=0), "file_empty")


def _lost_of_category(element: etree._Element) -> tuple[Note, ...]:
    """A topic is its path only."""
    lost = [Note("category_info_dropped")] if child_text(element.find("info")).strip() else []
    if number := (element.findtext("idnumber") or "").strip():
        lost.append(Note("setting_dropped", {"setting": "category/idnumber", "value": number[:80]}))
    return tuple(lost)


def _question(element: etree._Element, at: int, category: tuple[str, ...], reading: Reading) -> Outcome:
    name = " ".join(child_text(element.find("name")).split())
    spot = Spot(item=at, line=line_of(element), name=name)
    kind = element.get("type", "")
    files = _Files(element)
    intake = Intake(reading, files.find)
    try:
        read: Callable[[etree._Element, Intake], Body] | None = KINDS.get(kind)
        if read is None:
            raise ItemRefused("no_home_for_kind", kind=kind)
        rich(element.find("questiontext"), "stem", intake)
        _old_image(element, intake)
        body = read(element, intake)
        _around(element, intake)
        tags = [child_text(tag) for tag in element.findall("tags/tag")]
        classified = classify([tag for tag in tags if tag], category)
        names = _CARRIED if kind in ("multichoice", "multichoiceset") else (*_CARRIED, "shuffleanswers")
        carried = {
            one: words for one in names if (words := (element.findtext(one) or "").strip()) or one in _FLAGS
        }
        carried = {one: words for one, words in carried.items() if element.find(one) is not None}
        question = replace(
            intake.question(
                classified.rule(body), {f"moodle:{one}": words for one, words in carried.items()}
            ),
            points=Fraction(number(element, "defaultgrade", "1")),
        )
    except (ItemRefused, ValueError) as error:
        note = (
            error.note
            if isinstance(error, ItemRefused)
            else Note("answers_unreadable", {"text": str(error)[:80]})
        )
        return Outcome(verdict="refused", spot=spot, notes=(note,))
    for unused in files.unused():
        intake.lose("file_not_used", name=unused)
    item = BankItem(
        key=(element.findtext("idnumber") or "").strip(),
        name=name,
        question=question,
        classification=classified.classification,
    )
    return taken(spot, item, tuple(intake.media.values()), intake.all_losses())


def _old_image(element: etree._Element, intake: Intake) -> None:
    """Before Moodle 2 a question had one image beside its text; it is shown below the text, as Moodle itself did."""
    name = (element.findtext("image") or "").strip()
    packed = (element.findtext("image_base64") or "").strip()
    if not name and not packed:
        return
    if not packed:
        raise ItemRefused("image_not_in_file", image=name[:120])
    file = from_base64(name.rsplit("/", 1)[-1], packed)
    intake.media[file.digest] = file
    shown = f'<p><img src="media:{file.digest}" alt=""></p>'
    stem = intake.parts.get("stem", Words())
    intake.parts["stem"] = Words(
        clean(stem.common + shown).markup if stem.by_language is None else "",
        stem.by_language and {one: clean(words + shown).markup for one, words in stem.by_language.items()},
    )


def _around(element: etree._Element, intake: Intake) -> None:
    """What every kind may have: feedback, hints, and elements that nobody knows."""
    rich(element.find("generalfeedback"), "explanation", intake)
    for tag, outcome in (("correct", "right"), ("partiallycorrect", "partly"), ("incorrect", "wrong")):
        rich(element.find(f"{tag}feedback"), f"outcome:{outcome}", intake)
    for at, hint in enumerate(element.findall("hint"), 1):
        rich(hint, f"hint:{at}", intake)
        for child in hint:
            if child.tag not in ("text", "file"):
                intake.lose("setting_dropped", setting=f"hint/{child.tag}", value=(child.text or "1").strip())
    for child in element:
        if child.tag not in _HANDLED:
            value = " ".join("".join(str(words) for words in child.itertext()).split())
            if value:
                intake.lose("setting_dropped", setting=child.tag, value=value[:80])


class _Files:
    """The files inside a question, decoded when a text asks for them. Each text has its own; names may repeat."""

    def __init__(self, element: etree._Element) -> None:
        self.held = [
            (f"{one.get('path', '/').strip('/')}/{one.get('name', '')}".lstrip("/"), one)
            for one in element.iter("file")
        ]
        self.used: list[etree._Element] = []

    def find(self, name: str, beside: object) -> MediaFile | None:
        named = [pair for pair in self.held if pair[0] == name]
        named = named or [pair for pair in self.held if pair[0].rsplit("/", 1)[-1] == name]
        if not named:
            return None
        name, one = next((pair for pair in named if pair[1].getparent() is beside), named[0])
        self.used.append(one)
        if one.get("encoding", "base64") != "base64":
            raise ItemRefused("image_broken", image=name)
        return from_base64(name.rsplit("/", 1)[-1], one.text or "")

    def unused(self) -> list[str]:
        return sorted({name for name, one in self.held if not any(one is used for used in self.used)})
