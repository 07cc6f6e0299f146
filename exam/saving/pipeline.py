"""Prepared statements said to PostgreSQL in one message, past the driver's cursors, which cost more than they do.

The driver's own libpq: what is said goes out at once, in pipeline mode, with one mark at its end; what comes back is
read until that mark. While this waits for the server, the other threads of the process go on.
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

BEGIN, COMMIT, ROLLBACK = "begin", "commit", "rollback"
_IN, _BOTH = select.POLLIN, select.POLLIN | select.POLLOUT
_GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class Pipeline:
    """One connection in pipeline mode, for good: its cursors do not work any more."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._wire = connection.pgconn
        for name in (BEGIN, COMMIT, ROLLBACK):
            self._wire.prepare(name.encode(), name.encode())
        self._wire.nonblocking = 1
        self._wire.enter_pipeline_mode()
        self._poll = select.poll()
        self._poll.register(self._wire.socket, _IN)

    @property
    def broken(self) -> bool:
        return self._wire.status == ConnStatus.BAD

    @property
    def idle(self) -> bool:
        """Whether no transaction is open."""
        return self._wire.transaction_status == TransactionStatus.IDLE

    def say(self, *steps: tuple[str, str | None]) -> list[Sequence[Any]]:
        """Say prepared statements by their names, each with its one parameter or none: the rows of each."""
        for name, given in steps:
            self._wire.send_query_prepared(name.encode(), None if given is None else [given.encode()])
        return [self._rows(one) for one in self._answered()]

    def ask(self, question: str) -> str:
        self._wire.send_query_params(question.encode(), None)
        (found,) = self._answered()
        return str(self._rows(found)[0][0])

    def _answered(self) -> list[PGresult]:
        """Send what was said, and hear all of what comes back; the first fault of it is raised."""
        self._wire.pipeline_sync()
        while self._wire.flush():
            self._wait(_BOTH)
        answers: list[PGresult] = []
        while True:
            while self._wire.is_busy():
                self._wait(_IN)
            answer = self._wire.get_result()
            if answer is None:  # the end of one statement
                if self.broken:
                    raise psycopg.OperationalError("the server hung up")
            elif answer.status == ExecStatus.PIPELINE_SYNC:
                break
            else:
                answers.append(answer)
        for answer in answers:
            if answer.status not in _GOOD:
                raise psycopg.errors.error_from_result(answer)
        return answers

    def _wait(self, events: int) -> None:
        self._poll.modify(self._wire.socket, events)
        if any(happened & ~select.POLLOUT for _fd, happened in self._poll.poll()):
            self._wire.consume_input()

    def _rows(self, answer: PGresult) -> Sequence[Any]:
        if not answer.ntuples:
            return ()
        reading = Transformer(self._connection)
        reading.set_pgresult(answer)
        return reading.load_rows(0, answer.ntuples, tuple)
