"""Where a request comes from: believed only from the proxies that the operator has declared."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class DeclaredProxies:
    """WSGI layer that reads X-Forwarded-For and -Proto from declared proxies, and from nobody else."""

    def __init__(self, inner: WSGIApplication, networks: tuple[str, ...]) -> None:
        self.inner = inner
        self.networks: list[Network] = [ipaddress.ip_network(name) for name in networks]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
        environ.pop("HTTP_X_FORWARDED_HOST", None)
        if self._declared(environ.get("REMOTE_ADDR", "")):
            client = self._client(forwarded)
            if client:
                environ["REMOTE_ADDR"] = client
            if scheme in {"http", "https"}:
                environ["wsgi.url_scheme"] = scheme
        return self.inner(environ, start_response)

    def _declared(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)

    def _client(self, forwarded: str) -> str | None:
        """The nearest address that is not one of our own proxies; what stands further left is hearsay."""
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        for hop in reversed(hops):
            try:
                ipaddress.ip_address(hop)
            except ValueError:
                return None
            if not self._declared(hop):
                return hop
        return hops[0] if hops else None
