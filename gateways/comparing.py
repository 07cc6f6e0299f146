"""Does what somebody claimed agree with the record? Names are compared as people compare them.

Upper and lower case, ё and е, hyphens and quotation marks, the order of the words and a missing patronymic make no
difference; another letter does, also a Kazakh one written the Russian way. A person judges what differs.
"""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = {
    "жшс": "тоо",
    "жауапкершілігі шектеулі серіктестігі": "тоо",
    "жауапкершілігі шектеулі серіктестік": "тоо",
    "товарищество с ограниченной ответственностью": "тоо",
    "ақ": "ао",
    "акционерлік қоғамы": "ао",
    "акционерлік қоғам": "ао",
    "акционерное общество": "ао",
}


def words_of(name: str) -> list[str]:
    """The words of a name, folded and in an order of their own."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("ё", "е")
    return sorted(re.findall(r"\w+", folded))


def same_person(claimed: str, surname: str, given_name: str, patronymic: str) -> bool:
    """Whether a name as somebody wrote it is this name; the patronymic may be left out."""
    wanted = words_of(claimed)
    short = words_of(f"{surname} {given_name}")
    return wanted in (short, words_of(f"{surname} {given_name} {patronymic}"))


def same_organisation(claimed: str, name: str) -> bool:
    """Whether a name as somebody wrote it is this organisation's, whichever language its legal form is in."""
    return _without_language(claimed) == _without_language(name)


def _without_language(name: str) -> list[str]:
    folded = " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold().replace("ё", "е")))
    for spelled, short in _LEGAL_FORMS.items():
        folded = re.sub(rf"\b{spelled}\b", short, folded)
    return sorted(folded.split())
