"""What tests of letters begin with."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import db
from app.demo import lives
from tests.deadlines.test_escalation import after_due, escalated, running
from tests.world import World
from workflows.periods import Rule


@pytest.fixture
def late(people: World, app: Flask) -> str:
    """A recommendation whose answer is 15 working days late."""
    with app.app_context():
        address = people.concern(lives.SENT, age=60)
        for days in (5, 10, 15):
            escalated(after_due(running(Rule.RESPONSE), days))
        db.session.remove()
        return address
