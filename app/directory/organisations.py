"""What is done with the directory of organisations."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Organisation
from app.core.collation import sort_key
from app.core.db import unit_of_work
from app.core.random_ids import public_id
from app.core.time import now
from workflows.roles import Kind


def add_organisation(name: str, kind: Kind, *, confirmed: bool = True, **more: Any) -> Organisation:
    """A new entry of the directory."""
    with unit_of_work() as session:
        row = Organisation(
            public_id=public_id(),
            name=name.strip(),
            kind=kind,
            sort_key=sort_key(name),
            created_at=now(),
            confirmed=confirmed,
            **more,
        )
        session.add(row)
        session.flush()
        return row
