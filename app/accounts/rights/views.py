"""Pages of what waits for a second person: the list, and one with its confirmation or refusal."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms import RefusalForm
from app.accounts.rights import proposals, queries
from app.accounts.rights.effects import OrganisationChanged
from app.accounts.rights.models import Given, Proposal, ProposalState
from app.core.actor import Actor, me
from app.core.db import db
from app.core.language import translate as _
from app.core.rights import requires
from workflows.roles import Role

bp = Blueprint("rights", __name__, url_prefix="/rights")
READERS = (Role.CHAIR, Role.SECRETARIAT, Role.ADMINISTRATOR)


@bp.get("")
@requires(*READERS)
def page() -> ResponseReturnValue:
    """What waits, and what was decided."""
    actor, session = me(), db.session()
    return render_template(
        "accounts/rights.html",
        waiting=[row for row in queries.waiting(session) if _reads(actor, row)],
        decided=[row for row in queries.decided(session) if _reads(actor, row)],
        mine={row.id for row in queries.waiting(session) if proposals.may_confirm(actor, row)},
    )


@bp.get("/<public_id>")
@requires(*READERS)
def proposal(public_id: str) -> ResponseReturnValue:
    """One proposal: what was and what would be; a second person confirms or refuses it."""
    return _shown(_found(public_id), RefusalForm(formdata=None))


@bp.post("/<public_id>/confirm")
@requires(*READERS)
def confirm(public_id: str) -> ResponseReturnValue:
    """It takes effect."""
    return _decided(public_id, lambda row: proposals.confirm(me(), row.id), _("Confirmed: it is in force."))


@bp.post("/<public_id>/refuse")
@requires(*READERS)
def refuse(public_id: str) -> ResponseReturnValue:
    """It takes no effect, for a reason."""
    form = RefusalForm()
    if not form.validate():
        return _shown(_found(public_id), form, 422)
    reason = form.reason.data or ""
    return _decided(
        public_id, lambda row: proposals.refuse(me(), row.id, reason), _("Refused: nothing changes.")
    )


@bp.post("/<public_id>/take-back")
@requires(*READERS)
def take_back(public_id: str) -> ResponseReturnValue:
    """It is not proposed any more."""
    return _decided(
        public_id, lambda row: proposals.take_back(me(), row.id), _("It is not proposed any more.")
    )


def _decided(public_id: str, do: Callable[[Proposal], None], said: str) -> ResponseReturnValue:
    try:
        do(_found(public_id))
    except proposals.NotYours:
        abort(404)
    except proposals.Decided:
        wrong = _("Somebody has decided this meanwhile.")
    except OrganisationChanged:
        wrong = _(
            "What it is about has changed since it was proposed: refuse it, and it can be proposed again."
        )
    else:
        flash(said)
        return redirect(url_for("rights.page"))
    return _shown(_found(public_id), RefusalForm(formdata=None), 409, wrong)


def _reads(actor: Actor, row: Proposal) -> bool:
    return proposals.confirms(actor) or proposals.may_take_back(actor, row)


def _found(public_id: str) -> Proposal:
    row = queries.proposal_at(db.session(), public_id)
    return row if row and _reads(me(), row) else abort(404)


def _shown(row: Proposal, form: RefusalForm, status: int = 200, wrong: str = "") -> ResponseReturnValue:
    actor, waits = me(), row.state is ProposalState.OPEN
    return render_template(
        "accounts/proposal.html",
        row=row,
        form=form,
        wrong=wrong,
        confirms=waits and proposals.may_confirm(actor, row),
        takes_back=waits and proposals.may_take_back(actor, row),
        opens=actor.is_(Role.ADMINISTRATOR) and Given.SEAT not in row.changes,
    ), status
