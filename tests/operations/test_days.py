"""Processes that tests start live on the same day as the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.core.time import now
from config import ROOT
from tests.days import DAYS, inherited

SOON = timedelta(minutes=10)  # to start takes its time
ASKED = "from app.core.time import now; print(now().isoformat())"
FLASK = Path(sys.executable).with_name("flask")


def told(command: list[str | Path], environment: dict[str, str], typed: str = "") -> datetime:
    """The instant that a process believes it to be."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, input=typed, capture_output=True, text=True
    )
    [line] = [line for line in done.stdout.splitlines() if line.strip("> ")[:4].isdigit()] or [done.stderr]
    return datetime.fromisoformat(line.strip("> "))


def test_a_process_lives_on_the_day_of_its_tests() -> None:
    assert timedelta() <= told([sys.executable, "-c", ASKED], {}) - now() + SOON <= 2 * SOON


def test_a_program_begins_on_a_turned_day_wherever_it_has_the_application_from() -> None:
    turned = inherited(DAYS["leap-day"] - datetime.now(UTC))
    command = [FLASK, "--app", "wsgi", "shell"]
    assert DAYS["leap-day"] <= told(command, turned, ASKED) <= DAYS["leap-day"] + SOON
