"""Several pieces of work at the same moment, each in a thread with a context of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from app.core.db import db


def at_once(app: Flask, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each gives back, in no order. The first failure is raised."""
    gate, results, failures = threading.Barrier(len(works)), [], []

    def run(work: Callable[[], Any]) -> None:
        with app.app_context():
            gate.wait()
            try:
                results.append(work())
            except Exception as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results
