"""Pages about people: language, profile, invitation, accounts."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import bounces, queries, service
from app.accounts.forms import NAMES, RIGHTS, AcceptForm, AccountForm, InvitationForm, ProfileForm
from app.accounts.mails import invited
from app.accounts.mails import new_address as named_in
from app.accounts.models import Person
from app.accounts.names import BadName
from app.accounts.passwords import password_errors
from app.accounts.queries import who_holds
from app.accounts.rights.proposals import confirmers
from app.accounts.rights.queries import waiting, waiting_people
from app.accounts.rights.service import Account, change, withdraw_invitation
from app.core.actor import actor_or_none, me
from app.core.db import db
from app.core.forms import Form
from app.core.language import translate as _
from app.core.refusals import Refusal
from app.core.rights import anyone, requires, signed_in
from workflows.roles import ANSWERING, Role

bp = Blueprint("people", __name__)
LANGUAGES = ("sq", "en")


@bp.post("/language")
@anyone
def choose_language() -> ResponseReturnValue:
    """Change the language of all pages, for the person or, before sign-in, for the browser."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    actor = actor_or_none()
    session["language"] = language
    if actor is not None:
        service.save_language(actor.person_id, language)
    return redirect(request.form.get("next") or "/")  # app.core.errors: it stays on this host


