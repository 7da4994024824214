"""How a vote is held, from a form and the settings of the installation."""

from __future__ import annotations

from typing import Any

from flask import current_app

from app.votes.service import Procedure
from config import Settings


def procedure_of(form: Any) -> Procedure:
    """What a form with `manner`, `ends_at` and perhaps `apart` says, under the rules in force."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    apart = bool(form["apart"].data) if "apart" in form else False
    return Procedure(form.manner.data, settings.voting_rules, form.ends_at, apart)
