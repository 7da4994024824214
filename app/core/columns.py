"""Column types that rooms share."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Enum

E = TypeVar("E", bound=StrEnum)


def short(kind: type[E], length: int = 24) -> Enum:
    """An enum kept as its short string, so that both databases hold the same and a new value needs no migration."""
    return Enum(
        kind, native_enum=False, length=length, values_callable=lambda k: [member.value for member in k]
    )
