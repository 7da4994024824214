"""Commands that look after cases."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.concerns.attachments import ABANDONED, Attachment
from app.concerns.models import Concern
from app.concerns.search import index_all
from app.core.commands import Commands
from app.core.db import db, unit_of_work
from app.core.files.store import FileStore
from app.process import history
from app.process.history import save_end
from app.process.models import Event
from config import Settings

TOGETHER = 500  # chains that are sealed in one transaction


def seal_some(session: Session, after: int) -> Sequence[int]:
    """Seal the ends of the next chains anew, as they stand; gives their concerns, none at the end. No commit."""
    concerns = session.scalars(
        select(Concern.id).where(Concern.id > after).order_by(Concern.id).limit(TOGETHER).with_for_update()
    ).all()
    last = select(Event.concern_id, func.max(Event.number).label("number")).where(
        Event.concern_id.in_(concerns)
    )
    last_of = last.group_by(Event.concern_id).subquery()
    rows = session.scalars(
        select(Event).join(
            last_of, (last_of.c.concern_id == Event.concern_id) & (last_of.c.number == Event.number)
        )
    )
    for event in rows:
        save_end(session, event)
    return concerns


WRONG_SETTINGS = 78  # EX_CONFIG, as at the start

history_cli = Commands("history", help="The history of concerns.")
files_cli = Commands("files", help="Attachments on the disk.")
search_cli = Commands("search", help="The words of concerns, as searches find them.")


@history_cli.command("verify")
def verify() -> None:
    """Check the whole chain of hashes. Ends with 1 where it does not hold, and says where."""
    _refuse_public_key()
    broken = 0
    for found in history.verify(db.session()):
        if isinstance(found, int):
            click.echo(f"{found} events, {broken} breaks")
        else:
            broken += 1
            click.echo(f"concern {found.concern_id}, event {found.number}: {found.why}", err=True)
    sys.exit(1 if broken else 0)


def _refuse_public_key() -> None:
    """Without the server's environment every seal would look false, or be made so that anybody can make it."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    if settings.seals_with_a_public_key:
        click.echo("The history is not read: TRYEZA_SECRET_KEY must be set, as the server has it", err=True)
        sys.exit(WRONG_SETTINGS)


@history_cli.command("seal")
def seal() -> None:
    """Seal the ends of all chains with the key of today, after a change of the key.

    Refused where a chain does not hold, so that nothing is sealed that was changed.
    """
    _refuse_public_key()
    wrong = [f for f in history.verify(db.session()) if not isinstance(f, int) and f.why != history.UNSEALED]
    for found in wrong:
        click.echo(f"concern {found.concern_id}, event {found.number}: {found.why}", err=True)
    if wrong:
        sys.exit(1)
    sealed, last = 0, 0
    while True:
        with unit_of_work() as session:
            concerns = seal_some(session, last)
        if not concerns:
            break
        sealed, last = sealed + len(concerns), concerns[-1]
    click.echo(f"{sealed} chains sealed")


@files_cli.command("sweep")
def sweep() -> None:
    """Delete files that no case holds any more, such as those of a discarded draft, half-written ones, and those of
    one-time links that ended without an answer.
    """
    with unit_of_work() as session:
        for abandoned in ABANDONED:
            session.execute(delete(Attachment).where(Attachment.pending, abandoned()))
    settings: Settings = current_app.extensions["tryeza.settings"]
    store = FileStore(settings.upload_folder)
    held = set(db.session.scalars(select(Attachment.stored_name)))
    left = [name for name in store.names() if name not in held]
    for name in left:
        store.remove(name)
    click.echo(f"{len(left) + store.sweep()} files deleted")


@files_cli.command("check")
def check() -> None:
    """Name the attachments whose file is missing on the disk. Ends with 1 where there is any."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    there = set(FileStore(settings.upload_folder).names(older_than=0))
    rows = db.session.scalars(select(Attachment).order_by(Attachment.id)).all()
    missing = [row for row in rows if row.stored_name not in there]
    for row in missing:
        click.echo(f"attachment {row.public_id}: {row.stored_name} is missing", err=True)
    click.echo(f"{len(rows)} attachments, {len(missing)} missing")
    sys.exit(1 if missing else 0)


@search_cli.command("rebuild")
def rebuild() -> None:
    """Read the words of all concerns anew, after they came from elsewhere than the pages."""
    with unit_of_work() as session:
        made = index_all(session)
    click.echo(f"{made} concerns can be searched")
