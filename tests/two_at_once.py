"""Two verbs at the same moment, each with its first row held before either asks for its second one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from core.actor import Actor, acting
from core.database import db
from core.refusals import Refusal

Verb = Callable[[], object]
# Whoever waits for the row that the other one holds cannot hold its first: the other goes on after this.
_SECONDS = 2.0


def two_at_once(app: Flask, *verbs: tuple[Actor, Verb]) -> list[Refusal | None]:
    """Carry both out in transactions of their own; what each was refused with. Anything else is raised."""
    came: list[BaseException | None] = [None] * len(verbs)
    threads = [
        threading.Thread(target=_carry_out, args=(app, actor, verb, came, number))
        for number, (actor, verb) in enumerate(verbs)
    ]
    with _each_holds_one(set(threads)):
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
    for error in came:
        if error is not None and not isinstance(error, Refusal):
            raise error
    return [error if isinstance(error, Refusal) else None for error in came]


def _carry_out(app: Flask, actor: Actor, verb: Verb, came: list[BaseException | None], number: int) -> None:
    with app.app_context(), acting(actor):
        try:
            verb()
            db.session.commit()
        except Exception as error:  # noqa: BLE001  # it is raised in the thread that asked for both
            came[number] = error
            db.session.rollback()


@contextmanager
def _each_holds_one(threads: set[threading.Thread]) -> Iterator[None]:
    ready, waited = threading.Barrier(len(threads)), set[threading.Thread]()

    def meet(state: ORMExecuteState) -> Any:
        me = threading.current_thread()
        if me not in threads or me in waited or state.statement.get_execution_options().get("held") is None:
            return None
        waited.add(me)
        frozen = state.invoke_statement().freeze()
        with suppress(threading.BrokenBarrierError):
            ready.wait(_SECONDS)
        return frozen()

    event.listen(Session, "do_orm_execute", meet)
    try:
        yield
    finally:
        event.remove(Session, "do_orm_execute", meet)
