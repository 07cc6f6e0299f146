"""Asking authorities whether a certificate is revoked: OCSP first, then the list; only hosts that the operator named.

What they answer is signed, so plain HTTP may carry it; whether the signature is right is judged where it is used. An
answer is kept as long as it says it holds, and not long; a silent authority is left alone for a while.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import core, crl, ocsp, x509
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.ocsp import OCSPRequestBuilder

from core import VERSION
from core.logs import log
from gateways.answers import NoAnswer, Why
from gateways.breaker import BreakerState
from gateways.door_numbers import count_call
from gateways.line import Line, NotAllowed, Reply
from gateways.signatures.evidence import Evidence

MOST_LIST_BYTES = 32 * 1024 * 1024
LONGEST_KEPT = {"ocsp": timedelta(minutes=10), "crl": timedelta(hours=1)}
LEFT_ALONE_SECONDS = 30.0
REMEMBERED = 2_000
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError)


class HttpRevocation:
    """The way to the authorities of this installation; every process keeps its own answers."""

    def __init__(self, hosts: frozenset[str], tls: ssl.SSLContext, seconds: float) -> None:
        self._hosts = hosts
        self._tls = tls
        self._seconds = seconds
        self._kept: dict[tuple[str, ...], tuple[bytes, datetime]] = {}
        self._silent: dict[str, tuple[Why, float]] = {}
        self._lock = Lock()

    @property
    def state(self) -> BreakerState:
        """Whether somebody is left alone at present."""
        moment = time.monotonic()
        with self._lock:
            silent = any(until > moment for _why, until in self._silent.values())
        return BreakerState.OPEN if silent else BreakerState.CLOSED

    def __call__(self, certificate: bytes, issuer: bytes, moment: datetime) -> Evidence:
        """What is known of one certificate: an answer, a list, or who was silent."""
        held = x509.Certificate.load(certificate)
        silent: list[str] = []
        for address in held.ocsp_urls:
            answer = self._try(
                address, silent, lambda url: self._answer(url, certificate, issuer, moment), "ocsp"
            )
            if answer is not None:
                return Evidence(ocsps=(answer,), silent=tuple(silent))
        for point in held.crl_distribution_points:
            if point.url:
                answer = self._try(point.url, silent, lambda url: self._list(url, held, moment), "crl")
                if answer is not None:
                    return Evidence(crls=(answer,), silent=tuple(silent))
        return Evidence(silent=tuple(silent) or ("the certificate names nobody to ask",))

    def _try(self, address: str, silent: list[str], ask: Callable[[str], bytes], kind: str) -> bytes | None:
        host = urlsplit(address).hostname or address
        began, outcome = time.monotonic(), "answered"
        try:
            return ask(address)
        except NoAnswer as error:
            outcome = error.why.value
        except NotAllowed:
            outcome = "not_allowed"
        except _ODD:
            outcome = Why.NONSENSE.value
        finally:
            seconds = time.monotonic() - began
            count_call("signatures", outcome, seconds)
            log.info("revocation.asked", host=host, way=kind, outcome=outcome, ms=round(seconds * 1000, 1))
        silent.append(f"{host}: {outcome}")
        return None

    def _answer(self, address: str, certificate: bytes, issuer: bytes, moment: datetime) -> bytes:
        """The authority's word on this one certificate."""
        held = pyca_x509.load_der_x509_certificate(certificate)
        over = pyca_x509.load_der_x509_certificate(issuer)
        question = (
            OCSPRequestBuilder()
            .add_certificate(held, over, hashes.SHA1())  # noqa: S303 - names a certificate, guards nothing
            .build()
            .public_bytes(serialization.Encoding.DER)
        )

        def until(body: bytes) -> datetime:
            answer = ocsp.OCSPResponse.load(body, strict=True)
            if answer["response_status"].native != "successful":
                raise NoAnswer(Why.REFUSED, "it does not answer for this certificate")
            one = answer.basic_ocsp_response["tbs_response_data"]["responses"][0]
            if one["cert_id"]["serial_number"].native != held.serial_number:
                raise NoAnswer(Why.NONSENSE, "it answers for another certificate")
            return _ends(one["next_update"], moment)

        key = ("ocsp", address, over.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        ).hex(), f"{held.serial_number:x}")  # fmt: skip
        headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
        return self._fresh(
            key,
            moment,
            lambda line, path, end: line.post(path, question, _with_manners(headers), end),
            until,
        )

    def _list(self, address: str, certificate: Any, moment: datetime) -> bytes:
        """The authority's list; a list of somebody else is none."""

        def until(body: bytes) -> datetime:
            held = crl.CertificateList.load(body, strict=True)
            if held.issuer != certificate.issuer:
                raise NoAnswer(Why.NONSENSE, "it is another authority's list")
            return _ends(held["tbs_cert_list"]["next_update"], moment)

        headers = {"Accept": "application/pkix-crl"}
        return self._fresh(
            ("crl", address),
            moment,
            lambda line, path, end: line.get(path, _with_manners(headers), end, MOST_LIST_BYTES),
            until,
        )

    def _fresh(
        self,
        key: tuple[str, ...],
        moment: datetime,
        fetch: Callable[[Line, str, float], Reply],
        until: Callable[[bytes], datetime],
    ) -> bytes:
        """What is kept while it holds, else what is fetched now."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and moment < kept[1]:
            return kept[0]
        body = self._fetch(key[1], fetch)
        end = min(until(body), moment + LONGEST_KEPT[key[0]])
        with self._lock:
            self._kept[key] = (body, end)
            while len(self._kept) > REMEMBERED:
                self._kept.pop(next(iter(self._kept)))
        return body

    def _fetch(self, address: str, fetch: Callable[[Line, str, float], Reply]) -> bytes:
        parts = urlsplit(address)
        line = Line(f"{parts.scheme}://{parts.netloc}", self._hosts, self._tls)
        host = parts.netloc
        with self._lock:
            why, rests = self._silent.get(host, (Why.RESTING, 0.0))
        if time.monotonic() < rests:
            raise NoAnswer(why, "it was silent a moment ago")
        try:
            reply = fetch(line, parts.path or "/", time.monotonic() + self._seconds)
            if reply.status != 200:
                raise NoAnswer(Why.BROKEN, f"it answered {reply.status}")
        except NoAnswer as error:
            with self._lock:
                self._silent[host] = (error.why, time.monotonic() + LEFT_ALONE_SECONDS)
            raise
        return reply.body


def _with_manners(headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "Connection": "close", "Accept-Encoding": "identity", "User-Agent": f"Synaq/{VERSION}"}


def _ends(next_update: Any, moment: datetime) -> datetime:
    """Until when an answer holds; one that names no end is asked for again at once."""
    if isinstance(next_update, core.Void) or next_update.native is None:
        return moment
    end: datetime = next_update.native
    return end
