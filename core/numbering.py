"""Numbers without gaps: per series, office and year."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from core.database import db
from core.models import NumberSeries


def next_number(series: str, office_id: int, year: int) -> int:
    """The next number of the series, given inside the running transaction: rolled back, it is given again.

    The row stays locked until the commit, so numbers follow the order of commits; take the number late.
    """
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(NumberSeries)
        .values(series=series, office_id=office_id, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["series", "office_id", "year"], set_={"last": NumberSeries.last + 1}
        )
        .returning(NumberSeries.last)
    )
    number: int = connection.execute(statement).scalar_one()
    return number