@bp.route("/me", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Name, unit, language and how compact pages are."""
    actor, reading = me(), db.session()
    now = {"name": actor.name, "language": actor.language, "compact": actor.compact}
    form = ProfileForm(data={**now, "unit": queries.unit_of(reading, actor.person_id)})
    form.offer(queries.units_of(reading, actor.organisation_id) if actor.is_(*ANSWERING) else [])
    if form.validate_on_submit():
        given = (form.name.data or "", form.language.data, form.compact.data)
        unit = form.unit.data or None if "unit" in form else None
        if _done(form, lambda: service.save_profile(actor.person_id, *given, unit)):
            flash(_("Saved."))
            return redirect(url_for("people.profile"))
    roles = [role for role in Role if actor.is_(role)]
    return render_template("accounts/profile.html", form=form, my_roles=roles), 422 if form.errors else 200


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@anyone
def invitation(token: str) -> ResponseReturnValue:
    """Choose the first password. A used, expired or revoked link gives the same page."""
    try:
        person = invited(token)
    except service.InvalidInvitation:
        return render_template("accounts/invitation_invalid.html"), 404
    form = AcceptForm()
    if form.validate_on_submit():
        errors, password = password_errors(form.password.data or "", person)
        form.password.errors = errors
        if not errors:
            return _accept(person.id, person.fs_uniquifier, password)
    return render_template("accounts/invitation.html", form=form, person=person), 422 if form.errors else 200


def _accept(person_id: int, mark: str, password: str) -> ResponseReturnValue:
    try:
        service.accept_invitation(person_id, mark, password)
    except service.InvalidInvitation:
        return render_template("accounts/invitation_invalid.html"), 404
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for("security.login"))


@bp.get("/people")
@requires(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    """All accounts, or those that a search finds, or that have a role."""
    words, session = request.args.get("q", ""), db.session()
    role = request.args.get("role", type=Role)
    return render_template(
        "accounts/people.html",
        people=queries.everybody(session, words, role),
        words=words,
        role=role,
        roles=Role,
        waiting=waiting_people(session),
        coordinated=bool(who_holds(session, Role.COORDINATOR)),
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    """Propose an account for somebody: the invitation leaves once it is confirmed."""
    form = InvitationForm()
    form.organisation.choices = queries.organisation_choices(db.session())
    if form.validate_on_submit():
        given = form.name.data or "", form.email.data or "", form.organisation.data
        roles = [Role(r) for r in form.roles.data or ()]
        if _done(form, lambda: service.invite(me(), *given, roles, form.language.data)):
            flash(_("Proposed: the invitation leaves when the secretariat or the chair has confirmed it."))
            return redirect(url_for("people.people"))
    page = render_template("accounts/invite.html", form=form, alone=_nobody_confirms())
    return page, 422 if form.errors else 200


@bp.route("/people/<public_id>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def person(public_id: str) -> ResponseReturnValue:
    """An account: name, address, organisation, roles, and whether it is active."""
    row = queries.person_at(db.session(), public_id) or abort(404)
    form = _account_form(row)
    if form.validate_on_submit():
        waits: list[bool] = []
        if _done(form, lambda: waits.append(change(me(), row.id, _account(form)))):
            flash(
                _("Saved. What gives a right is to be confirmed by a second person.")
                if any(waits)
                else _("Saved.")
            )
            return redirect(url_for("people.person", public_id=public_id))
        row = queries.person_at(db.session(), public_id) or abort(404)
    session = db.session()
    history = queries.account_history(session, row.id)
    page = render_template(
        "accounts/person.html",
        form=form,
        person=row,
        history=history,
        confirmed_by=queries.names_of(session, (e.details.get("confirmed_by") for e in history)),
        waiting=waiting(session, row.id),
        alone=_nobody_confirms(row.id),
        bouncing=bounces.bouncing(session, row.email),
    )
    return page, 422 if form.errors else 200


def _account_form(row: Person) -> AccountForm:
    form = AccountForm(
        data={
            "name": row.name,
            "email": row.email,
            "organisation": row.organisation_id,
            "roles": [r.name for r in row.roles],
            "active": row.active,
        }
    )
    form.organisation.choices = queries.organisation_choices(db.session(), row.organisation)
    return form


def _account(form: AccountForm) -> Account:
    return Account(
        form.name.data or "",
        form.email.data or "",
        form.organisation.data,
        frozenset(Role(r) for r in form.roles.data or ()),
        bool(form.active.data),
    )


def _done(form: InvitationForm | AccountForm | ProfileForm, do: Callable[[], object]) -> bool:
    """Whether it is done; if not, the form says why beside the field."""
    try:
        do()
    except BadName as refused:
        form.name.errors = [NAMES[refused.name]]
    except Refusal as refused:
        form[refused.field].errors = [RIGHTS[refused.name]]
    except service.AlreadyThere:
        form["email"].errors = [_("An account with this e-mail address already exists.")]
    except ValueError:
        form["email"].errors = [_("This is not an e-mail address.")]
    except service.LastAdministrator:
        form.form_errors.append(
            _("This is the last account that can give rights. Make somebody else an administrator first.")
        )
    else:
        return True
    return False


def _nobody_confirms(*concerned: int) -> bool:
    """Whether there is no second person for what this administrator proposes."""
    return not confirmers(db.session()) - {me().person_id, *concerned}


@bp.post("/people/<public_id>/withdraw")
@requires(Role.ADMINISTRATOR)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take an invitation back: its link ends at once."""
    row = queries.person_at(db.session(), public_id) or abort(404)
    try:
        withdraw_invitation(me(), row.id)
    except service.AlreadyThere:
        abort(409)
    flash(_("The invitation is withdrawn: its link opens nothing any more."))
    return redirect(url_for("people.person", public_id=public_id))


@bp.route("/new-address/<token>", methods=["GET", "POST"])
@anyone
def new_address(token: str) -> ResponseReturnValue:
    """By a mailed link: that a new address is one's own. A link that does not hold gives the same page."""
    form = Form()
    try:
        row = named_in(token)
        if not form.validate_on_submit():
            return render_template("accounts/new_address.html", form=form, person=row)
        assert row.new_email is not None
        service.take_new_address(row.id, row.email, row.new_email)
    except service.InvalidAddressLink:
        return render_template("accounts/new_address_invalid.html"), 404
    flash(_("Your address is changed. Sign in with it."))
    return redirect(url_for("security.login"))


@bp.post("/people/<public_id>/invite")
@requires(Role.ADMINISTRATOR)
def invite_again(public_id: str) -> ResponseReturnValue:
    """Send a new link; the old one ends."""
    row = queries.person_at(db.session(), public_id) or abort(404)
    try:
        service.invite_again(me(), row.id)
    except service.AlreadyThere:
        abort(409)
    flash(_("The invitation is on its way."))
    return redirect(url_for("people.people"))


@bp.post("/people/<public_id>/mail")
@requires(Role.ADMINISTRATOR)
def person_mail(public_id: str) -> ResponseReturnValue:
    """The address takes no mail, or takes it again."""
    row = queries.person_at(db.session(), public_id) or abort(404)
    if request.form.get("takes") == "yes":
        bounces.clear(me(), row.email)
    else:
        bounces.mark(me(), row.email, "")
    flash(_("Saved."))
    return redirect(url_for("people.person", public_id=public_id))
