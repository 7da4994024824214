"""Whoever is told to end, ends: at any moment, and however often it is told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from time import monotonic

import pytest

from app.core.commands import Ending

EVERY_S, TRIES, LONG_S = 0.00005, 20_000, 20


@pytest.fixture
def told() -> Iterator[Ending]:
    """What a signal sets again and again; a test that waits for itself is broken off."""
    ending = Ending()
    before = {each: signal.getsignal(each) for each in (signal.SIGALRM, signal.SIGUSR1)}

    def hangs(*_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        raise AssertionError("it waits for itself")

    inside: list[int] = []

    def tell(*_: object) -> None:
        if len(inside) < 3:  # one that never came back would be interrupted for ever
            inside.append(1)
            ending.set()
            inside.pop()

    signal.signal(signal.SIGALRM, tell)
    signal.signal(signal.SIGUSR1, hangs)
    main = threading.main_thread().ident
    assert main is not None
    watch = threading.Timer(LONG_S, lambda: signal.pthread_kill(main, signal.SIGUSR1))
    watch.start()
    signal.setitimer(signal.ITIMER_REAL, EVERY_S, EVERY_S)
    yield ending
    signal.setitimer(signal.ITIMER_REAL, 0)
    watch.cancel()
    for each, handler in before.items():
        signal.signal(each, handler)


def test_a_signal_may_interrupt_what_another_set_and_what_waits(told: Ending) -> None:
    for _ in range(TRIES):
        told.set()
        told.wait(0.0001)
        assert told.is_set()


def test_a_wait_ends_when_it_is_told_and_when_it_is_not() -> None:
    ending, began = Ending(), monotonic()
    ending.wait(0.01)
    assert not ending.is_set() and monotonic() - began >= 0.01
    ending.set()
    ending.wait(60)
    assert ending.is_set() and monotonic() - began < 60
