"""The test as plain forms, for browsers without scripts: a question a page, saved by its button."""

from __future__ import annotations

import orjson
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import PUBLIC, permission
from core.actor import SYSTEM, acting
from core.languages import speaking
from core.refusals import NotFound
from exam import attempt_reading as reading
from exam import player_papers as papers
from exam.actions import attempts, starting
from exam.attempt_reading import Sitter
from exam.device_tokens import read_token
from exam.player_facts import ended_facts
from exam.views import blueprint
from exam.views.opening import BASE, moved_page, sitter_by_cookie, sitter_by_token, writer_by_token
from question_banks.candidate_answers import fitting, typed_answer
from question_banks.content import Language


@blueprint.get(f"{BASE}/plain/<int:at>")
@permission(PUBLIC)
def plain_question(at: int) -> ResponseReturnValue:
    """A question, or where the attempt stands when there is none to show."""
    found = sitter_by_cookie()
    attempt, phase = found.attempt, reading.phase_of(found)
    if found.moved:
        return moved_page(found)
    language = _language(found)
    with speaking(language):
        if phase != "running" or attempt.paused_at is not None:
            ended = ended_facts(found) if phase == "ended" else None
            stands = "paused" if phase == "running" else phase
            return render_template(
                "exam/plain_stands.html", phase=stands, ended=ended, token=found.token.text
            )
        return _question_page(found, at, language)


def _question_page(found: Sitter, at: int, language: Language) -> str:
    attempt, form = found.attempt, papers.form_of(found)
    order = papers.order_of(found, form)
    if not 1 <= at <= len(order):
        raise NotFound
    number = order[at - 1]
    answers = reading.counted_answers(attempt.id)
    done = {question for question, entry in answers.items() if reading.is_answered(entry)}
    body = form.bodies[language][number - 1]
    clock = reading.clock_facts(attempt)
    assert clock is not None
    return render_template(
        "exam/plain.html",
        at=at,
        order=order,
        done=done,
        shown=body,
        vignette=form.vignettes[language][number - 1],
        answer=fitting(body, orjson.loads(answers[number].value)) if number in answers else None,
        minutes=clock["left_ms"] // 60_000,
        token=found.token.text,
        saved="saved" in request.args,
    )


@blueprint.post(f"{BASE}/plain/<int:at>/answer")
@permission(PUBLIC)
def plain_answer(at: int) -> ResponseReturnValue:
    """Keep the answer and go to the next question; one that comes too late is kept apart, and the page says so."""
    found = writer_by_token(request.form.get("token", ""))
    form = papers.form_of(found)
    order = papers.order_of(found, form)
    if not 1 <= at <= len(order):
        raise NotFound
    number, language = order[at - 1], _language(found)
    value = typed_answer(form.bodies[language][number - 1], "answer", request.form)
    why = attempts.answer_plainly(found.attempt.id, found.token.epoch, number, value)
    if why is None:
        return redirect(url_for("exam.plain_question", at=min(at + 1, len(order)), saved="1"))
    with speaking(language):
        return render_template("exam/plain_late.html", why=why, at=at), 409


@blueprint.post(f"{BASE}/plain/start")
@permission(PUBLIC)
def plain_start() -> ResponseReturnValue:
    """The time begins to run."""
    token = read_token(request.form.get("token", ""))
    if token is None:
        raise NotFound
    with acting(SYSTEM):
        starting.start(token)
    return redirect(url_for("exam.plain_question", at=1))


@blueprint.post(f"{BASE}/plain/finish")
@permission(PUBLIC)
def plain_finish() -> ResponseReturnValue:
    """Ask once, then end the test."""
    found = sitter_by_token(request.form.get("token", ""))
    if "sure" not in request.form:
        answers = reading.counted_answers(found.attempt.id).values()
        left = found.attempt.questions - sum(reading.is_answered(one) for one in answers)
        with speaking(_language(found)):
            return render_template("exam/plain_finish.html", left=left, token=found.token.text)
    with acting(SYSTEM):
        attempts.finish(found.attempt.id)
    return redirect(url_for("exam.plain_question", at=1))


def _language(found: Sitter) -> Language:
    """The candidate's own language, where the form has it."""
    allowed = papers.languages_for(found.attempt, papers.form_of(found))
    return next((one for one in allowed if one == found.attempt.language), allowed[0])


BY_TOKEN = (plain_answer, plain_start, plain_finish)
