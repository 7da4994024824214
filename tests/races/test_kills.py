"""Senders that are killed in the middle of it lose nothing; what was in flight may come twice, under one name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.core.db import db, unit_of_work
from app.core.mail import send
from app.core.random_ids import one_time_key
from app.core.time import now
from app.meetings.models import Meeting, MeetingNews
from app.meetings.service import call
from app.notifications.delivery import deliver
from app.notifications.models import Notification, NotificationKind, SendState
from config import ROOT, Settings
from tests.databases import settings_for
from tests.process.test_meetings_run import particulars
from tests.smtp import Server, smtp_server
from tests.world import World
from workflows.notifications import Topic

WORKERS = 3
PATIENCE_S = 240.0  # for the next mails to come: a machine may be slow, and a sender takes its time to start


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with smtp_server(tmp_path) as running:
        yield running


@pytest.fixture
def settings(database_url: str, tmp_path: Path, server: Server) -> Settings:
    return replace(settings_for(database_url, tmp_path), **server.settings)


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """A worker as an installation runs it."""
    given = {field.name: getattr(settings, field.name) for field in fields(settings)}
    environment = {
        f"TRYEZA_{name.upper()}": ("on" if value else "off") if isinstance(value, bool) else str(value)
        for name, value in given.items()
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})


@contextmanager
def running(settings: Settings) -> Iterator[deque[subprocess.Popen[bytes]]]:
    """Workers, of which none is left afterwards."""
    workers = deque(start(settings) for _ in range(WORKERS))
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def queue(app: Flask, people: World, mails: int) -> set[str]:
    """So many notices wait for one person, each of a mail of its own: those of one case would leave together."""
    with app.app_context():
        secretariat = people.cast.people["sekretaria"]
        call(secretariat, particulars(), key=one_time_key())
        rows = [
            {
                "kind": NotificationKind.NOTICE.value,
                "key": f"test-{n}",
                "listed": True,
                "person_id": secretariat.person_id,
                "did": MeetingNews.INVITED.value,
                "topic": Topic.CASE,
                "message_id": f"<{one_time_key()}@tryeza>",
                "not_before": now(),
                "created_at": now(),
            }
            for n in range(mails)
        ]
        with unit_of_work() as session:
            session.execute(update(Notification).values(state=SendState.SENT))  # the invitations
            meeting = session.scalars(select(Meeting.id)).one()
            session.execute(insert(Notification), [{**row, "meeting_id": meeting} for row in rows])
        return {row["message_id"] for row in rows}


@pytest.mark.by_turns(of=4)
@pytest.mark.race
def test_killed_senders_lose_nothing(
    app: Flask, people: World, settings: Settings, server: Server, pytestconfig: pytest.Config
) -> None:
    mails, kills = pytestconfig.getoption("--mails"), pytestconfig.getoption("--kills")
    waiting = queue(app, people, mails)
    with running(settings) as workers:
        for kill in range(kills):
            server.wait_for((kill + 1) * mails // (kills + 2), PATIENCE_S)
            victim = workers.popleft()  # that which has run longest: it is surely at work
            victim.kill()
            victim.wait()
            workers.append(start(settings))
    with app.app_context():
        with unit_of_work() as session:  # five minutes later: what the killed had claimed is anybody's again
            session.execute(
                update(Notification).where(Notification.state == SendState.WAITING).values(not_before=now())
            )
        while deliver(send):
            pass
        assert set(db.session.scalars(select(Notification.state))) == {SendState.SENT}
    assert server.taken.keys() == waiting, "nothing is lost"
    repeated = {name for name, times in server.taken.items() if times > 1}
    assert max(server.taken.values()) <= 2 and len(repeated) <= kills + WORKERS
    print(f"\n{mails} mails, {kills + WORKERS} killed, {len(repeated)} came twice")  # noqa: T201 - for who asks with -s
