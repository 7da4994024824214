"""What does not exist for the person who asks for it."""

from __future__ import annotations


class NotFound(Exception):
    """There is no such thing for this person; whether it exists at all is not said."""
