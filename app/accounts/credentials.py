"""Forms of the accounts library, with our words, and slowed down where somebody guesses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from flask_login import current_user
from flask_security import forms as library
from wtforms import EmailField, PasswordField

from app.accounts import service
from app.accounts.throttle import (
    change_limits,
    give_back,
    remember_browser,
    reset_limits,
    sign_in_limits,
    take,
)
from app.core.forms import Translated
from app.core.language import lazy as _l
from app.core.language import ngettext
from app.core.language import translate as _

E_MAIL, PRESENT = {"autocomplete": "username"}, {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}
HOW_LONG = _l("At least 15 characters; a sentence is good.")


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else text


class _Slowed:
    """A form that asks somebody to wait: `_rendered` answers 429."""

    wait_seconds = 0

    def may_try(self, wait: timedelta) -> bool:
        """Whether no waiting is needed; else say how long."""
        if wait <= timedelta(0):
            return True
        self.wait_seconds = -int(-wait.total_seconds() // 1)
        minutes = -(-self.wait_seconds // 60)
        self.form_errors: list[str] = [
            ngettext(
                "Too many attempts. Try again in %(num)s minute.",
                "Too many attempts. Try again in %(num)s minutes.",
                minutes,
            )
        ]
        return False


class SignInForm(_Slowed, Translated, library.LoginForm):
    """Sign-in by e-mail and password."""

    email = EmailField(
        _l("E-mail"), [library.email_required, library.EmailValidation()], [_stripped], render_kw=E_MAIL
    )
    password = PasswordField(_l("Password"), [library.password_required], render_kw=PRESENT)
    # A session has its limits, and no cookie goes round them.
    remember = None  # type: ignore[assignment]  # how WTForms drops a field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The library would put an English link beside the password."""
        super().__init__(*args, **kwargs)
        self.password.description = ""

    def validate(self, **kwargs: Any) -> bool:
        """Whether this person is who they say. Everything that fails says the same."""
        email, password = (self.email.data or "").lower(), self.password.data or ""
        if not email or not password:
            self.form_errors = [_("Fill in your e-mail address and your password.")]
            return False
        limits = sign_in_limits(email)
        if not self.may_try(take(limits)):
            return False
        if not super().validate(**kwargs):
            return False
        give_back(limits)
        remember_browser(email)
        return True


class ForgotForm(_Slowed, Translated, library.ForgotPasswordForm):
    """The address to which a link is sent."""

    email = EmailField(_l("E-mail"), [library.email_required], render_kw=E_MAIL)

    def validate(self, **kwargs: Any) -> bool:
        """Note the request. It never holds: whether there is an account, the worker finds out, not this page."""
        email = service.plain_address(self.email.data or "")
        if email is None:
            self.form_errors = [_("This is not an e-mail address.")]
        elif self.may_try(take(reset_limits())):
            service.ask_for_reset(email)
        return False


class NewPasswordForm(Translated, library.ResetPasswordForm):
    """The password that replaces a forgotten one."""

    password = PasswordField(
        _l("New password"), [library.password_required], description=HOW_LONG, render_kw=NEW
    )
    password_confirm = PasswordField(
        _l("Once more"),
        [library.EqualToLocalize("password", message="RETYPE_PASSWORD_MISMATCH")],
        render_kw=NEW,
    )


class ChangePasswordForm(_Slowed, Translated, library.ChangePasswordForm):
    """The present password, and the one that follows it."""

    password = PasswordField(_l("Present password"), [library.password_required], render_kw=PRESENT)
    new_password = PasswordField(
        _l("New password"), [library.password_required], description=HOW_LONG, render_kw=NEW
    )
    new_password_confirm = PasswordField(
        _l("Once more"),
        [library.EqualToLocalize("new_password", message="RETYPE_PASSWORD_MISMATCH")],
        render_kw=NEW,
    )

    def validate(self, **kwargs: Any) -> bool:
        """Whether the present password is right and the new one will do."""
        person_id = current_user.id
        limits = change_limits(person_id)
        may_try = self.may_try(take(limits))
        current_app.extensions["security"].datastore.find_user(
            id=person_id
        )  # writing forgot who is signed in
        if not may_try:
            return False
        good = super().validate(**kwargs)
        if good or not self.password.errors:
            give_back(limits)
            current_app.extensions["security"].datastore.find_user(id=person_id)
        return good
