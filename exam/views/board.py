"""The invigilator's board: the hall as its seats, the trouble list, and the acts with their reasons.

It works without scripts by a link that loads it again; with them it asks every three seconds, and is answered 304
while nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.visitor import form_page
from core.access import permission
from core.clock import now
from core.incoming import row_number
from core.languages import Text, _, _l
from core.refusals import NotFound
from exam import hall_queries, queries
from exam.actions import board
from exam.board_reading import Board, Tile, board_of
from exam.forms_hall import HallForm, IncidentForm, TimeForm, TransferForm, WordsForm
from exam.models import Sitting
from exam.views import blueprint

STATES: dict[str, tuple[Text, str]] = {
    "waiting": (_l("not started"), ""),
    "running": (_l("answering"), "ok"),
    "paused": (_l("paused"), "warn"),
    "ended": (_l("finished"), ""),
}
RUNNING = frozenset({"running", "paused"})
# Who has not started may sit before a computer that does not come up.
MOVABLE = RUNNING | {"waiting"}
TROUBLE: dict[str, tuple[Text, str]] = {
    "offline": (_l("nothing heard from the computer"), "transfer"),
    "over": (_l("the time is over"), "close"),
    "no_device": (_l("no computer: the code was not typed yet"), "transfer"),
    "unsent": (_l("answers not sent yet"), "message"),
    "unfocused": (_l("the test is not in front"), "message"),
    "problem": (_l("reports a problem with a question"), "incident"),
    "lost": (_l("lost minutes: grant them"), "time"),
    "paused": (_l("paused"), "resume"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What an invigilator may do: its words, its form, for how many at once, and what it does.

    It is given those who are meant, or None for the whole hall.
    """

    title: Text
    button: Text
    form: type[FlaskForm]
    one: bool
    does: Callable[[Sitting, list[int] | None, FlaskForm], str | None]
    final: bool = False


