"""GIFT, Moodle's text form, in its full dialect: the form in which teachers write questions by hand.

Escapes, categories, titles, formats, weights, feedback per answer and in general, numeric ranges, matching, missing
word, ids and tags in comments. Essays, descriptions and anything that cannot be told are refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from question_banks.answers import read_number
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    Matching,
    Numeric,
    Prompt,
    ShortText,
    TrueFalse,
)
from question_banks.items import BankItem
from question_banks.readers.charsets import CharsetUnknown, decode
from question_banks.readers.credits import choice_body, option_ids, percent
from question_banks.readers.gift_blocks import Block, cut, hide_escapes, show_escapes
from question_banks.readers.intake import Intake
from question_banks.readers.labels import classify
from question_banks.readers.outcomes import ItemRefused, Note, Outcome, Reading, Source, Spot, refused, taken

_FORMATS = {"html": "html", "moodle": "moodle_auto_format", "plain": "plain_text", "markdown": "markdown"}
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_LOOKS_LIKE = re.compile(r"^\s*\$CATEGORY:|\{[^{}]*[=~#][^{}]*\}|\{\s*(T|F|TRUE|FALSE)\b", re.MULTILINE)
_WEIGHT = re.compile(r"\s*%([^%]*)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer between the control signs: its sign, weight, words and feedback, escapes still hidden."""

    sign: str
    weight: str | None
    words: str
    feedback: str


class GiftReader:
    """Reads GIFT files."""

    name = "gift"

    def recognises(self, source: Source) -> bool:
        if source.name.lower().endswith(".gift"):
            return True
        try:
            head = hide_escapes(decode(source.data[:20_000]).text)
        except (CharsetUnknown, UnicodeDecodeError):
            return False
        return "<?xml" not in head[:200] and _LOOKS_LIKE.search(head) is not None

    def read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        try:
            decoded = decode(source.data, reading.charset)
        except CharsetUnknown:
            yield refused(Spot(item=0), "charset_unknown")
            return
        at = 0
        for at, block in enumerate(cut(decoded.text), 1):
            yield _question(block, at, reading)
        if not at:
            yield refused(Spot(item=0), "file_empty")


def _question(block: Block, at: int, reading: Reading) -> Outcome:
    title, text = _title(block.text)
    spot = Spot(item=at, line=block.line, name=show_escapes(title))
    intake = Intake(reading)
    try:
        body = _body(text, intake)
        question = intake.question(body)
        classified = classify(block.tags, block.category)
        question = replace(question, body=classified.rule(question.body), points=classified.points)
    except (ItemRefused, ValueError) as error:
        note = (
            error.note
            if isinstance(error, ItemRefused)
            else Note("answers_unreadable", {"text": str(error)[:80]})
        )
        return Outcome(verdict="refused", spot=spot, notes=(note,))
    item = BankItem(
        key=block.idnumber,
        name=show_escapes(title),
        question=question,
        classification=classified.classification,
    )
    return taken(spot, item, tuple(intake.media.values()), intake.all_losses())


def _title(text: str) -> tuple[str, str]:
    found = re.match(r"::(.*?)::", text, re.DOTALL)
    return (" ".join(found[1].split()), text[found.end() :].strip()) if found else ("", text)


def _format(text: str, form: str) -> tuple[str, str]:
    """(the text without its format mark, its format)"""
    if found := _FORMAT.match(text):
        return text[found.end() :].strip(), _FORMATS[found[1].lower()]
    return text.strip(), form


