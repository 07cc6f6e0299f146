"""One human sentence in the three languages of the service.

For everybody who shows a regulation to a person: the texts of the law are read in Kazakh first, and a
sentence that is missing in one language is an error of the text, never a silent gap on a page.
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Words:
    kk: str
    ru: str
    en: str

    def in_(self, language: str) -> str:
        """The sentence in this language; a language we do not speak is answered in Kazakh, the state language."""
        if language == "ru":
            return self.ru
        return self.en if language == "en" else self.kk

    def filled(self, **holes: str) -> Words:
        """The sentence with its named holes filled in every language alike."""
        return Words(self.kk.format(**holes), self.ru.format(**holes), self.en.format(**holes))
