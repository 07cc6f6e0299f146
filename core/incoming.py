"""What comes in by an address or a form, held to what a database can keep.

A number in an address that no row can have names nothing, on either database; a text with the sign NUL, which
PostgreSQL cannot keep and no keyboard types, is no request that a person makes.
"""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_ROW = 2**63 - 1
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class RowNumber(IntegerConverter):
    """The number of a row: `<int:case_id>` in an address."""

    def to_python(self, value: str) -> int:
        number: int = super().to_python(value)
        if number > LARGEST_ROW:
            raise ValidationError
        return number


def init_incoming(app: Flask) -> None:
    """Hold addresses and forms to it; comes before any route is hung."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    values = list(request.args.values())
    if request.mimetype in FORMS:
        values += request.form.values()
    if any("\0" in value for value in values) or "\0" in request.path:
        abort(400)
