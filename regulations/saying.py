"""The words of the texts as templates ask for them: `{{ edition.title|say }}`, `{{ step.actor|named }}`.

For the templates of every room that shows a regulation. A filter answers in the reader's language.
"""

from __future__ import annotations

from enum import StrEnum

from babel.dates import format_date, get_day_names
from flask import Flask

from core.languages import current_language
from regulations.catalogue import Unopened
from regulations.clause_lists import clause_list_words
from regulations.clauses import clause_words
from regulations.drawing_plan import small
from regulations.model import Amount, Edition
from regulations.naming import actor_name, name_of, sentence, systems
from regulations.office_hours import OfficeHours, OpenHours
from regulations.term_text import amount_words, amounts_words
from regulations.words import Words

_KAZAKH = frozenset("әғқңөұүһі")
_ACT_DATE = Words("y 'жылғы' d MMMM", "d MMMM y 'года'", "d MMMM y")
_ACT = Words("{act} ({day}, № {number})", "{act} от {day} № {number}", "{act}, No. {number} of {day}")
_LUNCH = Words("түскі үзіліс {lunch}", "обед {lunch}", "lunch {lunch}")


def say(words: Words) -> str:
    """A sentence of a text in the reader's language."""
    return words.in_(current_language())


def named(word: StrEnum) -> str:
    """The name of a word of a closed list."""
    return say(name_of(word))


def acting(actor: str) -> str:
    """Whoever acts in a portal list."""
    return say(actor_name(actor))


def system(name: str) -> str:
    """A neighbouring information system by its name."""
    return say(systems()[name].name)


def clause(source: str) -> str:
    """A clause as people cite it."""
    return say(clause_words(source))


def clauses(source: str) -> str:
    """The places that a contradiction compares."""
    return say(clause_list_words(source))


def amount(of: Amount) -> str:
    """A length of time."""
    return amount_words(of, current_language())


def amounts(of: tuple[Amount, ...]) -> str:
    """Several lengths of time, units apart."""
    return amounts_words(of, current_language())


def small_first(text: str) -> str:
    """The text as it begins inside a sentence."""
    return small(text)


def act_name(edition: Edition) -> str:
    """The act of a text as acts are cited: its name, date and number."""
    legal = edition.legal
    day = format_date(legal.date, say(_ACT_DATE), locale=current_language())
    return say(_ACT).format(act=say(legal.act), day=day, number=legal.number)


def why_closed(why: Unopened) -> str:
    """Why a service is not open."""
    return say(sentence("not_open", why.value))


def language_of(quote: str, edition: Edition) -> str:
    """In which language a quotation stands, so that it is read aloud rightly."""
    if any(letter in _KAZAKH for letter in quote.casefold()) or "ru" not in edition.title_quoted_in:
        return "kk"
    return "ru"


def hours_lines(hours: OfficeHours) -> list[str]:
    """The hours of a week, days with the same hours together: `Monday–Friday: 09:00–18:30, lunch 13:00–14:30`."""
    language = current_language()
    names = get_day_names("wide", "format", language)
    runs: list[tuple[int, int]] = []
    for day, kept in enumerate(hours.week):
        if kept is None:
            continue
        if runs and runs[-1][1] == day - 1 and hours.week[day - 1] == kept:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    lines = []
    for first, last in runs:
        days = names[first] if first == last else f"{names[first]}–{names[last]}"
        kept = hours.week[first]
        if kept is not None:
            lines.append(f"{days}: {_day(kept)}")
    return lines


def _day(kept: OpenHours) -> str:
    told = f"{kept.opens:%H:%M}–{kept.closes:%H:%M}"
    if kept.lunch is None:
        return told
    lunch = f"{kept.lunch[0]:%H:%M}–{kept.lunch[1]:%H:%M}"
    return f"{told}, {say(_LUNCH).format(lunch=lunch)}"


def init_saying(app: Flask) -> None:
    """Let every template say the words of the texts."""
    app.jinja_env.filters.update(
        say=say,
        named=named,
        acting=acting,
        system=system,
        clause=clause,
        clauses=clauses,
        amount=amount,
        amounts=amounts,
        small=small_first,
        act_name=act_name,
        why_closed=why_closed,
        language_of=language_of,
    )
