"""Headers of every answer, error pages included (ASVS 3.4, 14.3.2)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from config import Settings

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # To no other host. To our own it must be said: over TLS the check of forms asks for it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
VERSION_LENGTH = 10
STATIC_SECONDS = 31_536_000
NAMED_BY_CONTENT = ("static", "offline.worker")  # endpoints: what changes there gets another address


def init_headers(app: Flask, settings: Settings) -> None:
    """Set the headers after each request, and name the version of each static file in its address."""
    versions = _versions(Path(app.static_folder or ""))

    @app.url_defaults
    def _version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (version := versions.get(values.get("filename", ""))):
            values["v"] = version

    @app.after_request
    def _set(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers.update(ALWAYS)
        if settings.tls:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint in NAMED_BY_CONTENT:
            headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}, immutable"
        else:
            headers["Cache-Control"] = "no-store"
        return response


def _versions(folder: Path) -> dict[str, str]:
    """A mark of each file's contents: what changes gets a new address, so that it may be kept for a year."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:VERSION_LENGTH]
        for file in folder.rglob("*")
        if file.is_file()
    }
