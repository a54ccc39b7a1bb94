"""The application's pages from pwa/dist, and the security headers of every answer.

Hashed assets are kept by browsers for a year; what names them (index.html, sw.js, the manifest) is asked
for anew.
"""

import os
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
HASHED = "assets/"
NOT_PAGES = ("api", "db")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the barcode scanner is WebAssembly
        "style-src 'self' 'unsafe-inline'",  # the components set style attributes
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
}
A_YEAR = "public, max-age=31536000, immutable"

bp = Blueprint("pages", __name__)


def register(app: Flask) -> None:
    """Serve the pages below everything else, and set the headers."""
    app.register_blueprint(bp)
    app.after_request(_secure)


@bp.get("/")
@bp.get("/<path:path>")
def page(path: str = "index.html") -> Response:
    """A file of the built application; any other address is one of its routes, so index.html."""
    file = safe_join(str(DIST), path)
    if file is None or path.partition("/")[0] in NOT_PAGES:
        raise NotFound
    if not os.path.isfile(file):  # unlike pathlib's, it takes any length and any character
        if path.startswith(HASHED) or "." in path.rpartition("/")[2]:
            raise NotFound
        path = "index.html"
    answer = send_from_directory(DIST, path)
    answer.headers["Cache-Control"] = A_YEAR if path.startswith(HASHED) else "no-cache"
    return answer


def _secure(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.path.startswith("/api/"):
        answer.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer
