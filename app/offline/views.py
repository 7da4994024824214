"""The worker of a browser, and what it keeps: the page for a broken line in each language, and the files it is made of.

Both are the same for everybody: no page with content is ever kept on a device (ADR 0091).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, render_template, url_for

from app.core.language import LANGUAGES, catalogue_mark, in_language
from app.core.rights import anyone

bp = Blueprint("offline", __name__)

PAGE, WORKER = "offline/page.html", "js/offline-worker.js"
SHEETS = ("vendor/bootstrap/bootstrap.min.css", "css/colours.css", "css/base.css", "css/shell.css")
FILES = (*SHEETS, "js/offline-page.js", "tryeza.svg")
FONTS = ("fonts/source-sans-3-latin-wght-normal.woff2", "fonts/source-serif-4-latin-wght-normal.woff2")


def mark_of(app: Flask) -> str:
    """Differs where the worker, the page or a file of it does: a browser then takes them anew."""
    static = Path(app.static_folder or "")
    template = Path(app.root_path, app.template_folder or "", PAGE)
    files = [template, *(static / name for name in (WORKER, *FILES, *FONTS))]
    parts = [catalogue_mark().encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:10]


@bp.get("/service-worker.js")
@anyone
def worker() -> Response:
    """The worker, with what it is to keep. At the root, because it shows the page wherever the line breaks."""
    kept = {
        "pages": {language: url_for("offline.page", language=language) for language in LANGUAGES},
        # a style sheet asks for its fonts without a version
        "files": [url_for("static", filename=f) for f in FILES]
        + [url_for("static", filename=f).split("?")[0] for f in FONTS],
        "mark": current_app.jinja_env.globals["offline_mark"],
    }
    script = Path(current_app.static_folder or "", WORKER).read_text("utf-8")
    return Response(f"const KEPT = {json.dumps(kept)};\n{script}", mimetype="text/javascript")


@bp.get("/offline/<any(sq, en):language>")
@anyone
def page(language: str) -> Response:
    """What is shown where a page could not be fetched."""
    with in_language(language):
        shown = render_template(PAGE, language=language, files=SHEETS)
    return Response(shown, headers={"Content-Language": language})
