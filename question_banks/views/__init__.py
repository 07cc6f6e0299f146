"""The pages of this room, on one blueprint: banks, questions, the editor, the review."""

from __future__ import annotations

from flask import Blueprint

from core.frame import add_to_menu
from core.languages import _l

blueprint = Blueprint("question_banks", __name__)
add_to_menu("question_banks.banks", _l("Question banks"), "banks.read", 25)

# The journal's sentences are told by loading them.
from question_banks import set_uses, told_of_files, told_of_questions, told_of_sets  # noqa: E402, F401 - loading tells

# The modules hang their routes on the blueprint, which therefore stands above them.
from question_banks.views import (  # noqa: E402, F401 - loading hangs them up
    banks,
    blueprint_editor,
    blueprints,
    bringing,
    editing,
    keeping,
    lists,
    mass,
    questions,
    reviewing,
    sealed_sets,
    taking_out,
    trial,
)
