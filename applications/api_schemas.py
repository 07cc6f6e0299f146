"""What the API takes and gives, field by field; the OpenAPI document is made of these.

A text of another system is one line without control characters, as long as its column: what passes here can be kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from applications.questions import ACCOMMODATIONS, CATEGORIES
from regulations.catalogue import SERVICES
from regulations.kinds import FRONT_OFFICES, ChannelId

LANGUAGES = ("kk", "ru", "en")
# No control characters and no halves of surrogate pairs: neither can be written down.
_LINE = r"^[^\x00-\x1f\x7f\ud800-\udfff]*$"
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]*$"


def line(longest: int, *, least: int = 0, pattern: str = _LINE, **options: Any) -> fields.String:
    """One line of text."""
    return fields.String(
        validate=[validate.Length(min=least, max=longest), validate.Regexp(pattern)], **options
    )


def one_of(*choices: str, **options: Any) -> fields.String:
    """One of a closed list."""
    return fields.String(validate=validate.OneOf(choices), **options)


class Utc(fields.DateTime):
    """A moment, always in UTC."""

    def _serialize(self, value: datetime | None, *place: Any, **options: Any) -> Any:
        return super()._serialize(value.astimezone(UTC) if value else None, *place, **options)


class Strict(Schema):
    """What is not known is refused."""

    class Meta:
        unknown = RAISE


class PersonSchema(Strict):
    """For whom the application is."""

    kind = one_of("person", "organisation", required=True)
    iin = line(12, least=12, pattern="^[0-9]*$", metadata={"description": "of a person"})
    bin = line(12, least=12, pattern="^[0-9]*$", metadata={"description": "of an organisation"})
    name = line(320, least=1, required=True)
    email = line(200, pattern=r"^([^\s@<>\"(),;:\\\x00-\x1f\ud800-\udfff]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,})?$")
    phone = line(40, pattern=r"^(\+?[0-9][0-9 ()-]{5,30})?$")
    address = line(300)


class DeclarationSchema(Strict):
    """Who stands for the request, and how."""

    name = line(320, least=1, required=True)
    how = one_of("typed", "on_paper", required=True)


class FileSchema(Strict):
    """A file, in Base64."""

    name = line(200, least=1, required=True)
    content = fields.String(required=True, validate=validate.Length(min=4, max=20 * 1024 * 1024))


class DocumentSchema(Strict):
    """One document against an item of the office's list: as a file, or on paper."""

    item = line(60, least=1, required=True)
    on_paper = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    file = fields.Nested(FileSchema)


class SubmissionSchema(Strict):
    """An application. Which of the wishes are asked for depends on the service."""

    service = one_of(*SERVICES, required=True)
    procedure = line(40, least=1, required=True)
    channel = one_of(*(c.value for c in ChannelId if c not in FRONT_OFFICES), required=True)
    office = line(20, least=1, required=True, metadata={"description": "code of the office applied to"})
    language = one_of(*LANGUAGES, required=True)
    person = fields.Nested(PersonSchema, required=True)
    declaration = fields.Nested(DeclarationSchema, required=True)
    specialty = line(20, least=1, metadata={"description": "code of the specialty"})
    category = one_of(*CATEGORIES)
    activity = line(300, least=1)
    test_language = one_of(*LANGUAGES)
    interview_language = one_of(*LANGUAGES)
    accommodations = fields.List(one_of(*ACCOMMODATIONS), validate=validate.Length(max=8))
    accommodation_wish = line(1000, pattern=_TEXT)
    documents = fields.List(
        fields.Nested(DocumentSchema), load_default=list, validate=validate.Length(max=50)
    )


class KeySchema(Schema):
    """The header that makes a request the same request when it is sent again."""

    key = fields.String(
        required=True,
        data_key="Idempotency-Key",
        validate=[validate.Length(min=1, max=100), validate.Regexp("^[!-~]+$")],
    )


class ListQuerySchema(Schema):
    """How a list is narrowed."""

    service = one_of(*SERVICES)
    state = one_of("open", "ended")
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


class CaseSchema(Schema):
    """An application and where it stands."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    service = fields.String(required=True)
    edition = fields.String(required=True)
    procedure = fields.String(required=True)
    channel = fields.String(required=True)
    office = fields.String(required=True)
    person = fields.String(required=True)
    present = fields.String(required=True, metadata={"description": "in the caller's language"})
    place = fields.String(required=True)
    desk = fields.String(required=True, allow_none=True)
    submitted_at = Utc(required=True)
    registered_at = Utc(required=True, allow_none=True)
    due_at = Utc(required=True, allow_none=True)
    total_due_at = Utc(required=True, allow_none=True)
    ended_at = Utc(required=True, allow_none=True)
    request_digest = fields.String(required=True)


class CaseListSchema(Schema):
    """One page of a list."""

    cases = fields.List(fields.Nested(CaseSchema), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class StepSchema(Schema):
    """One step that the case took or is taking."""

    step = fields.String(required=True)
    name = fields.String(required=True)
    began_at = Utc(required=True)
    due_at = Utc(required=True, allow_none=True)
    ended_at = Utc(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    role = fields.String(required=True, allow_none=True)


class PaperSchema(Schema):
    """A paper that was issued; its PDF is taken apart."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    digest = fields.String(required=True)
    issued_at = Utc(required=True)
    size = fields.Integer(required=True)


class NoticeSchema(Schema):
    """A message to the applicant."""

    about = fields.String(required=True)
    medium = fields.String(required=True)
    language = fields.String(required=True)
    subject = fields.String(required=True)
    body = fields.String(required=True)
    created_at = Utc(required=True)


class ProblemSchema(Schema):
    """Why something was not done, in the caller's language, and what to do now."""

    status = fields.Integer(required=True)
    title = fields.String(required=True)
    sentence = fields.String(required=True)
    clause = fields.String(required=True, allow_none=True)
    next_step = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
