"""What the accounts library and the forms library say, named here so that our catalogue has it.

The libraries look their own sentences up in our catalogue; these lines only let them be found for translation.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SAID_BY_LIBRARIES = (
    _l("Authentication failed - identity or password/passcode invalid"),
    _l(
        "If that email address is in our system, you will receive an email describing how to reset your password."
    ),
    _l("You do not have permission to view this resource."),
    _l("You must sign in to view this resource."),
    _l("Password does not match"),
    _l("Passwords do not match"),
    _l("You did not reset your password within %(within)s. "),
    _l("Invalid reset password token."),
    _l("Account is disabled."),
    _l("Email not provided"),
    _l("Invalid email address"),
    _l("Password not provided"),
    _l("Password must be at least %(length)s characters"),
    _l("Password not complex enough"),
    _l("Invalid password"),
    _l("You successfully reset your password and you have been logged in automatically."),
    _l("You successfully reset your password. Please authenticate using your new password."),
    _l("Your new password must be different than your previous password."),
    _l("You successfully changed your password."),
    _l("Please log in to access this page."),
    _l("You can only access this endpoint when not logged in."),
    _l("Your password has been reset"),
    _l("Your password has been changed"),
    _l("Password reset instructions"),
    _l("Email Address"),
    _l("Password"),
    _l("New Password"),
    _l("Retype Password"),
    _l("Login"),
    _l("Recover Password"),
    _l("Reset Password"),
    _l("Change Password"),
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Not a valid integer value."),
    _l("Not a valid date value."),
    _l("Invalid value, must be one of: %(values)s."),
)
