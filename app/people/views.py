"""Pages about people: language, profile, invitation, accounts."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.db import db
from app.people import bounces, queries, service
from app.people.forms import AcceptForm, InvitationForm, ProfileForm, RolesForm
from app.people.letters import invited
from app.people.passwords import password_errors
from app.people.post import who_holds
from app.web import actor_or_none, me
from app.web.rights import anyone, requires, signed_in
from app.web.words import choices
from workflows.standing import Role

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
        service.keep_language(actor.person_id, language)
    return redirect(request.form.get("next") or "/")  # app.web.input: it stays on this host


@bp.route("/me", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Name and language."""
    actor = me()
    form = ProfileForm(data={"name": actor.name, "language": actor.language})
    if form.validate_on_submit():
        service.keep_profile(actor.person_id, form.name.data or "", form.language.data)
        flash(_("Saved."))
        return redirect(url_for("people.profile"))
    roles = [role for role in Role if actor.is_(role)]
    return render_template("people/profile.html", form=form, my_roles=roles), 422 if form.errors else 200


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@anyone
def invitation(token: str) -> ResponseReturnValue:
    """Choose the first password. A used, expired or revoked link gives the same page."""
    try:
        person = invited(token)
    except service.InvalidInvitation:
        return render_template("people/invitation_invalid.html"), 404
    form = AcceptForm()
    if form.validate_on_submit():
        errors, password = password_errors(form.password.data or "", person)
        form.password.errors = errors
        if not errors:
            return _accept(person.id, person.fs_uniquifier, password)
    return render_template("people/invitation.html", form=form, person=person), 422 if form.errors else 200


def _accept(person_id: int, mark: str, password: str) -> ResponseReturnValue:
    try:
        service.accept_invitation(person_id, mark, password)
    except service.InvalidInvitation:
        return render_template("people/invitation_invalid.html"), 404
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for("security.login"))


@bp.get("/people")
@requires(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    """All accounts, or those that a search finds."""
    words, session = request.args.get("q", ""), db.session()
    return render_template(
        "people/people.html",
        people=queries.everybody(session, words),
        words=words,
        coordinated=bool(who_holds(session, Role.COORDINATOR)),
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    """Invite somebody by e-mail."""
    form = InvitationForm()
    form.organisation.choices = queries.organisation_choices(db.session())
    if form.validate_on_submit():
        try:
            service.invite(
                me(),
                form.name.data or "",
                form.email.data or "",
                form.organisation.data,
                [Role(r) for r in form.roles.data or ()],
                form.language.data,
            )
        except service.AlreadyThere:
            form.email.errors = [_("There is an account with this e-mail address.")]
        else:
            flash(_("The invitation is on its way."))
            return redirect(url_for("people.people"))
    return render_template("people/invite.html", form=form), 422 if form.errors else 200


@bp.route("/people/<public_id>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def person(public_id: str) -> ResponseReturnValue:
    """Roles of a person, and whether the account is active."""
    row = queries.person_at(db.session(), public_id) or abort(404)
    form = RolesForm(data={"roles": [r.name for r in row.roles], "active": row.active})
    history = queries.account_history(db.session(), row.id)
    if form.validate_on_submit():
        roles = [Role(r) for r in form.roles.data or ()]
        try:
            service.change_rights(me(), row.id, roles, active=bool(form.active.data))
        except service.LastAdministrator:
            form.form_errors.append(
                _("This is the last account that can give rights. Make somebody else an administrator first.")
            )
            row = queries.person_at(db.session(), public_id) or abort(404)
            history = queries.account_history(db.session(), row.id)
        else:
            flash(_("Saved."))
            return redirect(url_for("people.people"))
    page = render_template(
        "people/person.html",
        form=form,
        person=row,
        history=history,
        role_labels=dict(choices(Role)),
        bouncing=bounces.bouncing(db.session(), row.email),
    )
    return page, 422 if form.errors else 200


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
