"""The `flask` commands of all features."""

from __future__ import annotations

from flask import Flask

from app.accounts.cli import mail_cli, organisation_cli, user_cli
from app.concerns.cli import files_cli, history_cli, search_cli
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
