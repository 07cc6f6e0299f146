"""The faults of one text by itself, in whatever question or vignette it stands: letters, images, formulas."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from question_banks.content import is_plain
from question_banks.folding import foreign_letters, mixed_words
from question_banks.formulas import FormulaRefused, find_formulas, to_mathml
from question_banks.richtext import MEDIA, images, to_plain

Facts = Mapping[str, str | int]


def part_faults(part: str, words: str, media: Collection[str] | None) -> Iterator[tuple[str, Facts]]:
    """The faults of one text by itself; vignettes and blueprints' titles are looked at with it too."""
    plain = words if is_plain(part) else to_plain(words)
    for mixed in mixed_words(_without_formulas(plain)):
        yield "mixed_alphabet", {"word": mixed.word, "letters": mixed.strangers}
    if letters := foreign_letters(plain):
        yield "foreign_letters", {"letters": letters}
    if is_plain(part):
        return
    for image in images(words):
        if not MEDIA.fullmatch(image.source) or (media is not None and image.source[6:] not in media):
            yield "broken_image", {"image": image.source}
        if not re.search(r"\w\w", image.alt) or re.fullmatch(
            r"\S+\.(png|jpe?g|gif|webp)", image.alt, re.IGNORECASE
        ):
            yield "missing_alternative", {"image": image.source, "alternative": image.alt}
    for formula in find_formulas(words):
        try:
            to_mathml(formula.latex, display=formula.display)
        except FormulaRefused as refused:
            yield "broken_formula", {"formula": refused.latex, "reason": refused.reason}


def _without_formulas(plain: str) -> str:
    return re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", " ", plain, flags=re.DOTALL)
