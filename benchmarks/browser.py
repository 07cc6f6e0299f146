"""A person's browser as far as preparing a load needs one: cookies, forms with their tokens, nothing drawn."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from urllib.parse import urlencode

PATIENCE_SECONDS = 30


class Browser:
    """Visits pages of one site and keeps its cookies."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def read(self, path: str) -> str:
        """The page at the path."""
        with self._opener.open(self.url + path, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode(errors="replace"))

    def token(self, path: str) -> str:
        """The token that the form at the path carries."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.read(path))
        if found is None:
            raise LookupError(f"{path} has no form with a token")
        return found[1]

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send the fields to the path; the page that comes then."""
        form = urlencode(fields).encode()
        with self._opener.open(self.url + path, form, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode(errors="replace"))

    def send(self, path: str, **fields: str) -> str:
        """Fill in the form at the path and send it."""
        return self.post(path, fields | {"csrf_token": self.token(path)})

    def headers(self) -> dict[str, str]:
        """What this browser sends along with each request."""
        return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)}
