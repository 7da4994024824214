"""Sign-in, reset and change of password, by the accounts library on flask-login and flask-wtf."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore
from flask_security.signals import password_reset
from flask_wtf import FlaskForm
from sqlalchemy import inspect

from app.accounts import service
from app.accounts.credentials import ChangePasswordForm, ForgotForm, NewPasswordForm, SignInForm
from app.accounts.library_texts import SAID
from app.accounts.mails import RESET_LASTS
from app.accounts.models import Passkey, Person, Role
from app.accounts.passwords import SHORTEST, Passwords
from app.accounts.queries import whole_person
from app.accounts.sessions import limit_sessions
from app.accounts.throttle import remember_browser
from app.core.db import db, unit_of_work
from app.core.mail import send
from app.core.time import now
from config import Settings

# memory in KiB, rounds, lanes
ARGON2 = {"argon2__memory_cost": 47_104, "argon2__time_cost": 2, "argon2__parallelism": 1}
ARGON2_OF_TESTS = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}


class Datastore(SQLAlchemyUserDatastore):
    """Reads a person whole in one query, and writes in the one way in which this installation writes."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Person | None:
        """One person by one attribute, with organisation and roles."""
        [(name, value)] = kwargs.items()
        if name == "email" and isinstance(value, str):
            value = value.lower()
        return db.session.scalars(whole_person(name), {"value": value}).unique().one_or_none()

    def put(self, model: Any) -> Any:
        """Write at once what the library has changed. Of two who used the same link, one gets 409."""
        if not isinstance(model, Person):
            with unit_of_work() as session:
                session.add(model)
            return model
        attributes = inspect(model).attrs
        changes = {each.key: each.value for each in attributes if each.history.has_changes()}
        if changes:
            mark = (attributes.fs_uniquifier.history.deleted or [model.fs_uniquifier])[0]
            person_id = model.id
            try:
                service.save_account(person_id, mark, changes)
            except service.Outdated:
                abort(409)
            self.find_user(id=person_id)
        return model

    def commit(self) -> None:
        """Nothing is left to write."""


class Mail(MailUtil):
    """The library's mails leave by our door."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **_: Any,
    ) -> None:
        """Hand one mail over."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = str(sender), str(recipient), str(subject)
        message.set_content(body or "")
        send(message)


def init_accounts(app: Flask, settings: Settings) -> None:
    """Set the library up. A second factor and passkeys are settings of it, for which the columns are there."""
    app.config.update({f"SECURITY_{name}": value for name, value in _settings(app, settings).items()})
    app.config.update({f"SECURITY_MSG_{name}": said for name, said in SAID.items()})
    security = Security(
        app,
        Datastore(db, Person, Role, Passkey),
        mail_util_cls=Mail,
        password_util_cls=Passwords,
        login_form=SignInForm,
        forgot_password_form=ForgotForm,
        reset_password_form=NewPasswordForm,
        change_password_form=ChangePasswordForm,
        render_template=_rendered,  # type: ignore[arg-type]  # its views return what this does
    )
    # A session is the only way in: a token in a header would know neither its limits nor the token of forms.
    security.want_json(lambda _request: False)
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # set by the library
    limit_sessions(app, settings)
    password_reset.connect(_know_browser, app, weak=False)


def _settings(app: Flask, settings: Settings) -> dict[str, object]:
    return {
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "DATETIME_FACTORY": now,
        "API_ENABLED_METHODS": ["session"],
        "CLI_USERS_NAME": None,  # the library's commands write no history of rights
        "CLI_ROLES_NAME": None,
        "STATIC_FOLDER": None,  # its scripts and templates are not used
        "FRESHNESS": timedelta(
            minutes=-1
        ),  # nothing asks for a second sign-in yet: there is no address for it
        "RETURN_GENERIC_RESPONSES": True,
        "REGISTERABLE": False,
        # passwords
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,  # a new secret key ends sessions and links, and takes nobody's password
        "PASSWORD_SALT": settings.secret_key,  # of the library's other tokens
        "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2_OF_TESTS if settings.testing else ARGON2,
        **({"HASHING_SCHEMES": ["hex_md5"]} if settings.testing else {}),  # of links in mails: as above
        "PASSWORD_LENGTH_MIN": SHORTEST,
        "PASSWORD_NORMALIZE_FORM": "NFKC",
        # addresses
        "LOGIN_URL": "/sign-in",
        "POST_LOGIN_VIEW": "/",
        "LOGOUT_URL": "/sign-out",
        "LOGOUT_METHODS": ["POST"],
        "POST_LOGOUT_VIEW": "/sign-in",
        "RECOVERABLE": True,
        "RESET_URL": "/reset",
        "RESET_PASSWORD_WITHIN": RESET_LASTS,
        "POST_RESET_VIEW": "/sign-in",
        "CHANGEABLE": True,
        "CHANGE_URL": "/change-password",
        "POST_CHANGE_VIEW": "/me",
        # mail: notices of changed passwords are letters of ours
        "EMAIL_SENDER": settings.mail_sender,
        "EMAIL_HTML": False,
        "SEND_PASSWORD_CHANGE_EMAIL": False,
        "SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
        # words
        "I18N_DOMAIN": "messages",
        "I18N_DIRNAME": [str(Path(app.root_path) / "translations")],
    }


def _rendered(template: str, **context: Any) -> ResponseReturnValue:
    """A page of the library; one whose form was refused says so by its status."""
    page: str | Response = render_template(template, **context)
    forms = [value for value in context.values() if isinstance(value, FlaskForm)]
    for form in forms:
        if wait := getattr(form, "wait_seconds", 0):
            return make_response(page, 429, {"Retry-After": str(wait)})
        if form.errors:
            return make_response(page, 422)
    return page


def _know_browser(_app: Flask, user: Person, **_more: Any) -> None:
    """Who opened the mailed link reads this person's mail: strangers' failures do not slow them down."""
    remember_browser(user.email)
