"""Random names, keys and references."""

from __future__ import annotations

import secrets

# No 0/O, 1/I/L, U/V: people read references aloud over the telephone.
READABLE = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def public_id() -> str:
    """An address part that cannot be guessed: 96 random bits."""
    return secrets.token_urlsafe(12).replace("_", "-").strip("-") or public_id()


def is_public_id(text: str) -> bool:
    """Whether it could be one: what comes back from a form may be anything."""
    return 8 <= len(text) <= 16 and all((c.isalnum() and c.isascii()) or c == "-" for c in text)


def one_time_key() -> str:
    """A key that a form carries so that sending it twice does one thing (security.md, fact 3)."""
    return secrets.token_urlsafe(18)


def reference(year: int) -> str:
    """What people call a concern, such as T-2026-7QK4: random, so that gaps tell nothing."""
    return f"T-{year}-" + "".join(secrets.choice(READABLE) for _ in range(4))
