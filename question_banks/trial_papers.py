"""Trial papers: drawn by a blueprint as it stands, for those who prepare the test. Nothing of them is kept.

Their chance comes from a seed with its own beginning, which no sealed set has: a trial paper tells nothing of one.
"""

from __future__ import annotations

from question_banks.actions.sealing import CannotDraw, held_questions
from question_banks.blueprint import Blueprint
from question_banks.blueprint_reading import banks_of
from question_banks.drawing import NotDrawn, draw
from question_banks.models import BlueprintPlan
from question_banks.pool import pool_of
from question_banks.released_papers import PaperPlace, places_of
from question_banks.sealed_content import contents_of


def trial_paper(plan: BlueprintPlan, blueprint: Blueprint, mark: str) -> tuple[PaperPlace, ...]:
    """The questions of the trial paper of this mark; the same for as long as the banks stay as they are."""
    seed = b"trial paper " + mark.encode()
    pool = pool_of([bank.id for bank in banks_of(plan.id)], plan.purpose)
    drawn = draw(blueprint, pool.questions, papers=1, seed=seed)
    if isinstance(drawn, NotDrawn):
        raise CannotDraw(drawn.shortages)
    content = contents_of(
        drawn,
        "trial",
        held_questions(pool),
        drawing_seed=seed,
        random=lambda length: seed[:length].ljust(length, b"\x00"),
    )
    return places_of(content.papers[0], blueprint)
