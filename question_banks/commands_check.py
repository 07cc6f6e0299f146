"""`synaq bank check CODE`: the faults of a whole bank, for people and for scripts."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from core.database import db, reading
from core.languages import speaking
from question_banks.duplicates import duplicates_in
from question_banks.models import Bank
from question_banks.overview import faults_in
from question_banks.words import FAULT_NAMES

# What the exit code says: all is well; there are faults that stand in the way; there is no such bank.
WELL, FAULTY, UNKNOWN = 0, 1, 2


@click.command("check")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings and duplicates too.")
@with_appcontext
def check_bank(code: str, as_json: bool, strict: bool) -> None:
    """List the faults of a bank; exit 1 if any stands in the way of approval, 2 if there is no such bank."""
    with reading(), speaking("en"):
        bank = db.session.scalar(select(Bank).where(Bank.code == code))
        if bank is None:
            click.echo(f"There is no bank {code}.", err=True)
            sys.exit(UNKNOWN)
        faults, twins = faults_in(bank.id), duplicates_in(bank.id)
        errors = sum(one.questions for one in faults if one.weight == "error")
        if as_json:
            told = {
                "bank": code,
                "faults": [
                    {"code": one.code, "weight": one.weight, "questions": one.questions} for one in faults
                ],
                "duplicates": [{"question": one.key, "first": one.first_key} for one in twins],
            }
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            for one in faults:
                click.echo(f"{one.weight:8} {one.questions:6}  {FAULT_NAMES.get(one.code, one.code)}")
            for twin in twins:
                click.echo(f"{'twin':8} {twin.key} = {twin.first_key}")
            click.echo(f"{errors} faults stand in the way" if errors else "nothing stands in the way")
    sys.exit(FAULTY if errors or (strict and (faults or twins)) else WELL)
