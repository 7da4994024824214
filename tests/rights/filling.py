"""A form of any page filled in as a person might, so that one field of it can be tried."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.core.time import today
from tests.forms import Control, PageForm

TYPED = {"textarea", "text", "search"}


def filled_in(form: PageForm) -> dict[str, list[Any]]:
    """What a person might fill in."""
    sent = form.fields()
    for control in form.inputs:
        if (value := _plain_value(control)) and not any(sent.get(control.name, ())):
            sent[control.name] = [value]
    return sent


def _plain_value(control: Control) -> str:
    kind = control.kind
    if kind in TYPED and control.name != "override_reason":
        return control.value or "Një tekst i zakonshëm."
    if kind in ("date", "time"):
        return control.value or ((today() + timedelta(days=3)).isoformat() if kind == "date" else "10:00")
    if kind == "email":
        return control.value or "dikush@example.org"
    if kind == "number":
        return control.value or "5"
    if kind in ("select", "radio", "checkbox"):
        return next((value for value in control.offered() if value not in ("", "0")), "")
    return ""
