"""What comes of saving a text that several people may write: kept, or somebody was faster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What was typed is in the database."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """It was changed elsewhere since the page was made; nothing was overwritten."""

    version: int
    at: datetime
