"""For other systems: the same actions as JSON, under `/api/v1`. The document of it is `/api/v1/openapi.json`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from flask import Flask, Response, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema
from werkzeug.exceptions import UnprocessableEntity

from accounts.api_scopes import SCOPES, scope_of
from accounts.token_door import calling
from applications import api_access, queries
from applications.actions import api_requests
from applications.api_intake import WrongFields, take_in
from applications.api_schemas import (
    CaseListSchema,
    CaseSchema,
    KeySchema,
    ListQuerySchema,
    NoticeSchema,
    PaperSchema,
    ProblemSchema,
    StepSchema,
    SubmissionSchema,
)
from applications.case_reading import edition_of, ended_words, in_words, to_do
from applications.given_papers import file_given, papers_given
from applications.models import Case
from applications.papers import paper_number
from core.access import PUBLIC, permission
from core.files import send_file
from core.languages import _l
from core.refusals import Refusal
from core.sweep import chore
from core.web import answer

View = TypeVar("View", bound=Callable[..., Any])

PROBLEM = "application/problem+json"
PREFIX = "/api/v1"
PDF = {"type": "string", "format": "binary"}
WHY: dict[int, str] = {
    400: "The request is malformed: signs that cannot be kept, a body that is no JSON, a file that was not taken.",
    401: "No token, or one that is unknown, has expired or was revoked.",
    403: "The token was not issued for this.",
    404: "There is no such thing, or this token may not see it.",
    409: "The key was used with another body, or the law forbids it now; the clause says which rule.",
    413: "The body, or a file in it, is larger than this installation takes.",
    422: "Fields are missing, wrong or do not fit the service; the sentence names them.",
    429: "Too many calls in a minute.",
    500: "A fault on our side; the number finds it in our log.",
    503: "The system cannot reach its data just now; send the same request with the same key again.",
}
blueprint = Blueprint(
    "api",
    __name__,
    url_prefix=PREFIX,
    description="Applications for services, their status, papers and notices.",
)


class Description(Api):  # type: ignore[misc]  # flask-smorest has no types
    """Documents the routes; refusals and faults are answered where those of the pages are."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Keep the application's own."""

    def _register_doc_blueprint(self) -> None:
        """The document has a route with a permission word, below."""


def open_api(app: Flask) -> None:
    """Hang the API into the application; its requests carry a token and no cookie, so no form's token either."""
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.add_url_rule(f"{PREFIX}/openapi.json", "openapi", permission(PUBLIC)(_document))
    chore("answers to other systems", api_requests.forget_old)


def _document() -> Response:
    return Response(_described(), content_type="application/json")


@cache
def _described() -> str:
    """The routes and their schemas in words, written for the first who asks: they would be half of every start."""
    described = Flask(__name__)
    described.config.update(API_TITLE="Synaq", API_VERSION="v1", OPENAPI_VERSION="3.0.3")
    api = Description(described)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    api.register_blueprint(blueprint)
    return json.dumps(api.spec.to_dict())


def offers(
    rule: str,
    word: str,
    gives: Any,
    *,
    takes: Sequence[tuple[type[Schema], str]] = (),
    method: str = "GET",
    status: int = 200,
    also: Sequence[int] = (),
    **told: str,
) -> Callable[[View], View]:
    """A route with its word, what it takes and gives, and every refusal and fault with which it may answer."""

    def hang(view: View) -> View:
        made: Any = blueprint.response(status, gives, **told)(view)
        for schema, location in reversed(takes):
            made = blueprint.arguments(schema, location=location)(made)
        for refused in sorted({400, 401, 403, 429, 500, 503, *also}):
            made = blueprint.alt_response(
                refused, schema=ProblemSchema, content_type=PROBLEM, description=WHY[refused]
            )(made)
        scope = scope_of(word)
        made = blueprint.doc(
            security=[{"bearer": []}], description=f"Needs the scope `{scope}` ({SCOPES[scope]!s})."
        )(permission(word)(made))
        hung: View = blueprint.route(rule, methods=[method])(made)
        return hung

    return hang


NO_OBJECT = Refusal(
    _l("The body of the request is no JSON object of the form that the document of this API describes."),
    next_step=_l("Mend the body and send the request again; nothing was done."),
    status=422,
)


@blueprint.errorhandler(UnprocessableEntity)  # type: ignore[untyped-decorator]  # flask-smorest has no types
def _wrong(error: UnprocessableEntity) -> Response:
    """What the schema refused: the names of the fields, not the library's English."""
    told: Any = getattr(error, "data", None) or {}
    names = [name for place in told.get("messages", {}).values() for name in _names(place) if name]
    refusal = WrongFields(names) if names else NO_OBJECT
    return answer(422, refusal.sentence, None, refusal.next_step)


@blueprint.errorhandler(RecursionError)  # type: ignore[untyped-decorator]  # flask-smorest has no types
def _too_deep(_error: RecursionError) -> Response:
    """A body nested deeper than the reader of JSON follows; nothing was done with it."""
    return answer(400, NO_OBJECT.sentence, None, NO_OBJECT.next_step)


