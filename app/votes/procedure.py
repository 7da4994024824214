"""How a vote is held, from a form and the settings of the installation."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from app.concerns.periods import load_calendar
from app.concerns.vocabulary import Manner
from app.core.time import ZONE, today
from app.votes.decision_form import DAYS
from app.votes.steps import Procedure
from config import Settings


def procedure_of(form: Any) -> Procedure:
    """What a form with `manner`, `ends_at` and perhaps `apart` says, under the rules in force."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    apart = bool(form["apart"].data) if "apart" in form else False
    return Procedure(form.manner.data, settings.voting_rules, form.ends_at, apart)


def in_writing(session: Session) -> Procedure:
    """The usual written procedure, which closes at the end of its last day, under the rules in force."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    last = load_calendar(session, today()).add_working(today(), DAYS)
    ends_at = datetime.combine(last + timedelta(days=1), time(), ZONE)
    return Procedure(Manner.WRITTEN, settings.voting_rules, ends_at)
