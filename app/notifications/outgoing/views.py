"""The page of outgoing mail."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.db import db
from app.core.paging import Cursor, Order, Page, seal, unseal
from app.core.rights import requires
from app.core.time import now
from app.notifications.outgoing.queries import MailKind, MailState, counts, order_of, outgoing
from app.notifications.outgoing.service import NotWaiting, send_again, send_all_again
from workflows.roles import Role

bp = Blueprint("outgoing", __name__, url_prefix="/outgoing")
E = TypeVar("E", bound=StrEnum)


@bp.get("")
@requires(Role.ADMINISTRATOR)
def mails() -> ResponseReturnValue:
    """What waits, what does not get through, or what left, of one kind of mail."""
    kind = _chosen(MailKind, request.args.get("kind"), MailKind.NOTICE)
    standing = _chosen(MailState, request.args.get("show"), MailState.WAITING)
    order = order_of(kind)
    page = outgoing(db.session(), kind, standing, _place(order))
    return render_template(
        "notifications/outgoing.html",
        rows=page.rows,
        kind=kind,
        standing=standing,
        kinds=list(MailKind),
        standings=list(MailState),
        counts=counts(db.session()),
        now=now(),
        pager=_pager(order, page, kind, standing),
    )


@bp.post("/<kind>/<int:row_id>/again")
@requires(Role.ADMINISTRATOR)
def again(kind: str, row_id: int) -> ResponseReturnValue:
    """Send one mail at once."""
    chosen = _known(kind)
    try:
        send_again(chosen, row_id)
    except LookupError:
        abort(404)
    except NotWaiting:
        abort(409)
    flash(_("The mail leaves with the next round of the worker."))
    return redirect(url_for(".mails", kind=chosen.value, show=MailState.TROUBLE.value))


@bp.post("/<kind>/again")
@requires(Role.ADMINISTRATOR)
def all_again(kind: str) -> ResponseReturnValue:
    """Send everything of a kind that is not tried any more."""
    chosen = _known(kind)
    send_all_again(chosen)
    flash(_("The mails leave with the next rounds of the worker."))
    return redirect(url_for(".mails", kind=chosen.value))


def _chosen(kind: type[E], given: str | None, otherwise: E) -> E:
    return kind(given) if given in set(kind) else otherwise


def _known(kind: str) -> MailKind:
    return MailKind(kind) if kind in set(MailKind) else abort(404)


def _place(order: Order) -> Cursor | None:
    for name in ("after", "before"):
        key = unseal(_secret(), order, request.args.get(name, ""))
        if key is not None:
            return Cursor(key, backwards=name == "before")
    return None


def _pager(order: Order, page: Page, kind: MailKind, standing: MailState) -> tuple[str, str]:
    kept: dict[str, Any] = {"kind": kind.value, "show": standing.value}
    before = url_for(".mails", before=seal(_secret(), order, page.first), **kept) if page.first else ""
    after = url_for(".mails", after=seal(_secret(), order, page.last), **kept) if page.last else ""
    return before, after


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
