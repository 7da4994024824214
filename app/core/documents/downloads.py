"""Documents as files that a browser keeps: PDF where typst is installed, DOCX always."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, send_file
from flask_babel import force_locale

from app.core.documents.document import Document
from app.core.documents.docx import docx_of
from app.core.documents.pdf import has_pdf, pdf_of
from app.core.language import translate as _

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_file(document: Document, name: str) -> Response:
    """The document to be printed; where typst is not installed the address does not exist."""
    if not has_pdf():
        abort(404)
    with force_locale(document.language):
        note = _("□ stands for a sign that cannot be shown in this file.")
    return _file(pdf_of(document, note), PDF, f"{name}.pdf")


def docx_file(document: Document, name: str) -> Response:
    """The document to be worked with."""
    return _file(docx_of(document), DOCX, f"{name}.docx")


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
