"""Processes of a test, and the ports that they listen on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config import ROOT

PATIENCE_S = 240  # a busy machine takes its time to start five processes


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    command: list[str], environment: dict[str, str], log: Path, folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended afterwards, with those that it started."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process
        finally:
            end(process, signal.SIGTERM)
            process.wait(30)
            end(process, signal.SIGKILL)  # what a parent left behind


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Send this to a process and to those that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is so."""
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, f"not within {PATIENCE_S} s: {what}"
        time.sleep(0.1)
