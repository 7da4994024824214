"""Values that no browser sends: what a hidden field, a choice or a number is changed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.forms import Control, PageForm

NO_NUMBERS = ("abc", "²", "٣", "-1", "1.5", "", str(2**63), str(2**64), str(10**19), "9" * 30)
NO_CHOICES = ("no such choice", "²", str(2**64))
SECRET = ("csrf_token", "password")


def alterations(form: PageForm) -> Iterator[tuple[str, list[str] | None]]:
    """Each field that a person cannot type into freely, changed to each of these; None leaves it out."""
    for name in form.names():
        controls = form.named(name)
        if name.endswith(SECRET) or not (controls[0].kind in ("hidden", "number") or controls[0].is_choice):
            continue
        values: Any = NO_NUMBERS if _is_number(controls[0]) else NO_CHOICES
        for value in values:
            yield name, [value]
        yield name, None
        yield name, ["1", "²"]


def _is_number(control: Control) -> bool:
    offered = control.offered() if control.is_choice else [control.value]
    return control.kind == "number" or all(value.isdigit() or not value for value in offered)
