"""The floor of pages: Flask alone, which gives a text of the same length and asks nobody.

`python -m tests.serve benchmarks.bare:serving --port 5000`; served by the same server with the same options.
"""

from __future__ import annotations

from flask import Flask


def serving() -> Flask:
    """An application that knows one page, as long as its address says."""
    app = Flask("bare", static_folder=None)
    pages: dict[int, str] = {}

    @app.get("/<int:length>")
    def page(length: int) -> str:
        return pages.setdefault(length, "s" * length)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
