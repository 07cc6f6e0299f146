"""The line behind a door: one question over one connection, within one deadline, to an allowed host only.

No redirect is followed, no proxy of the environment is used, no answer is read beyond its limit, and a server that
sends a byte now and then does not hold the line longer than a silent one.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.setting_readers import is_this_machine
from core.settings import Settings, WrongSettings
from gateways.answers import NoAnswer, Why

CONNECT_SECONDS = 3.0
ANSWER_LIMIT = 256 * 1024


class NotAllowed(ValueError):
    """The address is not on the operator's list."""


def is_allowed(address: str, hosts: frozenset[str]) -> bool:
    """Whether Synaq may call this address, or lead a browser to it: https, except on this machine, and on the list."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        return False
    closed = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))
    return (
        closed and host in hosts and "@" not in parts.netloc and address.isascii() and address.isprintable()
    )


def tls_context(settings: Settings, *, own_certificate: bool = True) -> ssl.SSLContext:
    """How the other side proves who it is, and we to it where it asks."""
    try:
        context = ssl.create_default_context(cafile=settings.door_ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if own_certificate and settings.door_certificate_file:
            context.load_cert_chain(settings.door_certificate_file)
    except (OSError, ValueError) as error:
        names = "SYNAQ_DOOR_CA_FILE, SYNAQ_DOOR_CERTIFICATE_FILE"
        raise WrongSettings([f"{names}: cannot be used ({type(error).__name__})"]) from error
    return context


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, not yet understood."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """The way to one address. Host and path stand fast; only what is asked changes."""

    def __init__(self, address: str, hosts: frozenset[str], tls: ssl.SSLContext) -> None:
        parts = urlsplit(address)
        if parts.hostname not in hosts:
            raise NotAllowed(f"{parts.hostname} is not on the list of hosts")
        self._host = parts.hostname
        self._tls = tls if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._base = parts.path.rstrip("/")

    def post(self, path: str, body: bytes, headers: Mapping[str, str], until: float) -> Reply:
        """Send and receive until the deadline on the monotonic clock, or say why there is no answer."""
        return self._ask("POST", path, body, headers, until, ANSWER_LIMIT)

    def get(self, path: str, headers: Mapping[str, str], until: float, most: int = ANSWER_LIMIT) -> Reply:
        """Fetch what lies at a path; `most` where more is expected than an answer usually holds."""
        return self._ask("GET", path, None, headers, until, most)

    def _ask(
        self, verb: str, path: str, body: bytes | None, headers: Mapping[str, str], until: float, most: int
    ) -> Reply:
        if not path.startswith("/") or path.startswith("//") or not path.isascii() or ".." in path:
            raise NotAllowed(f"{path} leaves the address")
        opened = self._connect(until)
        try:
            return self._exchange(opened, verb, self._base + path, body, headers, until, most)
        except ssl.SSLCertVerificationError as error:
            raise NoAnswer(Why.UNTRUSTED, "its certificate is not trusted") from error
        except TimeoutError as error:
            raise NoAnswer(Why.TOO_SLOW, "it did not answer in time") from error
        except (ConnectionError, ssl.SSLError, http.client.IncompleteRead) as error:
            raise NoAnswer(Why.UNREACHABLE, f"the line broke ({type(error).__name__})") from error
        except http.client.HTTPException as error:
            raise NoAnswer(Why.NONSENSE, f"no HTTP ({type(error).__name__})") from error
        except OSError as error:
            raise NoAnswer(Why.UNREACHABLE, f"the line broke ({type(error).__name__})") from error
        finally:
            opened.close()

    def _connect(self, until: float) -> socket.socket:
        """Whatever fails here, nothing of the question has left the house."""
        fault: Exception = OSError("no address")
        try:
            places = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            for family, kind, protocol, _name, place in places:
                opened = socket.socket(family, kind, protocol)
                try:
                    opened.settimeout(_left(until, CONNECT_SECONDS))
                    opened.connect(place)
                    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return self._closed_to_listeners(opened, until)
                except OSError as error:
                    opened.close()
                    fault = error
        except (OSError, UnicodeError) as error:
            fault = error
        if isinstance(fault, ssl.SSLCertVerificationError):
            raise NoAnswer(Why.UNTRUSTED, "its certificate is not trusted", sent=False) from fault
        raise NoAnswer(
            Why.UNREACHABLE, f"it cannot be reached ({type(fault).__name__})", sent=False
        ) from fault

    def _closed_to_listeners(self, opened: socket.socket, until: float) -> socket.socket:
        if self._tls is None:
            return opened
        opened.settimeout(_left(until, CONNECT_SECONDS))
        return self._tls.wrap_socket(opened, server_hostname=self._host)

    def _exchange(
        self,
        opened: socket.socket,
        verb: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        until: float,
        most: int,
    ) -> Reply:
        connection = (
            http.client.HTTPSConnection(self._host, self._port, context=self._tls)
            if self._tls
            else http.client.HTTPConnection(self._host, self._port)
        )
        connection.sock = opened
        opened.settimeout(_left(until))
        connection.request(verb, target, body, dict(headers))
        response = _TimedResponse(opened, until)
        try:
            response.begin()
            return Reply(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                _read_within_limit(response, most),
            )
        finally:
            response.close()


def _left(until: float, most: float = 3600.0) -> float:
    left = min(until - time.monotonic(), most)
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left


def _read_within_limit(response: http.client.HTTPResponse, most: int) -> bytes:
    declared = response.length
    if declared is not None and declared > most:
        raise NoAnswer(Why.NONSENSE, f"the answer has {declared} bytes")
    body = response.read(most + 1)
    if len(body) > most:
        raise NoAnswer(Why.NONSENSE, f"the answer has more than {most} bytes")
    if declared is not None and len(body) < declared:
        raise NoAnswer(Why.UNREACHABLE, "the answer broke off")
    return body


class _TimedReader(io.RawIOBase):
    """Reads from a socket, each time with what is left until the deadline."""

    def __init__(self, raw: io.RawIOBase, opened: socket.socket, until: float) -> None:
        self._raw = raw
        self._socket = opened
        self._until = until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]  # as sockets do
        self._socket.settimeout(_left(self._until))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    """An answer whose every byte, headers too, must come before the deadline."""

    def __init__(self, opened: socket.socket, until: float) -> None:
        super().__init__(opened, method="POST")
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), opened, until))
