"""The worker."""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app.answers.service import clear_removed_wordings
from app.core.commands import Ending, UnfitDatabase, close_to_others, look_at_database
from app.core.db import db
from app.core.kept_forms.service import clear_kept_forms
from app.core.logs import write_log
from app.core.mail import send
from app.core.outages import fault_of, note
from app.dashboards.figures.months import save_months
from app.deadlines.escalation_runs import run_escalations
from app.directory.service import ask_whether_right
from app.meetings.invitations import invite_newcomers
from app.notifications.delivery import deliver
from app.votes.service import close_due
from app.working_papers.rounds import close_due_round
from config import Settings, UnsafeSettings

log = logging.getLogger(__name__)
IDLE_SECONDS = 2.0
LONGEST_PAUSE_S = 30.0  # while the database is away
LONGEST_REST_S = 300.0  # of a job with a mistake in it
TURN, TURN_S = 25, 5.0  # how often, and how long, a job works before the next has its turn
Job = Callable[[], bool]
JOBS: tuple[Job, ...] = (
    close_due,
    close_due_round,
    run_escalations,
    invite_newcomers,
    ask_whether_right,
    save_months,
    clear_kept_forms,
    clear_removed_wordings,
    partial(deliver, send),
)


@dataclass(slots=True)
class _Rest:
    """Until when a job is left alone that failed, and for how long it was."""

    until: float = 0.0
    seconds: float = IDLE_SECONDS / 2


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and end; with 1 where something failed.")
@with_appcontext
def worker(once: bool) -> None:
    """Close votes and first rounds whose time is over, escalate what is late, and send the mails that wait.

    Once a day it reckons the figures of the month.

    Any number of workers may run. A database that is away or held by others is waited for.
    """
    _refuse_unsafe(current_app.extensions["tryeza.settings"])
    ended = Ending()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    rests: dict[Any, _Rest] = {}
    pause = IDLE_SECONDS
    while not ended.is_set():
        worked, answers = _round(rests, ended)
        if once and not (worked and answers):
            sys.exit(1 if rests or not answers else 0)
        if not answers:
            ended.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
            continue
        pause = IDLE_SECONDS
        if not worked:
            ended.wait(IDLE_SECONDS)


def _refuse_unsafe(settings: Settings) -> None:
    """In another environment than the server's, mails would count as sent that nobody gets."""
    if settings.demo or settings.testing:
        return
    try:
        settings.for_production()
    except UnsafeSettings as error:
        click.echo(f"The worker does not start: {error}", err=True)
        sys.exit(78)
    close_to_others(settings)
    write_log()
    try:
        look_at_database(current_app)
    except UnfitDatabase as error:
        if not error.passes:  # a database that is away is waited for
            click.echo(f"The worker does not start: {error}", err=True)
            sys.exit(78)


def _round(rests: dict[Any, _Rest], ended: Ending) -> tuple[bool, bool]:
    """Give each job its turn; whether one had something to do, and whether the database answers."""
    worked = False
    for job in JOBS:
        rest = rests.get(job)
        if rest is not None and rest.until > time.monotonic():
            continue
        try:
            if done := _turn(job, ended):
                log.info("job %s: %d", _name(job), done)
                worked = True
            rests.pop(job, None)
        except Exception as error:  # the other jobs go on, and this one is tried again
            if fault := fault_of(error):
                note(fault, error)
                return worked, False
            log.error("%s failed", _name(job), exc_info=error)
            rest = rests.setdefault(job, _Rest())
            rest.seconds = min(rest.seconds * 2, LONGEST_REST_S)
            rest.until = time.monotonic() + rest.seconds
        finally:
            db.session.remove()
    return worked, True


def _turn(job: Job, ended: Ending) -> int:
    """Let a job work until it has nothing to do or others have waited long enough; how often it did something."""
    end = time.monotonic() + TURN_S
    for done in range(TURN):
        if ended.is_set() or time.monotonic() > end or not job():
            return done
    return TURN


def _name(job: Job) -> str:
    function = job.func if isinstance(job, partial) else job
    return str(getattr(function, "__name__", job))
