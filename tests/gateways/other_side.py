"""The other side of a door: a small server on this machine that behaves as it is told, well or badly."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Behave = Callable[[Asked, socket.socket], None]


def answer(document: object, status: int = 200, kind: str = "application/json", **headers: str) -> Behave:
    """Answer with a JSON document."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()

    def behave(_asked: Asked, connection: socket.socket) -> None:
        lines = [f"HTTP/1.1 {status} Said"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if kind:
            lines.append(f"Content-Type: {kind}")
        connection.sendall(("\r\n".join(lines) + f"\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)

    return behave


def raw(*pieces: bytes, pause: float = 0.0) -> Behave:
    """Send these bytes, with a pause before each."""

    def behave(_asked: Asked, connection: socket.socket) -> None:
        for piece in pieces:
            time.sleep(pause)
            connection.sendall(piece)

    return behave


class OtherSide:
    """A server with what it was asked and how it behaves next."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.behaviours: list[Behave] = []
        self.always: Behave = answer({})
        self.over = Event()
        self._lock = Lock()
        self._tls = tls
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler(), True)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}/synaq"

    def next(self, *behaviours: Behave) -> None:
        """Behave so at the next requests; afterwards as always."""
        self.behaviours.extend(behaviours)

    def silent(self, _asked: Asked, _connection: socket.socket) -> None:
        """Say nothing until the test is over."""
        self.over.wait(20)

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        side = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                # The caller may go away, as some tests want.
                with suppress(OSError):
                    side._serve(self.request)

        return Handler

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        if self._tls:
            with self._tls.wrap_socket(connection.dup(), server_side=True) as closed:
                self._answer(closed)
        else:
            self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            start = stream.readline().decode().split()
            if len(start) < 2:
                return
            headers: dict[str, str] = {}
            while line := stream.readline().decode().strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = json.loads(stream.read(int(headers.get("content-length", "0"))) or b"{}")
        asked = Asked(start[1], headers, body)
        with self._lock:
            self.asked.append(asked)
            behave = self.behaviours.pop(0) if self.behaviours else self.always
        behave(asked, connection)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
