"""People before the pages of one meeting at the same time, each in a thread, slow and quick by chance.

Each remembers what the server acknowledged and what it ever showed.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from core.actor import Actor
from tests.commissions.meeting_served import Served

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TRIES = 100
MOST_DELAY = 0.05


@dataclass
class Answer:
    status: int
    text: str
    tag: str

    def said(self) -> Any:
        return json.loads(self.text)


class Person:
    """One browser's worth of cookies; whoever is told that the server is busy asks again."""

    def __init__(self, at: Served, actor: Actor, seed: str) -> None:
        self.at, self.chance = at, random.Random(seed)
        self.shown: list[str] = []
        self.cookies = {"synaq": at.cookie(actor), "language": "ru"}
        self.tag = ""
        page = self.ask("GET", "/account")
        found = _TOKEN.search(page.text)
        assert found is not None, page.text[:500]
        self.token = found[1]

    def wait(self) -> None:
        time.sleep(self.chance.random() * MOST_DELAY)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request; 503 and a broken line are tried again."""
        for _try in range(TRIES):
            kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            request = urllib.request.Request(
                self.at.url + path, data=body, method=method, headers=headers | {"Cookie": kept}
            )
            try:
                with urllib.request.urlopen(request, timeout=60) as got:
                    for one in got.headers.get_all("Set-Cookie") or ():
                        name, _equals, value = one.partition(";")[0].partition("=")
                        self.cookies[name] = value
                    answer = Answer(got.status, got.read().decode(), got.headers.get("ETag", ""))
            except urllib.error.HTTPError as refused:
                answer = Answer(refused.code, refused.read().decode(), "")
            except OSError:
                time.sleep(0.05)
                continue
            if answer.status != 503:
                self.shown.append(answer.text)
                return answer
            time.sleep(0.05)
        raise AssertionError(f"{path} was never answered")

    def send(self, path: str, **fields: Any) -> Answer:
        body = urllib.parse.urlencode({"csrf_token": self.token, **fields}, doseq=True).encode()
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def save(self, **told: Any) -> Answer:
        body = json.dumps({"number": "n", **told}).encode()
        return self.ask(
            "POST", f"{self.at.live}/{self.at.interview_id}/save", body,
            **{"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token},
        )  # fmt: skip

    def follow(self, page: str) -> Answer:
        """Ask what has changed, as a page does."""
        headers = {"Accept": "application/json"} | ({"If-None-Match": self.tag} if self.tag else {})
        answer = self.ask("GET", f"{page}/now", None, **headers)
        self.tag = answer.tag or self.tag
        return answer


@dataclass
class Secretary:
    """Types remarks and questions, whether or not the meeting is theirs to keep; the page sends again what was refused.

    Whoever is overtaken keeps both texts. Whoever does not keep the meeting is told who does, and nothing is written.
    """

    person: Person
    name: str
    over: threading.Event = field(default_factory=threading.Event)
    lines: list[str] = field(default_factory=list)
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    # When each save that was taken was sent, and when its receipt came.
    taken: list[tuple[float, float]] = field(default_factory=list)

    def type(self, times: int) -> None:
        version, text = 0, ""
        for number in range(times):
            line = f"{self.name}-{number}"
            while True:
                wanted = f"{text}\n{line}".strip()
                answer = self._save(field="remarks", text=wanted, seen=version)
                if answer is None:
                    return
                told = answer.said()
                if answer.status == 200:
                    version, text = told["version"], wanted
                    self.lines.append(line)
                    break
                assert told["overtaken"], told
                version, text = told["version"], told["text"]
            mark, words = f"{self.name}-{number}", (f"Сұрақ {self.name} {number}?", f"Жауап {number}")
            if not self._ask(mark, *words):
                return
            self.person.follow(self.person.at.live)

    def _ask(self, mark: str, text: str, gist: str) -> bool:
        for _twice in range(2):  # the receipt of the first one was lost
            answer = self._save(field="question", mark=mark, text=text, gist=gist, seen=0)
            if answer is None:
                return mark in self.asked
            assert (answer.status, answer.said()["version"]) == (200, 1), answer.text
            self.asked[mark] = (text, gist)
        return True

    def _save(self, **told: Any) -> Answer | None:
        """Sent until somebody answers for it; None when the meeting is the other one's to its end."""
        while True:
            self.person.wait()
            over = self.over.is_set()
            sent, answer = time.monotonic(), self.person.save(**told)
            said = answer.said()
            if answer.status == 200:
                self.taken.append((sent, time.monotonic()))
            if answer.status == 200 or said.get("overtaken"):
                return answer
            # Not found, before the meeting was ever theirs.
            assert answer.status == 404 or said.get("handed"), answer.text
            self.told.append(said.get("refused", ""))
            if over:
                return None
