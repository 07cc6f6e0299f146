"""Whatever another system sends, the API answers as its own document says: no fault, nothing undocumented."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.database import db
from tests.applications import making, systems
from tests.applications.systems import System, said

EXAMPLES = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def connected(app: Flask) -> tuple[System, str]:
    """A system that may do everything, and the id of a case of its office."""
    with app.app_context():
        at = making.service("specialist-certificate")
        body, token = systems.application(at, "main"), systems.token_for(at.provider)
        db.session.commit()
    system = System(app.test_client(), token)
    return system, said(system.submit(body))["id"]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_every_answer_to_anything_is_documented(
    app: Flask, connected: tuple[System, str], mode: schemathesis.GenerationMode
) -> None:
    system, known = connected
    schema: Any = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def hold(case: Any) -> None:
            if mode is schemathesis.GenerationMode.POSITIVE and "public_id" in (case.path_parameters or {}):
                case.path_parameters["public_id"] = known
            answer = case.call(headers=system.headers)
            seen.add((case.operation.label, answer.status_code))
            case.validate_response(answer, checks=CHECKS)

        try:
            hold()
        except Unsatisfiable:
            continue  # nothing of this operation can be sent wrongly
    answered = {status for _operation, status in seen}
    assert len({operation for operation, _status in seen}) >= 6
    assert 200 in answered or mode is schemathesis.GenerationMode.NEGATIVE


@pytest.mark.parametrize(("body", "status"), [(b"[" * 50_000, 400), (b"[]", 422), (b'"x"', 422), (b"7", 422)])
def test_a_body_that_is_no_object_is_refused_in_a_sentence(
    connected: tuple[System, str], body: bytes, status: int
) -> None:
    system, _known = connected
    answer = system.client.post(
        "/api/v1/cases", data=body, content_type="application/json",
        headers=system.headers | {"Idempotency-Key": "deep-1"},
    )  # fmt: skip
    assert answer.status_code == status
    assert "no JSON object" in answer.get_json()["sentence"]


def test_the_document_names_every_route_with_its_refusals(app: Flask) -> None:
    paths = said(app.test_client().get("/api/v1/openapi.json"))["paths"]
    rules = {rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    documented = {path for path in rules if path.startswith("/api/")} - {"/api/v1/openapi.json"}
    assert set(paths) == documented
    for path, methods in paths.items():
        for method, told in methods.items():
            if method != "parameters":
                assert {"401", "403", "429", "500", "503"} <= set(told["responses"]), path
