"""People who write through a real server at the same time and remember what was acknowledged."""

from __future__ import annotations

import http.client
import random
import secrets
import threading
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

OFFICES = 4
PATIENCE_SECONDS = 15
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

    def __enter__(self) -> Writers:
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
                    self._send_a_letter(connection, chance.randint(1, OFFICES))
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

    def _send_a_letter(self, connection: http.client.HTTPConnection, office: int) -> None:
        # The marks differ from run to run: a server that had kept those of an earlier one must not look good.
        mark = secrets.token_hex(8)
        self.attempted.add(mark)
        form = urlencode({"mark": mark, "office": office})
        connection.request("POST", "/t/letters", form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        told = answer.read().decode(errors="replace")
        if answer.status != 200:
            self.refused += 1
            self._leave.wait(REST_SECONDS)
            return
        assert told == mark
        with self._progress:
            self.acknowledged.add(mark)
            self._progress.notify_all()
