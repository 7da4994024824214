"""The calendar of a person at its random address, and the page on which the person makes and revokes it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import ical
from app.core.actor import me
from app.core.db import db
from app.core.language import in_language
from app.core.language import translate as _
from app.core.rights import anyone, signed_in
from app.ical import service
from app.ical.service import entries
from config import Settings

bp = Blueprint("feed", __name__)
PLACE = "/feed/{token}.ics"


@bp.get("/feed/<token>.ics")
@anyone
def calendar(token: str) -> ResponseReturnValue:
    """The calendar. Who holds the address needs no sign-in; what was revoked is as if it had never been."""
    person = service.owner(db.session(), token) or abort(404)
    with in_language(person.language):
        found = entries(db.session(), person.as_actor(), _base_url())
        return Response(ical.feed(found, "Tryeza"), content_type="text/calendar; charset=utf-8")


@bp.get("/me/calendar")
@signed_in
def page() -> ResponseReturnValue:
    """Whether there is an address, and since when."""
    return _page()


@bp.post("/me/calendar")
@signed_in
def make() -> ResponseReturnValue:
    """A new address. It stands in this answer and nowhere else: only a hash of it is kept."""
    return _page(_base_url() + PLACE.format(token=service.make(me())))


@bp.post("/me/calendar/revoke")
@signed_in
def revoke() -> ResponseReturnValue:
    """The address ends."""
    service.revoke(me())
    flash(_("The address is revoked: nobody reads your calendar by it any more."))
    return redirect(url_for("feed.page"))


def _page(address: str = "") -> str:
    return render_template("ical/calendar.html", made_at=service.made_at(db.session(), me()), address=address)


def _base_url() -> str:
    settings: Settings = current_app.extensions["tryeza.settings"]
    return settings.base_url.rstrip("/")
