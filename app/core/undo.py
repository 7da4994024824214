"""Saying what was done, with a button that takes it back."""

from __future__ import annotations

from typing import Any

from flask import flash

UNDO = "undo"  # the category of such messages


def flash_undoable(said: str, url: str, **sent: str) -> None:
    """Say this on the next page, beside a button that sends these fields to an address that undoes it.

    It waits in the cookie of the session: no long text, and nothing that its reader may not see any more.
    """
    message: Any = {"said": said, "url": url, "sent": sent}
    flash(message, UNDO)
