"""People who write through a real server at the same time and remember what was acknowledged."""

from __future__ import annotations

import http.client
import random
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address
from typing import Self
from urllib.parse import urlencode, urlsplit

from accounts.identifiers import check_digit

OFFICES = 4
PATIENCE_SECONDS = 15
FORM = "/register/person"
PERSON = {
    "surname": "Ахметова",
    "given_name": "Гульнара",
    "language": "kk",
    "password": "four words nobody guesses",
    "again": "four words nobody guesses",
}
REST_SECONDS = 0.02


class Writers:
    """Threads that send letters without pause; `server` says where to, for it moves when it is started again."""

    def __init__(self, server: Callable[[], str], count: int, seed: int) -> None:
        self.server = server
        self.attempted: set[str] = set()
        self.acknowledged: set[str] = set()
        self.refused = 0
        self.cut_off = 0
        self._leave = threading.Event()
        self._progress = threading.Condition()
        self._threads = [
            threading.Thread(target=self._write, args=(random.Random(f"{seed}-{number}"),), daemon=True)
            for number in range(count)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._leave.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS * 2)

    def wait_for(self, number: int, seconds: float) -> None:
        """Wait until so many letters are acknowledged."""
        with self._progress:
            arrived = self._progress.wait_for(lambda: len(self.acknowledged) >= number, seconds)
        assert arrived, (
            f"only {len(self.acknowledged)} of {number} writes acknowledged in {seconds} s: {self}"
        )

    def __str__(self) -> str:
        return (
            f"{len(self.attempted)} attempted, {len(self.acknowledged)} acknowledged, "
            f"{self.refused} answered with a fault, {self.cut_off} cut off"
        )

    def _write(self, chance: random.Random) -> None:
        while not self._leave.is_set():
            connection = self._connect()
            if connection is None:
                self._leave.wait(REST_SECONDS)
                continue
            try:
                while not self._leave.is_set():
                    self._write_once(connection, chance)
            except (OSError, http.client.HTTPException):
                # The answer never came: the letter may be kept or not, but only as a whole.
                self.cut_off += 1
            finally:
                connection.close()

    def _connect(self) -> http.client.HTTPConnection | None:
        connection = http.client.HTTPConnection(urlsplit(self.server()).netloc, timeout=PATIENCE_SECONDS)
        try:
            connection.connect()
        except OSError:
            return None
        return connection

    def _write_once(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
        """Send one letter."""
        mark = self._new_mark()
        status, told = ask(
            connection, "/t/letters", {"mark": mark, "office": str(chance.randint(1, OFFICES))}
        )
        assert status != 200 or told == mark
        self._count(mark, kept=status == 200)

    def _new_mark(self) -> str:
        # The marks differ from run to run: a server that had kept those of an earlier one must not look good.
        mark = secrets.token_hex(8)
        self.attempted.add(mark)
        return mark

    def _count(self, mark: str, *, kept: bool) -> None:
        if not kept:
            self.refused += 1
            self._leave.wait(REST_SECONDS)
            return
        with self._progress:
            self.acknowledged.add(mark)
            self._progress.notify_all()


class Newcomers(Writers):
    """People who register by the form that everybody uses; their e-mail address is the mark.

    The server must believe X-Forwarded-For of this machine, for each of them comes from a network of their own.
    """

    def _write_once(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
        """Open the form as somebody new, fill it in and send it."""
        away = {"X-Forwarded-For": str(IPv4Address(chance.randint(0x0A000000, 0x0AFFFFFF)))}
        connection.request("GET", FORM, headers=away)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if token is None:
            self._leave.wait(REST_SECONDS)
            return
        cookies = [cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or []]
        mark = self._new_mark()
        fields = PERSON | {"csrf_token": token[1], "iin": some_iin(chance), "email": f"{mark}@example.kz"}
        status, _page = ask(connection, FORM, fields, away | {"Cookie": "; ".join(cookies)})
        self._count(mark, kept=status == 302)


def some_iin(chance: random.Random) -> str:
    """The number of somebody born on 1 January 1990."""
    while True:
        eleven = f"9001013{chance.randint(0, 9999):04d}"
        last = check_digit(eleven)
        if last is not None:
            return f"{eleven}{last}"


def ask(
    connection: http.client.HTTPConnection,
    path: str,
    fields: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Send a form; what came back."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(fields), kind | dict(headers or {}))
    answer = connection.getresponse()
    return answer.status, answer.read().decode(errors="replace")
