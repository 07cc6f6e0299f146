"""The pages of this room, on one blueprint: banks, questions, the editor, the review."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("question_banks", __name__)

# The journal's sentences are told by loading them.
from question_banks import told_of_files, told_of_questions, told_of_sets  # noqa: E402, F401
