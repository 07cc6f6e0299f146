"""A long list is shown page by page, and says how many there are: nothing is cut off without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from core.database import db

PAGE = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """One page of a list; `name` is how the address asks for its page."""

    rows: Sequence[Row]
    total: int
    page: int
    name: str = "page"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return -(-self.total // PAGE)

    def address(self, number: int) -> str:
        """The same page of the site with another page of this list; all else that the address asks for stays."""
        asked: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), self.name: number}
        return url_for(request.endpoint or "", **asked)


def listed(query: Select[Row], page: int, name: str = "page") -> Listed[Row]:
    """One page of what the query finds, in its order."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Listed(rows, total, page, name)