def _body(text: str, intake: Intake) -> Body:
    text, form = _format(text, "moodle_auto_format")
    left = text.find("{")
    if left < 0:
        if "}" in text:
            raise ItemRefused("brace_stray")
        raise ItemRefused("no_home_for_kind", kind="description")
    right = text.find("}", left)
    if right < 0:
        raise ItemRefused("brace_open")
    if "{" in text[left + 1 : right]:
        raise ItemRefused("answers_unreadable", text=show_escapes(text[left : right + 1])[:80])
    before, inside, after = text[:left].rstrip(), text[left + 1 : right].strip(), text[right + 1 :].rstrip()
    if "{" in after:
        raise ItemRefused("answers_twice")
    if "}" in before + after:
        raise ItemRefused("brace_stray")
    stem = f"{text[:left]}_____{after}" if after else before  # the spaces around the gap are the author's
    intake.set("stem", show_escapes(stem), form)
    inside, _, general = inside.partition("####")
    if general.strip():
        words, inner = _format(general, form)
        intake.set("explanation", show_escapes(words), inner)
    return _answers(inside.strip(), form, intake)


def _answers(inside: str, form: str, intake: Intake) -> Body:
    """Which kind it is follows Moodle's order of questions about the block."""
    if not inside:
        raise ItemRefused("no_home_for_kind", kind="essay")
    if inside.startswith("#"):
        return _numeric(inside[1:].strip(), form, intake)
    if "~" in inside:
        return _choice(inside, form, intake)
    if "=" in inside and "->" in inside:
        return _matching(inside, form, intake)
    truth, *feedback = (piece.strip() for piece in inside.split("#"))
    if truth.upper() in _TRUTH:
        return _true_false(_TRUTH[truth.upper()], feedback, form, intake)
    if not inside.startswith("="):
        raise ItemRefused("answers_unreadable", text=show_escapes(inside)[:80])
    return _short(inside, form, intake)


def entries(inside: str, signs: str) -> list[Entry]:
    made = []
    for piece in re.findall(rf"[{signs}][^{signs}]*", inside):
        words, _, feedback = piece[1:].partition("#")
        weight = _WEIGHT.match(words)
        bare = words[weight.end() if weight else 0 :].strip()
        made.append(Entry(piece[0], weight[1] if weight else None, bare, feedback.strip()))
    return made


def _feedback(part: str, text: str, form: str, intake: Intake) -> None:
    if text.strip():
        words, inner = _format(text, form)
        intake.set(f"feedback:{part}", show_escapes(words), inner)


def _wrong_feedback(text: str, form: str, intake: Intake) -> None:
    """The feedback of a bare * goes to whoever typed none of the accepted answers."""
    if text.strip():
        words, inner = _format(text, form)
        intake.set("outcome:wrong", show_escapes(words), inner)


def _choice(inside: str, form: str, intake: Intake) -> Body:
    if not inside.startswith(("=", "~")):
        raise ItemRefused("answers_unreadable", text=show_escapes(inside)[:80])
    held = entries(inside, "=~")
    single = any(entry.sign == "=" for entry in held)
    ids = option_ids(len(held))
    earned = [
        percent(entry.weight) if entry.weight is not None else Fraction(1 if entry.sign == "=" else 0)
        for entry in held
    ]
    for one, entry in zip(ids, held, strict=True):
        words, inner = _format(entry.words, form)
        if not words:
            raise ItemRefused("option_empty", option=one)
        intake.set(f"option:{one}", show_escapes(words), inner)
        _feedback(one, entry.feedback, form, intake)
    if not any(credit == 1 or (credit > 0 and not single) for credit in earned):
        raise ItemRefused("key_missing")
    return choice_body(earned, single=single)


def _true_false(truth: bool, feedback: list[str], form: str, intake: Intake) -> Body:
    if len(feedback) > 2:
        raise ItemRefused("answers_unreadable", text=" # ".join(show_escapes(one) for one in feedback)[:80])
    # GIFT writes the feedback to the wrong answer first, then the one to the right answer.
    for value, text in zip((not truth, truth), feedback, strict=False):
        _feedback("true" if value else "false", text, form, intake)
    return TrueFalse(answer=truth)


