"""The operator's verbs of question banks: `synaq bank ...`."""

from __future__ import annotations

from flask.cli import AppGroup

from question_banks.commands_check import check_bank
from question_banks.commands_exchange import export_questions, import_questions

bank_group = AppGroup("bank", help="Bring questions in, take them out, check a bank.")
for _command in (import_questions, export_questions, check_bank):
    bank_group.add_command(_command)