def _names(told: Any, above: str = "") -> list[str]:
    if not isinstance(told, dict):
        return [above]
    found: list[str] = []
    for name, inner in told.items():
        shown = "" if name == "_schema" else "".join(c for c in str(name)[:60] if c.isprintable())
        found += _names(inner, ".".join(part for part in (above, shown) if part))
    return found


@blueprint.after_request  # type: ignore[untyped-decorator]  # flask-smorest has no types
def _as_problem(response: Response) -> Response:
    if response.status_code >= 400:
        response.content_type = PROBLEM
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def told(case: Case) -> dict[str, Any]:
    """A case as other systems see it."""
    return {
        "id": case.public_id,
        "number": case.number,
        "service": case.service,
        "edition": case.edition_id,
        "procedure": case.procedure,
        "channel": case.channel,
        "office": case.office.code,
        "person": case.person.name,
        "present": str(to_do(case) if case.ended_at is None else ended_words(case)),
        "place": case.place,
        "desk": case.desk_role,
        "submitted_at": case.submitted_at,
        "registered_at": case.registered_at,
        "due_at": case.due_at,
        "total_due_at": case.total_due_at,
        "ended_at": case.ended_at,
        "request_digest": case.request_digest,
    }


@offers(
    "/cases",
    "api.cases.submit",
    CaseSchema,
    method="POST",
    takes=((SubmissionSchema, "json"), (KeySchema, "headers")),
    status=201,
    also=(409, 413, 422),
    description="Submitted; a replay with the same key answers the same.",
)
def submit(body: dict[str, Any], header: dict[str, str]) -> Response:
    """Submit an application for somebody."""

    def work() -> tuple[int, str]:
        return 201, CaseSchema().dumps(told(take_in(body, calling())), ensure_ascii=False)

    answered = api_requests.once(calling().token_id, header["key"], request.get_data(), work)
    response = Response(answered.response, answered.status, content_type="application/json")
    response.headers["Idempotency-Replayed"] = "true" if answered.again else "false"
    return response


@offers("/cases", "api.cases.read", CaseListSchema, takes=((ListQuerySchema, "query"),), also=(422,))
def list_cases(wanted: dict[str, Any]) -> dict[str, Any]:
    """The applications of the token's office and of those below it, the newest first."""
    ended = {"open": False, "ended": True}.get(wanted.get("state", ""))
    rows, total = api_access.listed(calling(), wanted.get("service"), ended, wanted["page"])
    pages = -(-total // api_access.PAGE)
    return {"cases": [told(case) for case in rows], "total": total, "page": wanted["page"], "pages": pages}


@offers("/cases/<public_id>", "api.cases.read", CaseSchema, also=(404,))
def one_case(public_id: str) -> dict[str, Any]:
    """One application and where it stands."""
    return told(api_access.find(public_id, calling()))


@offers("/cases/<public_id>/steps", "api.cases.read", StepSchema(many=True), also=(404,))
def steps(public_id: str) -> list[dict[str, Any]]:
    """The history of the status: every step with its term, its end and its outcome."""
    case = api_access.find(public_id, calling())
    edition = edition_of(case)
    return [
        {
            "step": step.step,
            "name": in_words(edition.step(step.step).name),
            "began_at": step.began_at,
            "due_at": step.due_at,
            "ended_at": step.ended_at,
            "outcome": step.outcome,
            "role": step.actor_role,
        }
        for step in queries.steps_of(case)
    ]


@offers("/cases/<public_id>/papers", "api.papers.read", PaperSchema(many=True), also=(404,))
def papers(public_id: str) -> list[dict[str, Any]]:
    """The papers that were issued in the case."""
    return [
        {
            "id": paper.public_id,
            "kind": paper.kind,
            "number": paper_number(paper),
            "digest": paper.digest,
            "issued_at": paper.issued_at,
            "size": file_given(paper).size,
        }
        for paper in papers_given(api_access.find(public_id, calling()))
    ]


@offers(
    "/cases/<public_id>/papers/<paper_id>",
    "api.papers.read",
    PDF,
    also=(404,),
    content_type="application/pdf",
)
def paper_file(public_id: str, paper_id: str) -> Response:
    """The PDF of a paper, the very one that was handed out."""
    return send_file(file_given(api_access.paper_of(api_access.find(public_id, calling()), paper_id)))


@offers("/cases/<public_id>/notices", "api.notices.read", NoticeSchema(many=True), also=(404,))
def notices(public_id: str) -> list[dict[str, Any]]:
    """What was said to the applicant, the newest first."""
    return [
        {
            "about": notice.about,
            "medium": notice.medium,
            "language": notice.language,
            "subject": notice.subject,
            "body": notice.body,
            "created_at": notice.created_at,
        }
        for notice in queries.notices_of(api_access.find(public_id, calling()))
    ]
