"""Where this installation keeps its files, how they come in with a form, and how they are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast

from flask import Response, current_app, request, send_file

from app.concerns.attachments import Attachment
from app.concerns.files import Store
from app.core.files.contents import Reason
from app.core.files.store import FileStore
from app.core.forms import Form
from app.process.refusal_labels import missing
from config import Settings

MIB = 1024 * 1024


def store() -> Store:
    """The store of attachments, with the limit of the settings."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    return Store(FileStore(settings.upload_folder), settings.upload_limit_mb * MIB)


def keep_each(form: Form, keep: Callable[[BinaryIO, str], Attachment | Reason]) -> None:
    """Keep every file that came with the form; what is not taken is said beside the field."""
    for upload in request.files.getlist("uploads"):
        if not upload.filename:
            continue
        kept = keep(cast(BinaryIO, upload.stream), upload.filename)
        if not isinstance(kept, Attachment):
            say_refused(form, upload.filename, kept)


def say_refused(form: Form, filename: str, why: Reason) -> None:
    """Beside the field of the form, in words, why a file was not taken."""
    form["uploads"].errors = [*form["uploads"].errors, f"{filename}: {missing(why)}"]


def sent(row: Attachment, stream: BinaryIO, name: str = "") -> Response:
    """A file, as an attachment that runs nothing; under its own name unless the reader has it under another."""
    response = send_file(stream, mimetype=row.media_type, as_attachment=True, download_name=name or row.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
