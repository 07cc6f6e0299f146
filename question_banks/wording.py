"""Turns of phrase that weaken a question, in Kazakh, Russian and English: "all of the above", a negative in hiding."""

from __future__ import annotations

import re

from question_banks.content import Language
from question_banks.folding import fold
from question_banks.richtext import to_plain

_ALL_OF_ABOVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(all|none|both|any) (of )?(the )?(above|these|listed|answers?|options?|choices?)\b"
        r"|\ball (answers|options) are (correct|right|true)\b"
    ),
    "ru": re.compile(
        r"\b(все|всё|ничего|ничто|любой|любое|ни один|ни одно)( ответы?| варианты?)?( из)?"
        r" (выше ?)?(перечисленн|указанн|названн|приведенн|изложенн)\w*"
        r"|\bвсе (ответы|варианты|утверждения|из них)( являются)?( верн\w*| правильн\w*)?$"
        r"|\b(все|оба) (верно|верны|правильно|правильны|неверно|неверны)\b|\bверно все\b|\bправильно все\b"
        r"|\b(нет|ни одного) (правильн|верн)\w+ ответа?\b|\bправильного ответа нет\b"
    ),
    "kk": re.compile(
        r"\b(жоғарыда|жоғарыдағы|аталған|көрсетілген|келтірілген|аталып)\w*"
        r"( аталған\w*| көрсетілген\w*| келтірілген\w*)*"
        r"( жауаптар\w*| нұсқалар\w*)? (барлығы|бәрі|барлық|ешқайсысы|ешбірі)"
        r"|\b(барлық|бәрі|барлығы)( жауап\w*| нұсқа\w*)?( де| да)? дұрыс( емес)?\b|\bбарлығы дұрыс\b"
        r"|\bдұрыс жауап жоқ\b|\bжоғарыдағының (барлығы|бәрі)\b"
    ),
}

_NEGATIVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(not|except|never|least|cannot|incorrect|false|wrong|unless|\w+n't)\b"),
    "ru": re.compile(
        r"\b(не|кроме|за исключением|исключая|ни|нельзя|неверно\w*|неверн\w+|неправильн\w+|ошибочн\w+)\b"
    ),
    "kk": re.compile(
        r"\b(емес|басқа(сы|сын)?|қоспағанда|болмаса|қате|бұрыс|жоқ"
        r"|\w+(май|мей|бай|бей|пай|пей)(ды|ді|тын|тін|тыны|тіні|тындар\w*|тіндер\w*|тынын|тінін)"
        r"|\w+(маған|меген|баған|беген|паған|пеген)\w*)\b"
    ),
}
_MARKED = re.compile(r"<(strong|em|u)>(.*?)</\1>", re.DOTALL)
_SENTENCE = re.compile(r"[^.!?:;…]+[.!?:;…]*")


def speaks_of_all(option: str, language: Language) -> bool:
    """Does the option only point at the other options ("all of the above", "none of these")?"""
    words = fold(to_plain(option)).rstrip(".!;")
    return len(words) <= 80 and _ALL_OF_ABOVE[language].search(words) is not None


def unmarked_negative(stem: str, language: Language) -> str:
    """The negative word in the sentence that asks, when nothing marks it; else an empty string.

    A negative is marked by capitals or by an element of emphasis. Only the sentence that asks is judged: in a
    vignette "не" is part of the story.
    """
    asking = [sentence for sentence in _SENTENCE.findall(to_plain(stem)) if re.search(r"\w\w", sentence)]
    if not asking:
        return ""
    asks = next((one for one in reversed(asking) if one.rstrip().endswith("?")), asking[-1])
    marked = fold(" ".join(to_plain(found[1]) for found in _MARKED.findall(stem)))
    for found in _NEGATIVE[language].finditer(fold(asks, case=False).replace("Ё", "ё").lower()):
        word = found.group()
        start = fold(asks, case=False)[found.start() : found.end()]
        if start.isupper() or re.search(rf"\b{re.escape(word)}\b", marked):
            continue
        return word
    return ""
