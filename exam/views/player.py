"""The player's page, and what its scripts ask for and tell. A wrong token finds nothing here."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import PUBLIC, permission
from core.actor import SYSTEM, acting
from core.database import db, let_go
from core.files import read_file
from core.incoming import sent_json
from core.refusals import NotFound, Refusal
from exam import attempt_reading as reading
from exam import player_papers as papers
from exam.actions import attempts, from_the_page
from exam.attempt_reading import Sitter
from exam.device_tokens import DeviceToken, read_token
from exam.models import ExamPaper
from exam.player_facts import messages_facts, started_facts, state_facts
from exam.player_page import render_player
from exam.starting_together import started_together
from exam.views import blueprint
from exam.views.opening import BASE, moved_page, sitter_by_cookie, sitter_by_token
from question_banks.content import LANGUAGES
from question_banks.models import BankMedium, QuestionEdition, SetQuestion, StoredQuestion


def packed(data: bytes, content_type: str) -> Response:
    """Packed bytes of one candidate: kept by no cache, for the computers of a hall are everybody's."""
    return Response(data, headers={"Content-Type": content_type, "Content-Encoding": "gzip"})


@blueprint.get(BASE)
@permission(PUBLIC)
def player() -> ResponseReturnValue:
    """The one page of the test."""
    found = sitter_by_cookie()
    if found.moved:
        return moved_page(found)
    attempt = found.attempt
    languages = papers.languages_for(attempt, papers.form_of(found))
    page = render_player(
        base=BASE,
        language=attempt.language if attempt.language in languages else languages[0],
        languages=languages,
        candidate=found.around.name,
        seat=found.around.seat,
        plain=url_for("exam.plain_question", at=1),
    )
    return packed(page, "text/html; charset=utf-8")


@blueprint.get(f"{BASE}/state")
@permission(PUBLIC)
def player_state() -> ResponseReturnValue:
    """Where the attempt stands."""
    return _json(state_facts(sitter_by_cookie()))


@blueprint.get(f"{BASE}/paper/<language>")
@permission(PUBLIC)
def player_paper(language: str) -> ResponseReturnValue:
    """The questions in a language that this candidate may read, once the test runs."""
    found = running_sitter()
    form = papers.form_of(found)
    for allowed in papers.languages_for(found.attempt, form):
        if allowed == language:
            return packed(form.sheets[allowed], "text/html; charset=utf-8")
    raise NotFound


@blueprint.get(f"{BASE}/image/<digest>")
@permission(PUBLIC)
def player_image(digest: str) -> ResponseReturnValue:
    """An image that stands in the candidate's own questions."""
    found = running_sitter()
    if digest not in papers.form_of(found).images:
        raise NotFound
    paper = db.session.get_one(ExamPaper, found.attempt.paper_id)
    row = db.session.scalar(
        select(BankMedium)
        .join(StoredQuestion, StoredQuestion.bank_id == BankMedium.bank_id)
        .join(QuestionEdition, QuestionEdition.question_id == StoredQuestion.id)
        .join(SetQuestion, SetQuestion.edition_id == QuestionEdition.id)
        .where(SetQuestion.set_id == paper.set_id, BankMedium.digest == digest)
        .limit(1)
    )
    if row is None:
        raise NotFound
    return Response(read_file(row.file), content_type=row.content_type)


@blueprint.get(f"{BASE}/messages")
@permission(PUBLIC)
def player_messages() -> ResponseReturnValue:
    """The invigilators' words to this candidate."""
    return _json({"messages": messages_facts(sitter_by_cookie())})


@blueprint.post(f"{BASE}/start")
@permission(PUBLIC)
def player_start() -> ResponseReturnValue:
    """The time begins to run."""
    token = _acting_token()
    if token is None:
        raise NotFound
    let_go()  # who starts is read with all who start now, and nobody waits there with a lock of their own
    started = started_together(token)
    if started.clock is None:
        return _json(state_facts(started.sitter))
    return _json(started_facts(started.sitter, started.clock))


@blueprint.post(f"{BASE}/finish")
@permission(PUBLIC)
def player_finish() -> ResponseReturnValue:
    """The candidate ends the test."""
    found = _acting_device()
    with acting(SYSTEM):
        attempts.finish(found.attempt.id)
    return _json(state_facts(_acting_device()))


@blueprint.post(f"{BASE}/facts")
@permission(PUBLIC)
def player_facts() -> ResponseReturnValue:
    """What happened to the page."""
    found, told = _acting_device(), _told({"sent_ms": int, "facts": list})
    facts = [from_the_page.read_fact(one) for one in told["facts"]]
    from_the_page.tell_facts(found.attempt, told["sent_ms"], facts)
    return _json({})


@blueprint.post(f"{BASE}/read")
@permission(PUBLIC)
def player_read() -> ResponseReturnValue:
    """A message was read."""
    found, told = _acting_device(), _told({"message": int})
    from_the_page.mark_read(found.attempt, told["message"])
    return _json({})


@blueprint.post(f"{BASE}/problem")
@permission(PUBLIC)
def player_problem() -> ResponseReturnValue:
    """Something is wrong with a question."""
    found, told = _acting_device(), _told({"question": int, "language": str, "words": str})
    if told["language"] not in LANGUAGES:
        raise NotFound
    from_the_page.report_problem(found.attempt, told["question"], told["language"], told["words"])
    return _json({})


def running_sitter() -> Sitter:
    """Questions are shown while the test runs, to the device on which it runs, and in a pause to nobody."""
    found = sitter_by_cookie()
    if reading.phase_of(found) != "running":
        raise NotFound
    return found


def _acting_device() -> Sitter:
    """The token in the header: a cookie alone changes nothing, so that no other site can."""
    return sitter_by_token(_shown_token())


def _acting_token() -> DeviceToken | None:
    return read_token(_shown_token())


def _shown_token() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _told(form: dict[str, type]) -> dict[str, Any]:
    """What the page says, as far as it has the form of it."""
    told = sent_json()
    if not isinstance(told, dict) or not all(type(told.get(name)) is kind for name, kind in form.items()):
        raise Refusal(from_the_page.NO_FACT, status=400)
    return told


def _json(told: Any) -> Response:
    return Response(orjson.dumps(told), content_type="application/json")


# The token in the header is asked of each; the form's token of a log-in session has no part in a test.
BY_TOKEN = (player_start, player_finish, player_facts, player_read, player_problem)