def _matching(inside: str, form: str, intake: Intake) -> Body:
    prompts: list[Prompt] = []
    choices: dict[str, str] = {}
    for entry in entries(inside, "="):
        left, arrow, right = (piece.strip() for piece in entry.words.partition("->"))
        if entry.feedback or entry.weight is not None:
            raise ItemRefused("no_home_for_construct", construct="feedback or weight in a pair")
        if not arrow or not right:
            raise ItemRefused("pair_incomplete", text=show_escapes(entry.words)[:80])
        choice = choices.setdefault(right, f"c{len(choices) + 1}")
        words, inner = _format(right, form)
        intake.set(f"choice:{choice}", show_escapes(words), inner)
        words, inner = _format(left, form)
        if words:
            prompt = f"p{len(prompts) + 1}"
            intake.set(f"prompt:{prompt}", show_escapes(words), inner)
            prompts.append(Prompt(id=prompt, match=choice))
    if not prompts:
        raise ItemRefused("key_missing")
    return Matching(prompts=tuple(prompts), choices=tuple(choices.values()))


def _short(inside: str, form: str, intake: Intake) -> Body:
    accepted: list[Accepted] = []
    for entry in entries(inside, "="):
        credit = percent(entry.weight) if entry.weight is not None else Fraction(1)
        words, _ = _format(entry.words, form)
        one = accepted_answer(f"a{len(accepted) + 1}", show_escapes(words).strip(), credit, intake)
        if one is None:
            _wrong_feedback(entry.feedback, form, intake)
            continue
        accepted.append(one)
        _feedback(one.id, entry.feedback, form, intake)
    if not accepted:
        raise ItemRefused("key_missing")
    return ShortText(accepted=tuple(accepted))


def accepted_answer(name: str, words: str, credit: Fraction, intake: Intake) -> Accepted | None:
    r"""A typed answer in Moodle's writing: * stands for anything, \* for itself; None for a bare worthless *."""
    if not words:
        raise ItemRefused("option_empty", option=name)
    if words == "*":
        if credit > 0:
            raise ItemRefused("wildcard_credit")
        return None
    wildcard = bool(re.search(r"(?<!\\)\*", words))
    if wildcard and "\\*" in words:
        raise ItemRefused("no_home_for_construct", construct="* beside \\*")
    intake.set(f"accepted:{name}", words.replace("\\*", "*"), "plain_text")
    return Accepted(id=name, credit=credit, wildcard=wildcard)


def _numeric(inside: str, form: str, intake: Intake) -> Body:
    held = entries(inside, "=~") if inside[:1] in "=~" else entries("=" + inside, "=~")
    accepted: list[AcceptedNumber] = []
    for entry in held:
        credit = (
            percent(entry.weight) if entry.weight is not None else Fraction(1 if entry.sign == "=" else 0)
        )
        words = show_escapes(entry.words)
        if entry.sign == "~" and words in {"", "*"}:
            _wrong_feedback(entry.feedback, form, intake)
            continue
        value, tolerance = number_range(words)
        name = f"n{len(accepted) + 1}"
        accepted.append(AcceptedNumber(id=name, value=value, tolerance=tolerance, credit=credit))
        _feedback(name, entry.feedback, form, intake)
    if not accepted:
        raise ItemRefused("key_missing")
    return Numeric(accepted=tuple(accepted))


def number_range(words: str) -> tuple[Decimal, Decimal]:
    """`3`, `3:0.2` or `2.8..3.2` as (value, tolerance)."""
    if ".." in words:
        low, high = (_number(piece) for piece in words.split("..", 1))
        if low > high:
            raise ItemRefused("number_unreadable", text=words[:40])
        return (low + high) / 2, (high - low) / 2
    value, colon, tolerance = words.partition(":")
    width = _number(tolerance) if colon else Decimal(0)
    if width < 0:
        raise ItemRefused("number_unreadable", text=words[:40])
    return _number(value), width


def _number(text: str) -> Decimal:
    try:
        value = read_number(text)
    except InvalidOperation:
        value = None
    if value is None:
        raise ItemRefused("number_unreadable", text=text[:40])
    return value
