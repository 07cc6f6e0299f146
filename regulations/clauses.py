"""A clause as people cite it: the short notation of the texts said in Kazakh, Russian and English.

For every paper and page that names a clause. The texts write `pt 5 1) para 3; pt 9 portal P11-C5-P12`: a
point and its item, the action printed under it, the process and condition numbers of the portal lists.
"""

from __future__ import annotations

import re
from functools import cache

from regulations.model import Edition
from regulations.words import Words

# Whole phrases first, then the smaller parts. Each line: the notation, in Kazakh, in Russian; `{}` carries
# over what the notation's group holds.
_SAID: tuple[tuple[str, str, str], ...] = (
    (
        r"not in the regulation; as in Annex (\d) of order 144",
        "регламентте жоқ; № 144 бұйрықтың {}-қосымшасындағыдай",
        "в регламенте нет; как в приложении {} к приказу № 144",
    ),
    (r"not in the regulation", "регламентте жоқ", "в регламенте нет"),
    (r"as in regulation (\d)", "{}-регламенттегідей", "как в регламенте {}"),
    (r"not in the text", "мәтінде жоқ", "в тексте нет"),
    (r"no total in the text", "мәтінде жалпы мерзім жоқ", "общего срока в тексте нет"),
    (r"amount not stated", "сомасы көрсетілмеген", "размер не указан"),
    (
        r"note at the head of the (?:order|resolution)",
        "актінің басындағы ескертпе",
        "примечание в начале акта",
    ),
    (r"head of the regulation", "регламенттің басы", "начало регламента"),
    (r"note under pt (\d+-\d+)", "{}-тармақтың ескертпесі", "примечание к пункту {}"),
    (
        r"implied by pt (\d+) (\d+\))",
        "{}-тармақтың {} тармақшасынан туындайды",
        "следует из пункта {}, подпункта {}",
    ),
    (r"names the official", "мұнда лауазымды тұлға аталған", "здесь названо должностное лицо"),
    (r"test only", "тек тестілеу", "только тестирование"),
    (r"its annex (\d), table row 5", "{}-қосымшасының кестесі, 5-жол", "таблица приложения {}, строка 5"),
    (
        r" gives (\"[^\"]+\") in each of 3 actor columns",
        ": үш орындаушының әр бағанында {}",
        ": {} в каждом из трёх столбцов исполнителей",
    ),
    (r"annex (\d) table row 5", "{}-қосымшаның кестесі, 5-жол", "таблица приложения {}, строка 5"),
    (r"annex (\d) table col\. 1", "{}-қосымшаның кестесі, 1-баған", "таблица приложения {}, столбец 1"),
    (r"pt (\d+) of the Standard", "стандарттың {}-тармағы", "пункт {} стандарта"),
    (r"section (\d)", "{}-бөлім", "раздел {}"),
    (r"first list", "бірінші тізбе", "первый перечень"),
    (r"second list", "екінші тізбе", "второй перечень"),
    (r"list (\"[^\"]+\")", "{} тізбесі", "перечень {}"),
    (r"(?<=\d) last para", ", соңғы абзац", ", последний абзац"),
    (r"\(office\)", "(қызмет берушіде)", "(у услугодателя)"),
    (r"\(portal\)", "(портал)", "(портал)"),
    (r"(?<=\d) portal(?= P)", ", портал тізбесі", ", перечень портала"),
    (r"(?<=\d) provider(?= P)", ", қызмет берушінің тізбесі", ", перечень услугодателя"),
    (r"provider(?= P)", "қызмет берушінің тізбесі", "перечень услугодателя"),
    (r"pt (\d+) (\d+\)(?:-\d+\))?)", "{}-тармақ, {} тармақша", "пункт {}, подпункт {}"),
    (r"pt (\d+(?:-\d+)?)", "{}-тармақ", "пункт {}"),
    (r" (?:paras?|action) (\d+(?:(?:-|, )\d+)*)", ", {}-іс-қимыл", ", действие {}"),
    (r"(?<=[\wәіңғүұқөһ]) ?P(\d+)-P(\d+)", ", {}–{}-процестер", ", процессы {}–{}"),
    (r"-(?=[PC]\d)", ", ", ", "),
    (r"(?<=[\wәіңғүұқөһ)]) P(\d+)", ", {}-процесс", ", процесс {}"),
    (r"P(\d+)", "{}-процесс", "процесс {}"),
    (r"C(\d+)", "{}-шарт", "условие {}"),
)


@cache
def clause_words(clause: str) -> Words:
    """One clause, or several joined by semicolons, in the three languages."""
    kk = ru = clause
    for notation, kazakh, russian in _SAID:
        kk = re.sub(notation, _carrying(kazakh), kk)
        ru = re.sub(notation, _carrying(russian), ru)
    return Words(kk, ru, clause)


def _carrying(form: str) -> str:
    """The form as a replacement: the first `{}` takes the first group, the second the second."""
    parts = form.split("{}")
    return parts[0] + "".join(rf"\g<{number}>{part}" for number, part in enumerate(parts[1:], 1))


def cite(edition: Edition, clause: str) -> Words:
    """The clause with its act, as a refusal cites it: `5-қосымша, 5-тармақ, 3-іс-қимыл (№ 144, 2014-03-19)`."""
    said, annex, legal = clause_words(clause), edition.legal.annex, edition.legal
    act = f"(№ {legal.number}, {legal.date.isoformat()})"
    return Words(
        f"{annex.kk}, {said.kk} {act}",
        f"{annex.ru}, {said.ru} {act}",
        f"{annex.en}, {said.en} {act}",
    )
