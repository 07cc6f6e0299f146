"""The network between the browsers and the server: it carries requests, well or badly.

In bad weather each request meets a fate of its own: dropped before the server, cut in the middle, its answer lost on
the way back, delayed, delivered twice, or held until long after the browser has given up and sent others.
"""

from __future__ import annotations

import http.client
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

import orjson

from exam.saving.door import PATH

Fate = Literal["carried", "dropped", "cut", "answer lost", "delayed", "doubled", "held"]
BAD: tuple[Fate, ...] = ("dropped", "cut", "answer lost", "delayed", "doubled", "held")
PATIENCE_SECONDS = 30


class Network:
    """A small proxy of this process; `server` says where to, for it moves when it is started again."""

    def __init__(self, server: Callable[[], str]) -> None:
        self.server = server
        self.weather: random.Random | None = None
        self.fates = Counter[Fate]()
        self._late: list[threading.Thread] = []
        self._listener = _Listener(("127.0.0.1", 0), _Carrier)
        self._listener.network = self
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

    def calm(self) -> None:
        """The weather is good again, and whatever was held has been delivered."""
        self.weather = None
        for late in self._late:
            late.join()
        self._late.clear()

    def carry(self, body: bytes, token: str) -> tuple[int, bytes] | None:
        """The server's answer as it reaches the browser; None when none does."""
        weather = self.weather
        fate = "carried" if weather is None or weather.random() < 0.4 else weather.choice(BAD)
        self.fates[fate] += 1
        if weather is None or fate == "carried":
            return self.deliver(body, token)
        if fate == "dropped":
            return None
        if fate == "held":
            late = threading.Timer(weather.uniform(0.05, 0.8), self.deliver, (body, token))
            late.start()
            self._late.append(late)
            return None
        if fate == "cut":
            self._cut(body, token, weather)
            return None
        if fate == "delayed":
            time.sleep(weather.uniform(0.01, 0.3))
        answer = self.deliver(body, token)
        if fate == "doubled":
            # Once more, in other words: the entries in another order.
            answer = self.deliver(_shuffled(body, weather), token)
        return None if fate == "answer lost" else answer

    def deliver(self, body: bytes, token: str) -> tuple[int, bytes] | None:
        connection = http.client.HTTPConnection(urlsplit(self.server()).netloc, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", PATH, body, {"Authorization": token})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _cut(self, body: bytes, token: str, weather: random.Random) -> None:
        """Half a request, and then the line is dead."""
        host, _, port = urlsplit(self.server()).netloc.partition(":")
        head = f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\nContent-Length: {len(body)}\r\n\r\n"
        whole = head.encode() + body
        try:
            with socket.create_connection((host, int(port)), PATIENCE_SECONDS) as line:
                line.sendall(whole[: weather.randrange(1, len(whole))])
        except OSError:
            return


def _shuffled(body: bytes, weather: random.Random) -> bytes:
    told = orjson.loads(body)
    weather.shuffle(told["entries"])
    return orjson.dumps(told)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    network: Network

    def handle_error(self, *_about: Any) -> None:
        """A browser that has gone away in between is nothing to speak of."""


class _Carrier(BaseHTTPRequestHandler):
    server: _Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.network.carry(body, self.headers["Authorization"])
        if answer is None:
            self.close_connection = True
            return
        status, told = answer
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)
