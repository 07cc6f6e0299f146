"""What a form asks for is carried out whole, or refused beside the field that the refusal is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from accounts.refused_facts import RefusedFact
from core.all_or_nothing import all_or_nothing
from core.refusals import Refusal

Made = TypeVar("Made")


def made_by(form: Any, act: Callable[[], Made], fields: Mapping[str, str] | None = None) -> Made | None:
    """What the verb made; nothing where the form was not in order or the verb refused one of its facts.

    `fields` says where a fact stands whose name in the verb is another one than in the form.
    """
    if not form.validate_on_submit():
        return None
    made = all_or_nothing(act, RefusedFact)
    if not isinstance(made, RefusedFact):
        return made
    name = (fields or {}).get(made.field, made.field)
    if name in form:
        form[name].errors = [*form[name].errors, in_one_line(made)]
    else:
        form.form_errors.append(in_one_line(made))
    return None


def carried_out(form: Any, act: Callable[[], object], fields: Mapping[str, str] | None = None) -> bool:
    """Whether the form was in order and the verb took it; a refused fact is told beside its field."""

    def done() -> bool:
        act()
        return True

    return made_by(form, done, fields) is not None


def in_one_line(refusal: Refusal) -> str:
    """A refusal in one line: what cannot be done, and what to do instead."""
    return " ".join(str(part) for part in (refusal.sentence, refusal.next_step) if part)
