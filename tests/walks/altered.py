"""Values that no browser sends: what a hidden field, a choice or a number is changed to."""

from __future__ import annotations

from collections.abc import Iterator

from tests.forms import Control, PageForm

NO_NUMBERS = ("abc", "²", "٣", "-1", "1.5", "", str(2**31), str(2**63), str(2**64), str(10**19), "9" * 30)
A_DAY = 2
NO_CHOICES = ("no such choice", "²", str(2**64))
NOT_IN_A_COLUMN = (str(2**31), str(2**63), "abc", "²", "a\x00b", "x" * 5_000)
SECRET = ("csrf_token", "password")


def alterations(form: PageForm, day: int | None = None) -> Iterator[tuple[str, list[str] | None]]:
    """Each field that a person cannot type into freely, changed to each of these; None leaves it out.

    With the ordinal of a `day` to those few whose turn it is for the field.
    """
    for place, name in enumerate(untyped(form)):
        wrong = NO_NUMBERS if _is_number(form.named(name)[0]) else NO_CHOICES
        every: list[list[str] | None] = [*([value] for value in wrong), None, ["1", "²"]]
        first = 0 if day is None else (day + place) * A_DAY % len(every)
        for value in (every[first:] + every[:first])[: None if day is None else A_DAY]:
            yield name, value


def untyped(form: PageForm) -> list[str]:
    """The names of what a person cannot type into freely."""
    kinds = {name: form.named(name)[0] for name in form.names() if not name.endswith(SECRET)}
    return [name for name, first in kinds.items() if first.kind in ("hidden", "number") or first.is_choice]


def _is_number(control: Control) -> bool:
    offered = control.offered() if control.is_choice else [control.value]
    return control.kind == "number" or all(value.isdigit() or not value for value in offered)
