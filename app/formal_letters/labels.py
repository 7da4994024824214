"""Formal letters: why one cannot be changed, and what each of them is for."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.deadlines.models import LetterState

STATE = {
    LetterState.DRAFTED: _l("Draft, to be signed"),
    LetterState.SENT: _l("Letter sent"),
    LetterState.ENDED: _l("No longer needed"),
}
REFUSED = {
    "moved": _l(
        "Somebody changed this meanwhile. What you typed stands below; send it again if it still holds."
    ),
    "not_now": _l("This letter is sent already, or is not needed any more: it stays as it is."),
}
