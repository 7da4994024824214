"""What a person might type into any field of any form."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from app.core.time import today
from app.demo.people import PASSWORD
from tests.forms import Control, PageForm

TEXT = "Teksti i provës, me disa fjalë."
NEW_PASSWORD = "një-fjalëkalim-krejt-i-ri-2031"
BY_NAME: dict[str, Any] = {
    "email": "dikush@example.org",
    "to": "dikush@example.org",
    "password": PASSWORD,
    "new_password": NEW_PASSWORD,
    "new_password_confirm": NEW_PASSWORD,
    "password_confirm": NEW_PASSWORD,
    "name": "Emri i provës",
    "link": "https://example.org/mbledhja",
    "head_address": "Bulevardi i Provës 1, Tiranë",
}
AS_IT_STANDS = object()
SCAN = (b"Shkresa e skanuar.", "shkresa.txt")
# what a form needs that others do not: by the beginning of its shape; None leaves a field empty, a number is of days
# from today
BY_FORM: dict[str, dict[str, Any]] = {
    "answers.forward_to": {"due_on": AS_IT_STANDS},
    "cases.recommendation_step do=follow_up_review": {"reopens": None},
    "drafts.comment": {"comment-passage": ""},
    "drafts.suggest": {"wording-passage": ""},
    "entries.edit": {"field": "", "sign_off": None},  # nobody else could sign
    "group.seat": {"to_on": 4 * 365},
    "meetings.": {"on": 40, "starts": "10:00", "ends": "12:00"},
    "paper.for_answer": {"dated_on": 0, "received_on": 0, "uploads": SCAN},
    "people.invitation": {"password": NEW_PASSWORD},
    "people.invite": {"roles": "agency"},  # of the first organisation
    "people.person": {"roles": AS_IT_STANDS},
    "security.login": {"email": "anila@example.org"},
    "security.reset_password": {"password": NEW_PASSWORD},
    "votes.new": {"from_on": 1},
}
PAST_DAYS = ("seen_on", "from_on", "baseline", "measured", "period", "on")


def plausible(form: PageForm, place: str = "") -> dict[str, Any]:
    """Something for every field that a person can see and that the page left empty."""
    typed: dict[str, Any] = {}
    for name in form.names():
        controls = form.named(name)
        if controls[0].kind == "hidden" or controls[0].kind == "file":
            continue
        value = _choice(controls) if controls[0].is_choice else _text(controls[0])
        if value is not None:
            typed[name] = value
    for start, needed in BY_FORM.items():
        if place.startswith(start):
            typed |= {name: _given(value) for name, value in needed.items() if form.named(name)}
    return {name: value for name, value in typed.items() if value is not AS_IT_STANDS}


def _given(value: Any) -> Any:
    """A day so many days from today, a file, or the value itself."""
    if isinstance(value, tuple):
        return FileStorage(BytesIO(value[0]), value[1])
    return (today() + timedelta(days=value)).isoformat() if isinstance(value, int) else value


def _choice(controls: list[Control]) -> Any:
    """What is chosen already, or the first that is something."""
    if any(
        control.kind != "checkbox" and any(v not in ("", "0") for v in control.sent()) for control in controls
    ):
        return None
    offered = [value for control in controls for value in control.offered() if value not in ("", "0")]
    return offered[0] if offered else None


def _text(control: Control) -> Any:
    if control.name in BY_NAME:
        return BY_NAME[control.name]
    if control.kind == "date":
        past = control.name.startswith(PAST_DAYS)
        return (today() + timedelta(days=-10 if past else 40)).isoformat()
    if control.kind == "time":
        return "10:00"
    if control.value:
        return None
    if control.kind == "email":
        return BY_NAME["email"]
    if control.kind == "number" or control.attributes.get("inputmode") in ("numeric", "decimal"):
        return control.attributes.get("min") or "3"
    return TEXT if control.kind == "textarea" else "Fjalë"
