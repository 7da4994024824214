"""Where this installation keeps its files, how they come in with a form, and how they are sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast

from flask import Response, abort, current_app, jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from app.concerns.attachments import OF_THE_CASE, Attachment
from app.concerns.files import Store, add_file, leave_out
from app.concerns.page.step_parts import StepPage, StepPart
from app.concerns.step_forms import StepForm
from app.core.actor import me
from app.core.files.contents import Reason
from app.core.files.store import FileStore
from app.core.forms import Form
from app.core.refusals import NotFound
from app.process.refusal_labels import missing
from config import Settings

MIB = 1024 * 1024


def store() -> Store:
    """The store of attachments, with the limit of the settings."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    return Store(FileStore(settings.upload_folder), settings.upload_limit_mb * MIB)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a field shows of files that have gone up for its form, and where one more goes by itself.

    `url` opens one. Of `person_id` are those that can be removed; None: all.
    """

    files: Sequence[Attachment]
    add_url: str
    url: Callable[[Attachment], str]
    person_id: int | None = None

    def remove_url(self, file: Attachment) -> str:
        """Where the script of the page has one removed; empty for a colleague's, which can be left out alone."""
        own = self.person_id is None or file.person_id == self.person_id
        return f"{self.add_url}/{file.public_id}/remove" if own else ""


def take_one(
    keep: Callable[[BinaryIO, str], Attachment | Reason], line: Callable[[Attachment], str]
) -> ResponseReturnValue:
    """Keep the one file that a script sends by itself and give its line of the list; or say why it is not taken."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        abort(400)
    kept = keep(cast(BinaryIO, upload.stream), upload.filename)
    if not isinstance(kept, Attachment):
        return jsonify(message=str(missing(kept))), 422
    return jsonify(row=line(kept))


def line_of(url: Callable[[Attachment], str]) -> Callable[[Attachment], str]:
    """The line of a file that has just gone up to this address; `url` opens it."""
    waiting = Waiting((), request.path, url)
    return lambda file: render_template("core/file.html", file=file, waiting=waiting)


def save_each(form: Form, keep: Callable[[BinaryIO, str], Attachment | Reason]) -> None:
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


def save_uploads(form: StepForm, page: StepPage, parts: Sequence[StepPart]) -> tuple[str, ...]:
    """Store what was uploaded, and let go with it what the parts of the page take over.

    Returns the public ids of all files that wait for this step and were not left out.
    """
    if not form.takes_files:
        return ()
    case, number = page.case, page.recommendation.number if page.recommendation else None
    dropped = request.form.getlist("drop_file")
    leave_out(store(), me(), case.concern.public_id, dropped)
    save_each(form, partial(add_file, store(), me(), case.concern.public_id, number=number, pending=True))
    for part in parts:
        try:
            for name, why in part.take_files(request.form):
                say_refused(form, name, why)
        except NotFound:
            form["uploads"].errors = [*form["uploads"].errors, missing("not_contributed")]
    # a colleague's file that is left out stays where it is
    return tuple(a.public_id for a in pending_files(page, parts) if a.public_id not in dropped)


def pending_files(page: StepPage, parts: Sequence[StepPart] = ()) -> Sequence[Attachment]:
    """The files that wait for a step of this case: the person's own, and those that a colleague gave."""
    actor = page.case.actor
    begun = [name for part in parts for name in part.begun()]
    return page.session.scalars(
        select(Attachment)
        .where(
            Attachment.concern_id == page.case.concern.id,
            Attachment.recommendation_id == (page.recommendation.id if page.recommendation else None),
            or_(Attachment.person_id == actor.person_id, Attachment.public_id.in_(begun)),
            Attachment.organisation_id == actor.organisation_id,
            Attachment.pending,
            OF_THE_CASE,
        )
        .order_by(Attachment.id)
    ).all()
