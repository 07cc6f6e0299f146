"""The floor of pages and of saves: Flask alone, which gives a text of the same length and asks nobody.

`python -m tests.serve benchmarks.bare:serving --port 5000`; served by the same server with the same options.
"""

from __future__ import annotations

from flask import Flask, Response, request

# As long as the receipt of one entry.
RECEIPT = b'{"state":"running","left":3599123,"clock":1,"news":0,"saved":[100000]}'


def serving() -> Flask:
    """An application that knows one page, as long as its address says."""
    app = Flask("bare", static_folder=None)
    pages: dict[int, str] = {}

    @app.get("/<int:length>")
    def page(length: int) -> str:
        return pages.setdefault(length, "s" * length)

    @app.post("/exam/save")
    def save() -> Response:
        request.get_data()
        return Response(RECEIPT, content_type="application/json")

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
