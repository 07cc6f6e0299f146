"""The one JSON form of everything frozen here, and its digest: what a court or an auditor can compute again.

A field at its default is not written, so a field that is added later changes no old digest. Numbers are written
as text (``"1/3"``, ``"0.05"``): a digest must not depend on how a machine rounds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import types
import typing
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, cast

from question_banks.content import Case, Question

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")


class FormError(ValueError):
    """The JSON is not of the form: `place` says where, `code` what (`unknown_field`, `missing_field`…)."""

    def __init__(self, place: str, code: str, value: str = "") -> None:
        super().__init__(f"{place or '(top)'}: {code} {value}".rstrip())
        self.place, self.code, self.value = place, code, value[:80]


def encode(value: object) -> Json:
    """A frozen dataclass, or any value inside one, as JSON."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")  # +0 turns -0 into 0
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): encode(one) for key, one in sorted(value.items())}
    if isinstance(value, (tuple, list)):
        return [encode(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((one.name, getattr(value, one.name), _default(one)) for one in fields(value))
        return {name: encode(held) for name, held, default in pairs if name == "kind" or held != default}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _default(one: Field[Any]) -> object:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING


def decode(form: type[T], value: Json, place: str = "") -> T:
    """JSON as the dataclass `form`. Refuses whatever it does not know: nothing is dropped in silence."""
    return cast(T, _decode(form, value, place))


@cache
def _hints(form: type) -> dict[str, Any]:
    return typing.get_type_hints(form)


def _decode(form: Any, value: Json, place: str) -> object:
    origin = typing.get_origin(form)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(typing.get_args(form), value, place)
    if origin is typing.Literal:
        if isinstance(value, str) and value in typing.get_args(form):
            return value
        raise FormError(place, "wrong_value", str(value))
    if origin is tuple:
        if not isinstance(value, list):
            raise FormError(place, "wrong_value", str(value))
        inner = typing.get_args(form)[0]
        return tuple(_decode(inner, one, f"{place}[{at}]") for at, one in enumerate(value))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise FormError(place, "wrong_value", str(value))
        left, right = typing.get_args(form)
        return {
            _decode(left, key, place): _decode(right, one, f"{place}.{key}") for key, one in value.items()
        }
    if is_dataclass(form):
        return _decode_dataclass(cast(type, form), value, place)
    return _decode_plain(form, value, place)


def _decode_plain(form: Any, value: Json, place: str) -> object:
    if form is bool and isinstance(value, bool):
        return value
    if form is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if form is str and isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if form in (Fraction, Decimal, dt.date) and isinstance(value, str) and len(value) <= 60:
        try:
            return form.fromisoformat(value) if form is dt.date else form(value)
        except (ValueError, InvalidOperation, ZeroDivisionError):
            pass
    raise FormError(place, "wrong_value", str(value))


def _decode_union(forms: tuple[Any, ...], value: Json, place: str) -> object:
    if value is None and type(None) in forms:
        return None
    rest = [form for form in forms if form is not type(None)]
    if len(rest) == 1:
        return _decode(rest[0], value, place)
    tag = value.get("kind") if isinstance(value, dict) else None
    for form in rest:
        if tag is not None and tag in typing.get_args(_hints(form)["kind"]):
            return _decode(form, value, place)
    raise FormError(place, "unknown_kind", str(tag))


def _decode_dataclass(form: type, value: Json, place: str) -> object:
    if not isinstance(value, dict):
        raise FormError(place, "wrong_value", str(value))
    known = {one.name: one for one in fields(form)}
    for name in value:
        if name not in known:
            raise FormError(f"{place}.{name}".lstrip("."), "unknown_field")
    hints = _hints(form)
    given: dict[str, object] = {}
    for name, one in known.items():
        inner = f"{place}.{name}".lstrip(".")
        if name in value:
            given[name] = _decode(hints[name], value[name], inner)
        elif _default(one) is MISSING:
            raise FormError(inner, "missing_field")
    try:
        return form(**given)
    except ValueError as error:
        raise FormError(place, "wrong_value", str(error)) from error


def canonical_bytes(value: object) -> bytes:
    """The bytes that are digested: sorted keys, no spaces, UTF-8, NFC."""
    form = encode(value)
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def edition_digest(held: Question | Case) -> str:
    """The digest of what is shown and scored. A second person's check, or a foreign setting, changes no digest."""
    bare = {language: replace(text, state="draft", seen={}) for language, text in held.texts.items()}
    if isinstance(held, Case):
        return digest(replace(held, texts=bare))
    return digest(replace(held, texts=bare, carried={}))
