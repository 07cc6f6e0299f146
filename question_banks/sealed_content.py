"""What is inside a sealed set, as one canonical text, and the digests that are printed before the doors open.

A paper's digest must tell nothing of its questions, even where a bank is so small that all papers could be tried: so
each paper holds a random salt. Whoever sees a paper after its release can compute its digest, and from the digests of
all papers that of the set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from question_banks.canonical import canonical_bytes, decode, digest
from question_banks.drawing import Drawn

SALT_BYTES = SEED_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldQuestion:
    """An edition at its place on a paper; with it the edition of its case, whose questions stand together."""

    edition: int
    case: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSection:
    id: str
    questions: tuple[HeldQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """One paper: its questions by section in their order, and the seed by which their options are arranged."""

    form: Literal["synaq-paper-1"]
    set_number: str
    number: int
    salt: str
    seed: str
    sections: tuple[HeldSection, ...]

    @property
    def editions(self) -> tuple[int, ...]:
        """The editions in the order of the paper."""
        return tuple(held.edition for section in self.sections for held in section.questions)

    @property
    def cases(self) -> frozenset[int]:
        """The editions of the cases that the paper shows."""
        return frozenset(
            held.case for section in self.sections for held in section.questions if held.case is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContent:
    """All papers of a set, reserves last, and the seed of the drawing."""

    form: Literal["synaq-set-1"]
    papers: tuple[PaperContent, ...]
    drawing_seed: str


def set_digest(number: str, blueprint_digest: str, paper_digests: Sequence[str]) -> str:
    """The digest over all papers of a set, in their order."""
    return digest({"set": number, "blueprint": blueprint_digest, "papers": list(paper_digests)})


def contents_of(
    drawn: Drawn,
    set_number: str,
    held: Mapping[str, HeldQuestion],
    *,
    drawing_seed: bytes,
    random: Callable[[int], bytes],
) -> SetContent:
    """A drawing as it is sealed; `held` says by which edition each question is shown."""
    papers = tuple(
        PaperContent(
            form="synaq-paper-1",
            set_number=set_number,
            number=paper.number,
            salt=random(SALT_BYTES).hex(),
            seed=random(SEED_BYTES).hex(),
            sections=_sections(drawn.sections, [held[name] for name in paper.questions]),
        )
        for paper in drawn.papers
    )
    return SetContent(form="synaq-set-1", papers=papers, drawing_seed=drawing_seed.hex())


def _sections(sizes: Sequence[tuple[str, int]], questions: Sequence[HeldQuestion]) -> tuple[HeldSection, ...]:
    sections, start = [], 0
    for name, size in sizes:
        sections.append(HeldSection(id=name, questions=tuple(questions[start : start + size])))
        start += size
    return tuple(sections)


def pack_set(content: SetContent) -> bytes:
    return canonical_bytes(content)


def unpack_set(data: bytes) -> SetContent:
    return decode(SetContent, json.loads(data))


def pack_paper(paper: PaperContent) -> str:
    """The paper as it is kept after its release."""
    return canonical_bytes(paper).decode("utf-8")


def unpack_paper(text: str) -> PaperContent:
    return decode(PaperContent, json.loads(text))
