"""What the API tells of results, field by field; the OpenAPI document is made of these."""

from __future__ import annotations

from datetime import UTC

from marshmallow import Schema, fields, validate

from applications.api_schemas import Utc, one_of
from orders.paper_standing import Standing
from regulations.catalogue import SERVICES

MOST = 100


class ResultQuerySchema(Schema):
    """From when on, and of which service."""

    since = fields.AwareDateTime(
        default_timezone=UTC,
        metadata={"description": "the changed_at of the last result that you have; it comes again"},
    )
    service = one_of(*SERVICES)
    limit = fields.Integer(load_default=MOST, validate=validate.Range(min=1, max=MOST))


class ResultOrderSchema(Schema):
    """The order on which a result rests."""

    number = fields.String(required=True)
    day = fields.Date(required=True)


class ResultSchema(Schema):
    """An issued result as it stands now."""

    id = fields.String(required=True, metadata={"description": "of the public register; never another's"})
    case_id = fields.String(required=True)
    case_number = fields.String(required=True)
    service = fields.String(required=True)
    number = fields.String(required=True)
    holder = fields.String(required=True)
    specialty = fields.String(allow_none=True, metadata={"description": "code of the specialty"})
    category = fields.String(allow_none=True)
    office = fields.String(required=True, metadata={"description": "code of the office that issued it"})
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(allow_none=True)
    status = one_of(*(one.value for one in Standing), required=True)
    order = fields.Nested(ResultOrderSchema, allow_none=True)
    issued_at = Utc(required=True)
    changed_at = Utc(required=True)
    check_address = fields.String(required=True)
    file_digest = fields.String(required=True)


class ResultListSchema(Schema):
    """The results that changed since and more than a minute ago, the earliest change first."""

    results = fields.List(fields.Nested(ResultSchema), required=True)
    more = fields.Boolean(required=True, metadata={"description": "whether there are later ones"})
