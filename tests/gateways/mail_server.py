"""A mail server on this machine that takes letters, or behaves as it is told."""

from __future__ import annotations

import base64
import socketserver
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread


@dataclass
class Received:
    """One letter as it arrived, and how."""

    sender: str
    recipients: list[str]
    data: bytes
    closed: bool
    user: str


@dataclass
class Manners:
    """What the server says; a reply by the verb, `None` to hang up, a number to wait so many seconds first."""

    replies: dict[str, str | float | None] = field(default_factory=dict)
    offers_starttls: bool = True
    password: str = ""


class MailServer:
    """ESMTP as far as a client that sends one letter needs it."""

    def __init__(self, tls: ssl.SSLContext, *, closed_at_once: bool = False) -> None:
        self.received: list[Received] = []
        self.manners = Manners()
        self.verbs: list[str] = []
        self._tls = tls
        self._closed_at_once = closed_at_once
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler(), True)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    _Conversation(server, self.request).hold()

        return Handler


class _Conversation:
    """One connection, from the greeting to the goodbye."""

    def __init__(self, server: MailServer, connection: ssl.SSLSocket) -> None:
        self._server = server
        self._connection = connection
        self._connection.settimeout(10)
        self._closed = False
        self._user = ""
        self._sender = ""
        self._recipients: list[str] = []
        if server._closed_at_once:
            self._close_the_line()
        else:
            self._stream = connection.makefile("rb")

    def _close_the_line(self) -> None:
        self._connection = self._server._tls.wrap_socket(self._connection.dup(), server_side=True)
        self._stream = self._connection.makefile("rb")
        self._closed = True

    def _say(self, line: str) -> None:
        self._connection.sendall(f"{line}\r\n".encode())

    def hold(self) -> None:
        try:
            self._say("220 mail.example.kz ESMTP")
            while line := self._stream.readline().decode().strip():
                verb, _, rest = line.partition(" ")
                self._server.verbs.append(verb.upper())
                if not self._reply(verb.upper(), rest):
                    return
        finally:
            self._stream.close()
            self._connection.close()

    def _reply(self, verb: str, rest: str) -> bool:
        manner = self._server.manners.replies.get(verb, "")
        if manner is None:
            return False
        if isinstance(manner, float):
            time.sleep(manner)
        elif manner:
            self._say(manner)
            return True
        getattr(self, f"_on_{verb.lower()}")(rest)
        return verb != "QUIT"

    def _on_ehlo(self, _rest: str) -> None:
        manners = self._server.manners
        offers = ["250-mail.example.kz"]
        if manners.offers_starttls and not self._closed:
            offers.append("250-STARTTLS")
        if manners.password and self._closed:
            offers.append("250-AUTH PLAIN")
        for line in [*offers, "250 SIZE 1000000"]:
            self._say(line)

    def _on_starttls(self, _rest: str) -> None:
        self._say("220 go on")
        self._stream.close()
        self._close_the_line()

    def _on_auth(self, rest: str) -> None:
        _nobody, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        if password != self._server.manners.password:
            self._say("535 no")
            return
        self._user = user
        self._say("235 yes")

    def _on_mail(self, rest: str) -> None:
        self._sender = rest.partition("<")[2].partition(">")[0]
        self._say("250 yes")

    def _on_rcpt(self, rest: str) -> None:
        self._recipients.append(rest.partition("<")[2].partition(">")[0])
        self._say("250 yes")

    def _on_data(self, _rest: str) -> None:
        self._say("354 go on")
        lines = []
        while (line := self._stream.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line[1:] if line.startswith(b"..") else line)
        after = self._server.manners.replies.get("after the letter", "")
        if after is None:
            raise ConnectionError("hangs up without a word")
        if not isinstance(after, float) and after:
            self._say(after)
            return
        if isinstance(after, float):
            time.sleep(after)
        self._server.received.append(
            Received(self._sender, self._recipients, b"".join(lines), self._closed, self._user)
        )
        self._say("250 taken")

    def _on_quit(self, _rest: str) -> None:
        self._say("221 goodbye")
