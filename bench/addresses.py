"""Values that the harness picks from: numbers of concerns, a place deep in their list, a private calendar."""

from __future__ import annotations

import json
import random
import sys

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.concerns.models import Concern
from app.core.db import db
from app.core.paging import seal
from app.dashboards.concern_list import NEWEST
from app.ical.service import make
from workflows.concern import Stage
from wsgi import app

with app.app_context():
    rows = select(Concern.public_id, Concern.id).where(Concern.stage.not_in((Stage.DRAFT, Stage.DISCARDED)))
    concerns = db.session.execute(rows.order_by(Concern.id)).all()
    query = select(Person).where(Person.email == "anila@example.org")
    loaded = query.options(joinedload(Person.organisation), joinedload(Person.roles))
    member = db.session.scalars(loaded).unique().one()
    sample = random.Random(1).sample(concerns, min(1000, len(concerns)))
    json.dump(
        {
            "concern": [row.public_id for row in sample],
            "deep": [seal(str(app.config["SECRET_KEY"]), NEWEST, (concerns[60].id,))],
            "calendar": [make(member.as_actor())],
        },
        sys.stdout,
    )
