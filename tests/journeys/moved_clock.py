"""The application at a time that goes as time goes, but so much later or earlier, for journeys of many days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from core.clock import frozen


class MovedClock:
    """Stands before the application and tells it another time."""

    def __init__(self, inner: Callable[[dict[str, Any], Any], Any]) -> None:
        self.inner, self.later = inner, timedelta(0)

    def now(self) -> datetime:
        """What time the application thinks it is."""
        return datetime.now(UTC) + self.later

    def go_to(self, moment: datetime) -> None:
        """From now on it is this moment, and time goes on from there."""
        self.later = moment - datetime.now(UTC)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with frozen(self.now()):
            return self.inner(environ, start_response)
