"""What is answered where a step of a request was refused: the same for contributions and for ways."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _

from app.core.forms import Form
from app.core.not_found import NotFound
from app.process.refusal_labels import missing
from workflows.engine import NotNow, NotYours, Unmet


def refusal(take: Callable[[], None], form: Form | None) -> tuple[int, list[str]] | None:
    """Take the step; None where it was taken, else the status of the page and what it says above its forms.

    What is wrong with a day is said beside its field.
    """
    try:
        take()
    except NotFound:
        abort(404)
    except (NotNow, NotYours):
        return 409, [_("Somebody acted while you were writing")]
    except Unmet as refused:
        said = [str(missing(name)) for name in refused.missing]
        if form is not None and "due_on" in form:
            form["due_on"].errors = said
            return 422, []
        return 422, said
    return None
