"""The `flask` commands of all rooms."""

from __future__ import annotations

from flask import Flask

from app.cases.cli import clocks_cli, files_cli, history_cli, search_cli
from app.demo.cli import demo
from app.desks.cli import figures_cli
from app.group.cli import group_cli
from app.guide.cli import workflow_cli
from app.notices.cli import worker
from app.people.cli import mail_cli, organisation_cli, user_cli


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
