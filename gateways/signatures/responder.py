"""The demo authority on a line: OCSP, lists and time-stamps over HTTP, for trials with programs that ask themselves.

On this machine only. Synaq itself never needs it: its demo asks the authority's files.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gateways.signatures.authority import Authority
from gateways.signatures.authority_answers import revocation_list, state_of, time_stamp
from gateways.signatures.profiles import CRL_PATH, OCSP_PATH, ROOT_CRL_PATH, STAMP_PATH

MOST_QUESTION_BYTES = 16 * 1024


class Responder(ThreadingHTTPServer):
    """Answers for one authority on a port of this machine."""

    daemon_threads = True

    def __init__(self, authority: Authority, port: int, clock: Callable[[], datetime]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.authority = authority
        self.clock = clock


class _Handler(BaseHTTPRequestHandler):
    server: Responder

    def do_GET(self) -> None:
        by = {CRL_PATH: "issuing", ROOT_CRL_PATH: "root"}.get(self.path)
        if by is None:
            return self.send_error(404)
        listed = revocation_list(self.server.authority, self.server.clock(), by)
        return self._answer(listed, "application/pkix-crl")

    def do_POST(self) -> None:
        ways = {
            OCSP_PATH: (state_of, "application/ocsp-response"),
            STAMP_PATH: (time_stamp, "application/timestamp-reply"),
        }
        way = ways.get(self.path)
        size = self.headers.get("Content-Length", "")
        if way is None or not size.isdecimal() or int(size) > MOST_QUESTION_BYTES:
            return self.send_error(404 if way is None else 413)
        answer, kind = way
        try:
            body = answer(self.server.authority, self.rfile.read(int(size)), self.server.clock())
        except ValueError:
            return self.send_error(400)
        return self._answer(body, kind)

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library calls it by
        """Nothing of a question is written down."""
