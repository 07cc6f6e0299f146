"""A hall with one candidate whose network and server do as the test wants, before the real player in a real browser.

The server is small and honest: it keeps entries by their numbers, as the database does, and acknowledges what it has.
The test makes the line bad: answers that come late, twice, as a fault, or never though the server has heard.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from core.headers import POLICY
from exam.entries import Entry, latest
from exam.player_files import edition
from exam.player_page import packed_words, render_player, render_sheets

ATTEMPT = "a" * 32
TOKEN = "7.1." + "s" * 32
BASE = "/exam/test"
# Under each address: the bytes, their type, how they are packed.
Pages = dict[str, tuple[bytes, str, str]]


def shown(*words: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(place=str(place), words=one) for place, one in enumerate(words, start=1)]


def body(kind: str, stem: str, **given: Any) -> SimpleNamespace:
    """A question as a candidate sees it."""
    pieces = stem.split("[[]]")
    parts = [one for piece in pieces for one in (piece, None)][:-1]
    empty: dict[str, Any] = {"options": [], "prompts": [], "gaps": [], "units": [], "unit_asked": False}
    return SimpleNamespace(kind=kind, stem=parts, **(empty | given))


def sheets_of(language: str) -> list[SimpleNamespace]:
    """A question of every kind, one with a case beside it."""
    kk = language == "kk"
    bodies = [
        body(
            "single",
            "Морфин гидрохлоридінің ампулалары қайда сақталады?" if kk else "Где хранят ампулы морфина?",
            options=shown(
                *(
                    ("Сауда залында", "Есірткі заттарға арналған сейфте", "Тоңазытқышта", "Сөреде")
                    if kk
                    else (
                        "В торговом зале",
                        "В сейфе для наркотических средств",
                        "В холодильнике",
                        "На полке",
                    )
                )
            ),
        ),
        body(
            "multiple",
            "Қайсысы антибиотик?" if kk else "Какие из них антибиотики?",
            options=shown("Ампициллин", "Цефтриаксон", "Аспирин", "Анальгин"),
        ),
        body("true_false", "Рецепт бір жыл жарамды." if kk else "Рецепт действует год."),
        body(
            "matching",
            "Сәйкестендіріңіз." if kk else "Соотнесите.",
            prompts=shown("Аспирин", "Морфин"),
            options=shown(*(("Рецептісіз", "Рецептпен") if kk else ("Без рецепта", "По рецепту")), "—"),
        ),
        body(
            "ordering",
            "Реттеңіз." if kk else "Расположите по порядку.",
            prompts=shown(*(("Емдеу", "Қарау", "Диагноз") if kk else ("Лечение", "Осмотр", "Диагноз"))),
        ),
        body(
            "numeric",
            "Мөлшері қандай?" if kk else "Какова доза?",
            units=shown("мг", "г"),
            unit_asked=True,
        ),
        body("short_text", "Ағза қалай аталады?" if kk else "Как называется орган?"),
        body(
            "gaps",
            "Қан [[]], ағза — [[]]." if kk else "Кровь [[]], орган — [[]].",
            gaps=[
                SimpleNamespace(place="1", kind="choice", options=shown("қызыл" if kk else "красная", "көк")),
                SimpleNamespace(place="2", kind="typed", options=[]),
            ],
        ),
    ]
    case = (
        "<p>Науқас 40 жаста, ерлі.</p><p>Кеуде тұсының ауырсынуы, ентігу.</p>"
        if kk
        else "<p>Пациент 40 лет.</p><p>Боль в груди, одышка.</p>"
    )
    return [
        SimpleNamespace(number=number, body=one, vignette=case if one.kind == "true_false" else "")
        for number, one in enumerate(bodies, start=1)
    ]


@dataclass
class Hall:
    """What the server of the test knows, and how the line to it behaves now."""

    url: str = ""
    pages: Pages = field(default_factory=dict)
    phase: str = "running"
    left_seconds: float = 3600.0
    version: int = 1
    paused: bool = False
    began: float = field(default_factory=time.monotonic)
    epoch: int = 1
    languages: list[str] = field(default_factory=lambda: ["kk", "ru"])
    entries: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    saves: list[list[dict[str, Any]]] = field(default_factory=list)
    pages_told: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    ended: dict[str, Any] | None = None
    # What happens to a save on its way: it gives the status to answer with, or None for the honest answer.
    fate: Callable[[int], int | None] = field(default=lambda _number: None)

    def leave(self, seconds: float) -> None:
        """From now on so much time is left, by a new word on the clock."""
        self.left_seconds, self.began, self.version = seconds, time.monotonic(), self.version + 1

    def left_ms(self) -> int:
        left = self.left_seconds - (0 if self.paused else time.monotonic() - self.began)
        return max(0, int(left * 1000))

    def answers(self) -> dict[int, Any]:
        """For each question what counts, as the server would score it."""
        return {question: json.loads(entry.value) for question, entry in self.latest().items()}

    def latest(self) -> dict[int, Entry]:
        return latest(
            Entry(epoch, sequence, one["question"], one["value"])
            for (epoch, sequence), one in self.entries.items()
        )

    def state(self) -> dict[str, Any]:
        """Where the attempt stands, as the page asks when it opens."""
        told: dict[str, Any] = {
            "phase": self.phase,
            "wall_ms": 50_520_000,
            "facts": {"questions": 8, "minutes": 60, "score_shown": "at_once"},
        }
        if self.ended:
            return told | {"ended": self.ended}
        return told | {
            "attempt": ATTEMPT,
            "token": TOKEN,
            "every_ms": 300,
            "clock": {"left_ms": self.left_ms(), "version": self.version, "paused": self.paused},
            "language": "kk",
            "languages": self.languages,
            "order": [
                {"number": number, "section": {"kk": "Құқық", "ru": "Право"}, "calculator": number == 6}
                for number in range(1, 9)
            ],
            "last_sequence": max((sequence for _epoch, sequence in self.entries), default=0),
            "answers": [
                {
                    "question": one.question,
                    "epoch": one.epoch,
                    "sequence": one.sequence,
                    "value": json.loads(one.value),
                }
                for one in self.latest().values()
            ],
            "question": 1,
            "news": len(self.messages),
        }

    def receipt(self, saved: list[int], refused: dict[str, str]) -> Response:
        word = {"running": "paused" if self.paused else "running"}.get(self.phase, self.phase)
        told = {"state": word, "left": self.left_ms(), "clock": self.version, "news": len(self.messages)}
        return answer(told | {"saved": saved} | ({"refused": refused} if refused else {}))

    def save(self, sent: dict[str, Any]) -> Response:
        if sent.get("page"):
            self.pages_told.append(sent["page"])
        if not sent["entries"]:
            return self.receipt([], {})
        number = len(self.saves)
        self.saves.append(sent["entries"])
        status = self.fate(number)
        if status is not None and status != HEARD_BUT_SILENT:
            return Response(status=status)
        saved, refused = [], {}
        for sequence, question, value, _made in sent["entries"]:
            one = {"question": question, "value": json.dumps(value)}
            if self.entries.setdefault((self.epoch, sequence), one) == one:
                saved.append(sequence)
            else:
                refused[str(sequence)] = "number_taken"
        return Response(status=503) if status == HEARD_BUT_SILENT else self.receipt(saved, refused)

    def finish(self) -> Response:
        self.phase = "ended"
        self.ended = {
            "how": "finished",
            "receipt_code": "K7Q2-M0XD-9T4B-6",
            "answered": len([one for one in self.answers().values() if one is not None]),
            "questions": 8,
            "at": "14:02",
            "score_shown": "after_sitting",
        }
        return answer(self.state())

    def post(self, path: str, sent: dict[str, Any]) -> Response:
        match path:
            case "start":
                self.phase, self.began = "running", time.monotonic()
                return answer(self.state())
            case "facts":
                self.facts += sent["facts"]
            case "finish":
                return self.finish()
            case "problem":
                self.problems.append(sent)
            case "read":
                for one in self.messages:
                    one["read"] = one["read"] or one["id"] == sent["message"]
        return answer({})

    def serve(self, request: Request) -> Response:
        if request.method == "POST":
            assert request.headers["Authorization"] == f"Bearer {TOKEN}"
            if request.path == "/exam/save":
                return self.save(request.get_json())
            return self.post(request.path.removeprefix(f"{BASE}/"), request.get_json())
        if request.path == f"{BASE}/state":
            return answer(self.state())
        if request.path == f"{BASE}/messages":
            return answer({"messages": self.messages})
        if request.path not in self.pages:
            return Response(status=404)
        data, content_type, encoding = self.pages[request.path]
        response = Response(data, content_type=content_type)
        response.headers["Content-Security-Policy"] = POLICY
        if encoding:
            response.headers["Content-Encoding"] = encoding
        if request.path.endswith("/worker.js"):
            response.headers["Service-Worker-Allowed"] = BASE
        return response


HEARD_BUT_SILENT = 999


def answer(told: Any) -> Response:
    return Response(json.dumps(told), content_type="application/json")


class Quiet(WSGIRequestHandler):
    def log_request(self, *given: object) -> None:
        """Say nothing."""


def player_pages(app: Flask, language: str = "kk", languages: tuple[str, ...] = ("kk", "ru")) -> Pages:
    """The page, its files and the questions, as the application renders them."""
    pages: Pages = {}
    with app.test_request_context("/"):
        page = render_player(
            base=BASE,
            language=language,
            languages=languages,
            candidate="Сейітова Әйгерім Қуандыққызы",
            seat="12",
            plain=f"{BASE}/plain/1",
        )
        pages[BASE] = (page, "text/html; charset=utf-8", "gzip")
        for one in languages:
            pages[f"{BASE}/paper/{one}"] = (render_sheets(one, sheets_of(one)), "text/html", "gzip")
            pages[f"/exam/player-words/{one}"] = (packed_words(one), "application/json", "gzip")
    for name, held in edition().files.items():
        pages[f"/exam/player/{edition().digest}/{name}"] = (held.data, held.content_type, held.encoding)
    return pages


@contextmanager
def open_hall(pages: Pages) -> Iterator[Hall]:
    """The hall on a free port of this computer."""
    hall = Hall(pages=pages)

    def wsgi(environ: dict[str, Any], start_response: Any) -> Any:
        return hall.serve(Request(environ))(environ, start_response)

    server = make_server("127.0.0.1", 0, wsgi, threaded=True, request_handler=Quiet)
    hall.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hall
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
