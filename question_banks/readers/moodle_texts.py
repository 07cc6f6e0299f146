"""The small pieces of Moodle XML: a text with its format, a number, a yes or no."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from question_banks.answers import read_number
from question_banks.readers.intake import Intake
from question_banks.readers.outcomes import ItemRefused

_OTHERS = frozenset({"file", "feedback", "tolerance", "answer", "text", "fraction"})
_FORMATS = frozenset({"html", "moodle_auto_format", "plain_text", "markdown"})


def child_text(element: etree._Element | None) -> str:
    """The words of an element: those of its <text>, or its own in older files."""
    if element is None:
        return ""
    inner = element.find("text")
    held = inner if inner is not None else element
    if len(held):  # old dialects wrote the markup itself instead of hiding it
        pieces = [
            held.text or "",
            *(etree.tostring(one, encoding="unicode") for one in held if one.tag not in _OTHERS),
        ]
        return "".join(pieces)
    return held.text or ""


def rich(element: etree._Element | None, part: str, intake: Intake) -> None:
    """A text with a format as a part of the question."""
    words = child_text(element)
    if element is None or not words.strip():
        return
    form = element.get("format", "moodle_auto_format")
    if form not in _FORMATS:
        raise ItemRefused("no_home_for_construct", construct=f"format {form}"[:60])
    intake.beside = element
    intake.set(part, words, form)


def number(element: etree._Element, name: str, default: str) -> Decimal:
    text = (element.findtext(name) or default).strip()
    value = read_number(text)
    if value is None:
        raise ItemRefused("number_unreadable", text=text[:40])
    return value


def flag(element: etree._Element, name: str, default: bool) -> bool:
    text = (element.findtext(name) or "").strip().lower()
    return default if not text else text in {"1", "true", "yes"}
