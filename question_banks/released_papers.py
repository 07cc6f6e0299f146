"""The papers of released sets for the room where they are sat: which is left, and what stands in one.

A sealed paper has no content to read; whoever asks for it too early is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from core.database import db
from core.languages import _l
from core.refusals import Refusal
from question_banks.arrangement import Arrangement, arrange
from question_banks.blueprint import Blueprint, Section
from question_banks.blueprint_form import unpack_blueprint
from question_banks.canonical import digest
from question_banks.content import Case, Question
from question_banks.contents import unpack
from question_banks.drawing import Paper, least_known
from question_banks.models import QuestionEdition, SealedPaper, SealedSet
from question_banks.pool import pool_id
from question_banks.queries import editions_by_id
from question_banks.sealed_content import PaperContent, unpack_paper
from question_banks.set_reading import papers_of


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """A question at its place: the edition that is shown, its case, and the order of its options on this paper."""

    number: int
    section: str
    question_id: int
    edition_id: int
    question: Question
    arrangement: Arrangement
    case_edition_id: int | None
    case: Case | None


@dataclass(frozen=True, slots=True)
class ReleasedPaper:
    """A paper that may be shown, with the blueprint by which it was drawn."""

    paper_id: int
    set_id: int
    number: int
    digest: str
    blueprint: Blueprint
    blueprint_digest: str
    places: tuple[PaperPlace, ...]

    def section(self, section_id: str) -> Section:
        return next(one for one in self.blueprint.sections if one.id == section_id)


def read_paper(paper_id: int) -> ReleasedPaper:
    """A released paper in full, keys and all: what of it a candidate may see, `candidate_form` says."""
    row = db.session.get(SealedPaper, paper_id)
    sealed = db.session.get(SealedSet, row.set_id) if row is not None else None
    if row is None or sealed is None:
        raise Refusal(_l("There is no such paper."), status=404)
    content = _content(row)
    blueprint = unpack_blueprint(sealed.edition.content)
    return ReleasedPaper(
        paper_id=row.id,
        set_id=row.set_id,
        number=row.number,
        digest=row.digest,
        blueprint=blueprint,
        blueprint_digest=sealed.edition.digest,
        places=places_of(content, blueprint),
    )


def places_of(content: PaperContent, blueprint: Blueprint) -> tuple[PaperPlace, ...]:
    """The questions of a paper in their order, with their editions' content, arranged by the paper's seed."""
    editions = editions_by_id({*content.editions, *content.cases})
    seed = bytes.fromhex(content.seed)
    places: list[PaperPlace] = []
    for section in content.sections:
        for held in section.questions:
            edition = editions[held.edition]
            question = _question(edition)
            case = _case(editions[held.case]) if held.case is not None else None
            places.append(
                PaperPlace(
                    number=len(places) + 1,
                    section=section.id,
                    question_id=edition.question_id,
                    edition_id=edition.id,
                    question=question,
                    arrangement=arrange(
                        question.body, seed=seed, question=str(edition.id), shuffle=blueprint.shuffle_options
                    ),
                    case_edition_id=held.case,
                    case=case,
                )
            )
    return tuple(places)


def _question(edition: QuestionEdition) -> Question:
    held = unpack(edition.question.kind, edition.content)
    if not isinstance(held, Question):
        raise TypeError(f"edition {edition.id} is no question")
    return held


def _case(edition: QuestionEdition) -> Case:
    held = unpack("case", edition.content)
    if not isinstance(held, Case):
        raise TypeError(f"edition {edition.id} is no case")
    return held


def _content(row: SealedPaper) -> PaperContent:
    if row.content is None:
        raise Refusal(
            _l("This paper is sealed."), next_step=_l("Two officials who hold its key release the set first.")
        )
    content = unpack_paper(row.content)
    if digest(content) != row.digest:
        raise Refusal(
            _l("This paper is not the one that was sealed: its digest differs. It must not be used."),
            next_step=_l("Take a paper in reserve, and tell the head and the system administrator."),
        )
    return content


def least_known_paper(
    set_id: int, seen: Collection[int], *, taken: Collection[int] = (), reserves: bool = False
) -> SealedPaper | None:
    """Of the papers that are left, the one of which this person has seen the fewest questions; None when none is left.

    `seen` are numbers of questions in the bank, whatever edition the person saw; `taken` the papers that others have.
    """
    left = [row for row in papers_of(set_id) if row.reserve is reserves and row.id not in taken]
    if not left:
        return None
    contents = {row.number: _content(row) for row in left}
    editions = editions_by_id({one for content in contents.values() for one in content.editions})
    papers = [
        Paper(number, tuple(pool_id(editions[one].question_id) for one in content.editions))
        for number, content in contents.items()
    ]
    chosen = least_known(papers, frozenset(pool_id(one) for one in seen))
    return next(row for row in left if row.number == chosen.number)


def questions_on(paper_ids: Collection[int]) -> frozenset[int]:
    """The questions that stood on these papers: what a person who sat them has seen."""
    found: set[int] = set()
    for paper_id in sorted(paper_ids):
        row = db.session.get(SealedPaper, paper_id)
        if row is not None and row.content is not None:
            editions = editions_by_id(unpack_paper(row.content).editions)
            found |= {edition.question_id for edition in editions.values()}
    return frozenset(found)
