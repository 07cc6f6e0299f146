"""Aiken: a question, lettered options, a line with the letter of the right one. The simplest form, and often broken.

Letters may be Latin or Cyrillic (А Б В Г, or А В С D typed on the wrong keyboard); the answer line may say ANSWER,
ОТВЕТ or ЖАУАП. Whatever does not fit is refused with its line, and reading goes on at the next question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from question_banks.bodies import Option, SingleChoice
from question_banks.folding import LATIN_TO_CYRILLIC
from question_banks.items import BankItem
from question_banks.readers.charsets import CharsetUnknown, decode
from question_banks.readers.credits import option_ids
from question_banks.readers.intake import Intake
from question_banks.readers.outcomes import ItemRefused, Outcome, Reading, Source, Spot, refused, taken

_OPTION = re.compile(r"\s*([A-ZА-ЯЁӘҒҚҢӨҰҮҺІa-zа-я])\s*[.)]\s*(.*)")
_STRICT_OPTION = re.compile(r"\s*([A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])\s*[.)]\s+(.*)")
_ANSWER = re.compile(r"\s*(ANSWER|ANS|КЛЮЧ|ОТВЕТ|ЖАУАП|ЖАУАБЫ|ДҰРЫС ЖАУАП)\s*[:：]\s*(.*)", re.IGNORECASE)
_TO_LATIN = {cyrillic: latin for latin, cyrillic in LATIN_TO_CYRILLIC.items()}
_ALPHABETS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ", "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХ")


def letter_place(letter: str, labels: list[str]) -> int | None:
    """Which of the labels is meant: the letter itself, else the one that looks like it."""
    wanted = letter.strip().upper()
    if wanted in labels:
        return labels.index(wanted)
    alike = [at for at, label in enumerate(labels) if _latin(label) == _latin(wanted)]
    return alike[0] if len(alike) == 1 else None


def _latin(letter: str) -> str:
    return _TO_LATIN.get(letter, letter)


def in_order(labels: list[str]) -> str | None:
    """None when the labels run through an alphabet from its start; else the first letter that was expected instead."""
    plain = [_latin(label) for label in labels]
    best = ""
    for alphabet in _ALPHABETS:
        wanted = [_latin(letter) for letter in alphabet[: len(labels)]]
        wrong = next((at for at, (a, b) in enumerate(zip(plain, wanted, strict=False)) if a != b), None)
        if wrong is None:
            return None
        best = best or alphabet[wrong]
    return best


@dataclass(slots=True)
class _Held:
    line: int
    stem: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


class AikenReader:
    """Reads Aiken files."""

    name = "aiken"

    def recognises(self, source: Source) -> bool:
        try:
            head = decode(source.data[:20_000]).text
        except CharsetUnknown:
            return False
        lines = head.splitlines()
        return any(_ANSWER.match(line) for line in lines) and any(
            _STRICT_OPTION.match(line) for line in lines
        )

    def read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        try:
            text = decode(source.data, reading.charset).text
        except CharsetUnknown:
            yield refused(Spot(item=0), "charset_unknown")
            return
        number = 0
        for number, (held, answer) in enumerate(
            _questions(text.replace("\r\n", "\n").replace("\r", "\n")), 1
        ):
            spot = Spot(item=number, line=held.line, name=" ".join(held.stem)[:80])
            try:
                yield _question(held, answer, spot, reading)
            except ItemRefused as error:
                yield Outcome(verdict="refused", spot=spot, notes=(error.note,))
        if not number:
            yield refused(Spot(item=0), "file_empty")


def _questions(text: str) -> Iterator[tuple[_Held, str | None]]:
    """(question, its answer line or None). A question ends with its answer line; without one, where the next begins."""
    held: _Held | None = None
    blank = False
    for at, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            blank = True
            continue
        if answer := _ANSWER.fullmatch(line):
            yield held or _Held(at), answer[2].strip()
            held = None
        else:
            if held is not None and held.options and blank and not _OPTION.fullmatch(line):
                yield held, None
                held = None
            held = held or _Held(at)
            _take_line(held, line)
        blank = False
    if held is not None:
        yield held, None


def _take_line(held: _Held, line: str) -> None:
    option = _STRICT_OPTION.fullmatch(line) or (_OPTION.fullmatch(line) if held.stem else None)
    if option and (held.options or held.stem):
        held.labels.append(option[1].upper())
        held.options.append(option[2].strip())
    elif held.options:
        held.options[-1] += "\n" + line.strip()  # an option that runs on over the line
    else:
        held.stem.append(line.strip())


def _question(held: _Held, answer: str | None, spot: Spot, reading: Reading) -> Outcome:
    if not held.stem:
        raise ItemRefused("stem_missing")
    if len(held.options) < 2:
        raise ItemRefused("options_missing")
    if answer is None or not answer:
        raise ItemRefused("key_missing")
    if (expected := in_order(held.labels)) is not None:
        wrong = next((a for a in held.labels if held.labels.count(a) > 1), held.labels[-1])
        raise ItemRefused("option_out_of_order", found=wrong, expected=expected)
    keys = re.split(r"[\s,;]+", answer.rstrip(".)").strip())
    if len(keys) > 1:
        raise ItemRefused("several_keys", key=answer[:40])
    place = letter_place(keys[0], held.labels)
    if place is None:
        raise ItemRefused("key_unknown", key=answer[:40])
    intake = Intake(reading)
    intake.set("stem", "\n".join(held.stem), "plain_text")
    ids = option_ids(len(held.options))
    for one, words in zip(ids, held.options, strict=True):
        if not words:
            raise ItemRefused("option_empty", option=one.upper())
        intake.set(f"option:{one}", words, "plain_text")
    body = SingleChoice(options=tuple(Option(id=one, correct=at == place) for at, one in enumerate(ids)))
    return taken(spot, BankItem(key="", question=intake.question(body)), losses=intake.all_losses())
