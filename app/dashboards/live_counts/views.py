"""The numbers beside the places, as a page that stays open fetches them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.sessions import no_activity
from app.core.actor import me
from app.core.rights import requires
from app.dashboards.navigation import counts_are_known
from app.dashboards.queries import navigation_counts
from workflows.roles import CASEWORK

bp = Blueprint("live_counts", __name__)


@bp.get("/work/counts")
@no_activity
@requires(*CASEWORK)
def counts() -> ResponseReturnValue:
    """What is late and what is unread, each in the place that a page has for it."""
    counted = navigation_counts(me())
    counts_are_known(counted)
    return render_template("dashboards/live_counts.html", counts=counted)
