"""The `flask` commands of all features."""

from __future__ import annotations

from flask import Flask

from app.accounts.cli import mail_cli, organisation_cli, user_cli
from app.concerns.cli import files_cli, history_cli, search_cli
from app.core.db import db
from app.dashboards.cli import figures_cli
from app.deadlines.cli import clocks_cli
from app.demo.cli import demo
from app.group.cli import group_cli
from app.help.documents import workflow_cli
from app.worker import worker


def init_commands(app: Flask) -> None:
    """Register every command."""
    for command in (
        history_cli,
        clocks_cli,
        files_cli,
        search_cli,
        figures_cli,
        workflow_cli,
        user_cli,
        organisation_cli,
        mail_cli,
        group_cli,
        worker,
        demo,
    ):
        app.cli.add_command(command)


def init_migrations(app: Flask) -> None:
    """Let `flask db` migrate. A web server never does: Alembic would be a tenth of its start and 10 MB."""
    from flask_migrate import Migrate

    Migrate(app, db, directory="app/migrations", render_as_batch=True)
