"""What the accounts library says, in our words. It looks them up in our catalogue when it says them."""

from __future__ import annotations

from app.core.forms import N_

SAID: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": (N_("The e-mail address or the password is not right."), "error"),
    "USER_DOES_NOT_EXIST": (N_("The e-mail address or the password is not right."), "error"),
    "UNAUTHENTICATED": (N_("Sign in to see this page."), "message"),
    "UNAUTHORIZED": (N_("Nothing at this address is open to you."), "error"),
    "INVALID_REDIRECT": (N_("The page to which you wanted to go is not one of this installation."), "error"),
    "PASSWORD_RESET_REQUEST": (
        N_("If there is an account with the address %(email)s, a link is on its way to it."),
        "message",
    ),
    "PASSWORD_RESET_EXPIRED": (N_("This link was older than %(within)s. Ask for a new one."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("This link was used already, or a newer one was sent. Ask for a new one."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your new password is set. Sign in with it."), "message"),
    "PASSWORD_CHANGE": (N_("Your password is changed. Other sessions of yours have ended."), "message"),
    "PASSWORD_NOT_PROVIDED": (N_("Fill this in."), "error"),
    "PASSWORD_INVALID_LENGTH": (N_("Password must be at least %(length)s characters"), "error"),
    "INVALID_PASSWORD": (N_("This is not your present password."), "error"),
    "PASSWORD_IS_THE_SAME": (N_("The new password is the one you have."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two passwords differ."), "error"),
    "EMAIL_NOT_PROVIDED": (N_("Fill this in."), "error"),
    "INVALID_EMAIL_ADDRESS": (N_("This is not an e-mail address."), "error"),
    "DISABLED_ACCOUNT": (N_("The e-mail address or the password is not right."), "error"),
    "API_ERROR": (N_("This could not be read."), "error"),
}
