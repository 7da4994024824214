"""The form of a proposal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.concerns import fields
from app.core.forms import Form


class ProposalForm(Form):
    """What a meeting is to speak of, and why."""

    title = fields.short_text(
        _l("Title of the item"), _l("On the agenda everybody in the Group reads it: name no case.")
    )
    reason = fields.long_text(_l("Reasons"), _l("The chair and the secretariat read them."), rows=4)