def _give_time(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    board.give_time(sitting.id, meant, form.minutes.data, form.words.data)


def _pause(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    board.pause(sitting.id, meant, form.words.data)


def _resume(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    board.resume(sitting.id, meant, form.words.data)


def _transfer(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> str:
    (one,) = meant or []
    return board.transfer(sitting.id, one, form.seat.data, form.words.data)


def _message(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    board.send_message(sitting.id, meant, form.words.data)


def _incident(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    board.note_incident(sitting.id, meant, form.kind.data, form.words.data)


def _remove(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    (one,) = meant or []
    board.remove(sitting.id, one, form.words.data)


def _close(sitting: Sitting, meant: list[int] | None, form: FlaskForm) -> None:
    board.close_attempts(sitting.id, meant, form.words.data)


ACTS: dict[str, Act] = {
    "time": Act(_l("Give time"), _l("Give this time"), TimeForm, False, _give_time),
    "pause": Act(_l("Pause"), _l("Pause: stop the clocks"), HallForm, False, _pause),
    "resume": Act(_l("Resume"), _l("Go on with the test"), HallForm, False, _resume),
    "transfer": Act(_l("Move to another computer"), _l("Move and give the code"), TransferForm, True, _transfer),
    "message": Act(_l("Send a message"), _l("Send"), HallForm, False, _message),
    "incident": Act(_l("Note a remark or an incident"), _l("Enter"), IncidentForm, False, _incident),
    "remove": Act(_l("Remove from the hall"), _l("Remove the candidate"), WordsForm, True, _remove, True),
    "close": Act(_l("End the test"), _l("End the test as it stands"), HallForm, False, _close, True),
}  # fmt: skip


@blueprint.get("/sittings/<int:sitting_id>/board")
@permission("hall.watch")
def hall_board(sitting_id: int) -> ResponseReturnValue:
    """The hall now."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    shown = board_of(found)
    return render_template(
        "exam/board.html",
        sitting=found,
        board=shown,
        trouble=_trouble(found, shown),
        states=STATES,
        acts=ACTS,
        now_ms=_now_ms(),
        messages=hall_queries.messages_of(found.id),
    )


@blueprint.get("/sittings/<int:sitting_id>/board/now")
@permission("hall.watch")
def board_now(sitting_id: int) -> Response:
    """What has changed since the page was loaded; 304 when nothing has."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    shown = board_of(found)
    if request.if_none_match.contains(shown.mark):
        response = Response(status=304)
    else:
        response = jsonify(
            tiles={str(tile.place_id): _spelled(tile) for tile in shown.tiles}, trouble=_trouble(found, shown)
        )
    response.set_etag(shown.mark)
    response.headers["Cache-Control"] = "no-cache, private"
    response.headers["X-Server-Clock"] = str(_now_ms())
    return response


def _spelled(tile: Tile) -> list[object]:
    """A tile as the page's script reads it."""
    return [
        tile.state, tile.question, tile.questions, tile.answered, tile.seen_ms, tile.deadline_ms,
        tile.left_ms, bool(tile.troubles), tile.seat,
    ]  # fmt: skip


def _trouble(found: Sitting, shown: Board) -> str:
    return render_template(
        "exam/trouble.html", sitting=found, trouble=shown.trouble, words=TROUBLE, acts=ACTS
    )


def _now_ms() -> int:
    return int(now().timestamp() * 1000)


@blueprint.route("/sittings/<int:sitting_id>/board/<act>", methods=["GET", "POST"])
@permission("hall.watch")
def act(sitting_id: int, act: str) -> ResponseReturnValue:
    """One act on one candidate, on several, or on the hall by its own word; asked with its reason."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    wanted = ACTS.get(act)
    if wanted is None:
        raise NotFound
    tiles = {tile.attempt_id: tile for tile in board_of(found).tiles}
    meant = _picked(tiles)
    form = wanted.form()
    if isinstance(form, HallForm):
        form.picked = meant
    if "seat" in form:
        form.seat.choices = options(
            (str(seat.id), seat.label) for seat in hall_queries.seats_not_in_use(found)
        )
    if "minutes" in form and not form.is_submitted() and len(meant) == 1:
        form.minutes.data = tiles[meant[0]].lost_minutes or None
    if wanted.one and len(meant) != 1:
        return _pick_one(found, wanted, act, list(tiles.values()))
    if form.validate_on_submit():
        code = wanted.does(found, meant or None, form)
        if code is not None:
            seat = next(label for value, label in _labels(form) if value == form.seat.data)
            return render_template(
                "exam/code.html", sitting=found, place=None, code=code, seat={"label": seat}
            )
        flash(_("Done, and entered with your reason."), "ok")
        return redirect(url_for("exam.hall_board", sitting_id=found.id))
    return form_page(
        "exam/act.html",
        form,
        sitting=found,
        act=wanted,
        word=act,
        meant=[tiles[one] for one in meant],
        pick=[tile for tile in tiles.values() if tile.state in RUNNING],
    )


def _picked(tiles: Mapping[int, Tile]) -> list[int]:
    """Those who are named in the request. A name that is nobody's here is not found: never nobody, never all."""
    named = dict.fromkeys(request.values.getlist("attempt"))
    found = [number for one in named if (number := row_number(one)) in tiles and number is not None]
    if len(found) < len(named):
        raise NotFound
    return found


def _labels(form: FlaskForm) -> list[tuple[int, str]]:
    return [(int(choice.value), str(choice.label)) for choice in form.seat.choices]


def _pick_one(found: Sitting, wanted: Act, word: str, tiles: list[Tile]) -> ResponseReturnValue:
    """An act on one candidate: whom?"""
    return render_template(
        "exam/act.html", form=None, sitting=found, act=wanted, word=word, meant=[],
        pick=[tile for tile in tiles if tile.state in (MOVABLE if word == "transfer" else RUNNING)], refused=False,
    )  # fmt: skip


@blueprint.route("/sittings/<int:sitting_id>/close", methods=["GET", "POST"])
@permission("hall.watch")
def close_sitting(sitting_id: int) -> ResponseReturnValue:
    """Close the hall when everybody has finished."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    if request.method == "POST":
        board.close_sitting(found.id)
        flash(_("The sitting is closed."), "ok")
        return redirect(url_for("exam.sitting", sitting_id=found.id))
    return render_template("exam/sitting_close.html", sitting=found, board=board_of(found))
