"""Sign-in, reset and change of password, by the accounts library on flask-login and flask-wtf."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, session
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from flask_security import MailUtil, PasswordUtil, Security, SQLAlchemyUserDatastore
from flask_security.signals import user_authenticated
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.mail import send
from app.core.time import now
from app.people.forms import SignInForm
from app.people.models import Person, Role
from config import Settings

SIGNED_IN_AT, SEEN_AT, LAST_PERSON = "signed_in_at", "seen_at", "last_person"
SEEN_EVERY = timedelta(minutes=1)


class Datastore(SQLAlchemyUserDatastore):
    """Finds a person with organisation and roles, so that who signs in is known whole."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Person | None:
        """One person by one attribute."""
        [(name, value)] = kwargs.items()
        column = getattr(Person, name)
        if name == "email" and isinstance(value, str):
            value = value.lower()
        return (
            db.session.scalars(
                select(Person)
                .where(column == value)
                .options(joinedload(Person.organisation), joinedload(Person.roles))
            )
            .unique()
            .one_or_none()
        )


class FolderMail(MailUtil):
    """The library's mails leave by our door."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Hand one mail over."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = str(sender), str(recipient), str(subject)
        message.set_content(body or "")
        send(message)


# Words that come first to mind here: fifteen characters made of them are no secret.
CONTEXT = (
    "tryeza",
    "trafikim",
    "grupi",
    "keshillimor",
    "koordinator",
    "password",
    "fjalekalim",
    "shqiperi",
    "tirana",
)
COMMON_RUN = 5


class Passwords(PasswordUtil):
    """Long passwords of any kind, but none that is a run of context words or of one character (ASVS 6.2)."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Errors, or None, and the password in its normal form."""
        errors, normal = super().validate(password, is_register, **kwargs)
        person = kwargs.get("user")
        rest = normal.casefold()
        words = [
            *CONTEXT,
            *(str(getattr(person, "email", "")).split("@")),
            *str(getattr(person, "name", "")).split(),
        ]
        for word in words:
            if len(word) > 2:
                rest = rest.replace(word.casefold(), "")
        rest = "".join(c for c in rest if c.isalpha() or c.isspace() or not c.isdigit())
        if len(set(rest)) < COMMON_RUN:
            errors = [
                *(errors or ()),
                _("This password is too easy to guess. A sentence of your own is good."),
            ]
        return errors, normal


def init_accounts(app: Flask, settings: Settings) -> None:
    """Set the library up. A second factor and passkeys are settings of it, for which the columns are there."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_LENGTH_MIN=15,
        SECURITY_PASSWORD_NORMALIZE_FORM="NFKC",  # noqa: S106 - a Unicode form
        SECURITY_STATIC_FOLDER=None,  # the library's own scripts are not used
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # nothing asks for a second sign-in yet: no address for it
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_URL="/reset",
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(days=1),
        SECURITY_CHANGEABLE=True,
        SECURITY_CHANGE_URL="/change-password",
        SECURITY_REGISTERABLE=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_EMAIL_SENDER=settings.mail_sender,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_POST_CHANGE_VIEW="/me",
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=True,
        SECURITY_UNAUTHORIZED_VIEW=None,
        SECURITY_I18N_DOMAIN="messages",
        SECURITY_I18N_DIRNAME=str(Path(app.root_path) / "translations"),
    )
    Security(
        app,
        Datastore(db, Person, Role),
        mail_util_cls=FolderMail,
        password_util_cls=Passwords,
        login_form=SignInForm,
    )
    _limit_sessions(app, settings)


def _limit_sessions(app: Flask, settings: Settings) -> None:
    idle, whole = timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)

    @app.before_request
    def _end_old_session() -> None:
        if request.endpoint == "static" or SIGNED_IN_AT not in session:
            return
        began, seen = (datetime.fromisoformat(session[key]) for key in (SIGNED_IN_AT, SEEN_AT))
        at = now()
        if at - seen > idle or at - began > whole or not current_user.is_authenticated:
            _end()
        elif at - seen > SEEN_EVERY:
            session[SEEN_AT] = at.isoformat()

    def _end() -> None:
        """End the session; whose it was stays known, so that a form sent too late finds its way back."""
        whose = session.get(LAST_PERSON)
        logout_user()
        language = session.get("language")
        session.clear()
        session[LAST_PERSON] = whose
        if language:
            session["language"] = language

    def _begin(_app: Flask, user: Person, **_more: Any) -> None:
        at = now().isoformat()
        session[SIGNED_IN_AT], session[SEEN_AT], session[LAST_PERSON] = at, at, user.id

    user_authenticated.connect(_begin, app, weak=False)


def password_errors(password: str, person: Person) -> list[str]:
    """Why this password will not do."""
    errors, _normal = current_app.extensions["security"].password_util.validate(password, False, user=person)
    return [str(error) for error in errors or ()]
