"""The headers of every answer: nothing from other hosts, nothing inline, nothing kept by shared caches."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def init_headers(app: Flask, *, https: bool) -> None:
    """Give every answer its headers; a view that set a stricter one keeps it."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # What is the same for everybody says so itself, and is kept whatever cookies come and go.
        if request.endpoint != "static" and not response.cache_control.public:
            headers.setdefault("Cache-Control", "no-store")
            headers.add("Vary", "Cookie, Accept-Language")
        return response
