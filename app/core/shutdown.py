"""That a process was told to end."""

from __future__ import annotations

from queue import Empty, SimpleQueue


class Ending:
    """Set by the handler of a signal, and waited for by what it interrupts.

    A queue of this kind may be interrupted by itself. An Event may not: at a second signal, or at one that comes
    while somebody begins to wait, the process would wait for itself and never end.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        """End."""
        self._told.put(None)

    def is_set(self) -> bool:
        """Whether it was told."""
        return not self._told.empty()

    def wait(self, seconds: float) -> None:
        """Do nothing for so long, or until it is told."""
        try:
            self._told.get(timeout=seconds)
        except Empty:
            return
        self._told.put(None)
