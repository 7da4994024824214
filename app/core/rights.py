"""The right that an address declares. One that declares none is refused before it runs (ASVS 8.1.1, 8.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import actor_or_none
from app.core.kept_forms.pages import asked_by_script, hold_request
from app.core.templates import page_address
from workflows.roles import Role

V = TypeVar("V", bound=Callable[..., Any])
ANYONE = "anyone"
SIGNED_IN = "signed in"
DECLARED = "_tryeza_right"
# The library's own addresses check what they need themselves: sign-in, reset, change of password.
OPEN_BLUEPRINTS = frozenset({"security"})


def anyone(view: V) -> V:
    """No sign-in is needed here."""
    return _declare(view, ANYONE)


def signed_in(view: V) -> V:
    """Everybody who is signed in; what they see is decided by what they ask for."""
    return _declare(view, SIGNED_IN)


def requires(*roles: Role) -> Callable[[V], V]:
    """Only people who hold one of these roles; for others the address does not exist."""
    return lambda view: _declare(view, frozenset(roles))


def _declare(view: V, right: object) -> V:
    setattr(view, DECLARED, right)
    return view


def declared(app: Flask, endpoint: str) -> object:
    """What the address declares: ANYONE, SIGNED_IN, a set of roles, or None."""
    if endpoint == "static" or endpoint.split(".", 1)[0] in OPEN_BLUEPRINTS:
        return ANYONE
    return getattr(app.view_functions[endpoint], DECLARED, None)


def refuse_by_default(app: Flask) -> None:
    """Check the declared right before every request."""

    @app.before_request
    def _check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        right = declared(app, request.endpoint)
        if right == ANYONE:
            return None
        if right is None:
            abort(404)
        actor = actor_or_none()
        if actor is None:
            return ask_to_sign_in()
        if isinstance(right, frozenset) and not actor.roles & right:
            abort(404)
        return None


def ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page and back. A form that was sent meanwhile is kept, and stands on its page afterwards."""
    if asked_by_script():
        return "", 401
    back = page_address() if request.method in ("GET", "HEAD") else hold_request()
    return redirect(url_for("security.login", next=back))
