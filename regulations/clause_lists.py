"""The places that a contradiction compares, in the three languages: several acts, annexes and tables in one line.

For the pages that show how a contradiction was settled. What is a single clause is said by `clauses`; here are the
names of the acts and the words between them.
"""

from __future__ import annotations

import re
from functools import cache

from regulations.clauses import clause_words
from regulations.words import Words

# The notation, then Kazakh and Russian; the most particular first. `{}` takes over what the group holds.
_SAID: tuple[tuple[str, str, str], ...] = (
    (r" vs ", " ↔ ", " ↔ "),
    (r", pt ", "; pt ", "; pt "),
    (
        r"the Kazakh and Russian texts of resolution (\d+)",
        "№ {} қаулының қазақша және орысша мәтіндері",
        "казахский и русский тексты постановления № {}",
    ),
    (
        r"resolution (\d+) \(Kazakh text\)",
        "№ {} қаулы (қазақша мәтін),",
        "постановление № {} (казахский текст),",
    ),
    (
        r"resolution (\d+) \(Russian text\)",
        "№ {} қаулы (орысша мәтін),",
        "постановление № {} (русский текст),",
    ),
    (r"resolution (\S+) text", "№ {} қаулының мәтіні", "текст постановления № {}"),
    (r"resolution ([\w/-]+)", "№ {} қаулы,", "постановление № {},"),
    (r"\bR0\b", ", нөмірсіз тіркелу тармағы", ", ненумерованный пункт о регистрации"),
    (
        r"Akmola regulations (\d)-(\d)",
        "Ақмола облысының {}–{}-регламенттері",
        "регламенты {}–{} Акмолинской области",
    ),
    (r"Akmola regulation (\d)", "Ақмола облысының {}-регламенті,", "регламент {} Акмолинской области,"),
    (
        r"order 144 pt 1 of every annex",
        "№ 144 бұйрықтың барлық қосымшалары, 1-тармақ",
        "все приложения к приказу № 144, пункт 1",
    ),
    (r"order 144 order", "№ 144 бұйрықтың өзі,", "сам приказ № 144,"),
    (r"order 144 passim", "№ 144 бұйрықтың бүкіл мәтіні", "весь текст приказа № 144"),
    (
        r"order 144 provider lists",
        "№ 144 бұйрықтағы қызмет берушінің тізбелері",
        "перечни услугодателя в приказе № 144",
    ),
    (r"order 144", "№ 144 бұйрық,", "приказ № 144,"),
    (
        r"annex diagrams of all texts",
        "барлық мәтіндердің қосымшаларындағы сызбалар",
        "схемы в приложениях всех текстов",
    ),
    (r"all texts", "барлық мәтіндер", "все тексты"),
    (r"Annex (\d)-Annex (\d)", "{}–{}-қосымшалар,", "приложения {}–{},"),
    (r"Annexes (\d)-(\d)", "{}–{}-қосымшалар,", "приложения {}–{},"),
    (r"Annexes (\d(?:, \d)+)", "{}-қосымшалар,", "приложения {},"),
    (
        r"its annex (\d) table row (\d)",
        "оның {}-қосымшасының кестесі, {}-жол",
        "таблица его приложения {}, строка {}",
    ),
    (r"its annex (\d) table", "оның {}-қосымшасының кестесі", "таблица его приложения {}"),
    (r"its annex (\d)", "оның {}-қосымшасы", "его приложение {}"),
    (
        r"annex (\d) table, col(?:umn|\.) (\d)",
        "{}-қосымшаның кестесі, {}-баған",
        "таблица приложения {}, столбец {}",
    ),
    (r"annex (\d) table", "{}-қосымшаның кестесі", "таблица приложения {}"),
    (r"annex headings", "қосымшалардың тақырыптары", "заголовки приложений"),
    (r"annex heading", "қосымшаның тақырыбы", "заголовок приложения"),
    (r"Annex (\d)\b", "{}-қосымша,", "приложение {},"),
    (r"section (\d) and (\d)", "{}- және {}-бөлімдер", "разделы {} и {}"),
    (r"section (\d) heading", "{}-бөлімнің тақырыбы", "заголовок раздела {}"),
    (r"heading", "тақырыбы", "заголовок"),
    (r"unnumbered list", "нөмірсіз тізбе", "ненумерованный перечень"),
    (r"\(whole\)", "тұтас", "целиком"),
    (r"\btables\b", "кестелер", "таблицы"),
    (r"\btable\b", "кесте", "таблица"),
    (r"re-issue (\d+\))", "қайта ресімдеу, {} тармақша", "переоформление, подпункт {}"),
    (r"duplicate (\d+\))", ", телнұсқа, {} тармақша", ", дубликат, подпункт {}"),
    (r"pt (\d+) (\d+\)) and (\d+\))", "{}-тармақ, {} және {} тармақшалар", "пункт {}, подпункты {} и {}"),
    (r"pt (\d+) (\d+\), \d+\))", "{}-тармақ, {} тармақшалар", "пункт {}, подпункты {}"),
    (r"pt (\d+(?:, \d+)+)(?!\))", "{}-тармақтар", "пункты {}"),
    (
        r"provider (\d+\)-\d+\))",
        ", қызмет берушінің тізбесі, {} тармақшалар",
        ", перечень услугодателя, подпункты {}",
    ),
    (r"; para (\d+)", "; {}-іс-қимыл", "; действие {}"),
    (r" paras (\d+-\d+(?:, \d+-\d+)*)", ", {}-іс-қимылдар", ", действия {}"),
    (r" and ", " және ", " и "),
)


@cache
def clause_list_words(clauses: str) -> Words:
    """The compared places in the three languages."""
    kk = ru = clauses
    for notation, kazakh, russian in _SAID:
        kk = re.sub(notation, _carrying(kazakh), kk)
        ru = re.sub(notation, _carrying(russian), ru)
    return Words(
        _tidy(clause_words(kk).kk), _tidy(clause_words(ru).ru), clauses.replace(" vs ", " compared with ")
    )


def _carrying(form: str) -> str:
    """The form as a replacement: the first `{}` takes the first group, the second the second."""
    parts = form.split("{}")
    return parts[0] + "".join(rf"\g<{number}>{part}" for number, part in enumerate(parts[1:], 1))


def _tidy(line: str) -> str:
    """Commas where a part was named, none left over where it stood alone."""
    line = re.sub(r"\s+,", ",", line)
    line = re.sub(r",\s*(?=[;,↔)])", "", line)
    line = re.sub(r"\s*↔,?\s*", " ↔ ", line)
    line = re.sub(r",(?= (?:және|и) )", "", line)
    line = re.sub(r"(?<=\d) (?=\d+-шарт|условие \d)", ", ", line)
    line = re.sub(r"(?<=тармақ) (?=\d+-шарт)", ", ", line)
    return re.sub(r"\s{2,}", " ", line).strip().rstrip(",")
