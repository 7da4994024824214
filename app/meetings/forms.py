"""Forms of meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from wtforms import HiddenField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.concerns import fields
from app.core.forms import TOO_LONG, Form
from app.core.language import lazy as _l
from app.core.numbers import WholeField, a_choice
from app.core.random_ids import one_time_key
from app.core.time import ZONE
from app.group.queries import SeatHolder
from app.meetings.steps import Particulars

Offered = Sequence[tuple[int, str]]


class _Time(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("This is not a time. Enter hours and minutes.")) from None


def _time(label: Any) -> TimeField:
    return _Time(label, [InputRequired(_l("Enter a time: hours and minutes."))])


def secure(_form: Form, field: Any) -> None:
    """A whole address that a browser opens over TLS; nothing else is shown as a link."""
    try:
        parts = urlsplit(field.data)
        whole = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is not closed, a port that is no number
        whole = False
    if not whole or any(c.isspace() for c in field.data):
        raise ValidationError(_l("Enter a full address that begins with https://."))


class MeetingForm(Form):
    """When and where."""

    title = fields.short_text(
        _l("Title"), _l("The Group reads it. E-mails and guests only say “Meeting of the Group”.")
    )
    on = fields.day(_l("Day"), "", fields.not_past, fields.within_a_year)
    starts = _time(_l("Begins at"))
    ends = _time(_l("Ends at"))
    place = fields.short_text(_l("Place"), _l("Invitations name it."), required=False, most=300)
    link = StringField(
        _l("Link"),
        [Optional(), secure, Length(max=500, message=TOO_LONG)],
        description=_l("For those who join remotely: https://…"),
        default="",
    )
    note = fields.long_text(
        _l("Note"), _l("For the Group. Name no case here: not everybody may see it."), required=False
    )
    version = WholeField(validators=[Optional()], widget=HiddenInput())  # a new one has none
    key = HiddenField(default=one_time_key)

    def leave_the_groups_words(self) -> None:
        """Title and note stay as they are, and are not shown: who changes it is not of the Group."""
        del self.title, self.note

    def particulars(self) -> Particulars:
        """What was filled in."""
        assert self.on.data and self.starts.data and self.ends.data
        return Particulars(
            title=(self.title.data or "").strip() if "title" in self else "",
            starts_at=_instant(self.on.data, self.starts.data),
            ends_at=_instant(self.on.data, self.ends.data),
            place=(self.place.data or "").strip(),
            link=(self.link.data or "").strip(),
            note=(self.note.data or "").strip() if "note" in self else "",
            override_reason=self.override_reason.data or "",
        )


def _instant(day: date, at: time) -> datetime:
    """In UTC: within the hour that the clocks skip, the wall's order is not that of time."""
    return datetime.combine(day, at, ZONE).astimezone(UTC)


class MoveForm(Form):
    """A step of a meeting that asks nothing: from which page, and once."""

    version = WholeField(validators=[Optional()], widget=HiddenInput())
    key = HiddenField(default=one_time_key)


class FreeItemForm(Form):
    """An item of one's own."""

    title = fields.short_text(_l("Title of the item"), _l("Everybody in the Group reads it: name no case."))


class GuestForm(Form):
    """Somebody to invite to an item."""

    person = fields.pick(_l("Guest"), _l("From the ministry, an institution or the coordinator's office."))


class MinutesForm(Form):
    """What was said at an item."""

    text = fields.long_text(
        _l("Minutes of this item"),
        _l("Votes, decisions and action items are entered in the minutes automatically."),
        required=False,
        rows=14,
    )
    version = WholeField(widget=HiddenInput())
    key = HiddenField(default=one_time_key)


class CorrectionForm(Form):
    """What is to be corrected."""

    text = fields.long_text(_l("What is to be corrected"), _l("The Group reads it, with your name."))


class ProposalForm(Form):
    """What a meeting is to speak of, and why."""

    title = fields.short_text(
        _l("Title of the item"), _l("On the agenda everybody in the Group reads it: name no case.")
    )
    reason = fields.long_text(_l("Reasons"), _l("The chair and the secretariat read them."), rows=4)


class AttendanceForm(Form):
    """Which organisations are there."""

    present = SelectMultipleField(
        _l("Present"), coerce=a_choice, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, seats: Iterable[SeatHolder]) -> None:
        """One tick for each seat."""
        self.present.choices = [(h.seat.organisation_id, h.organisation.name) for h in seats]


class MeetingAttendanceForm(AttendanceForm):
    """The same for a whole meeting, and who its minutes name besides."""

    chaired_by = fields.pick(_l("Chaired by"), _l("Who signs the minutes as chair."), required=False)
    taken_by = fields.pick(_l("Minutes taken by"), required=False)

    def name(self, chairs: Offered, keepers: Offered) -> None:
        """Who can be named."""
        self.chaired_by.choices = [(0, fields.CHOOSE_ONE), *chairs]
        self.taken_by.choices = [(0, fields.CHOOSE_ONE), *keepers]


class ResolutionForm(Form):
    """What was decided."""

    text = fields.long_text(
        _l("Decision"), _l("In words. The result of a vote is shown beside it automatically.")
    )


class ActionForm(Form):
    """Who does what until when."""

    what = fields.long_text(_l("What is to be done"), rows=3)
    owner = fields.pick(
        _l("Who does it"),
        _l(
            "It is listed in this person's “My work” until it is done. A guest of the item may be "
            "given something too."
        ),
    )
    due_on = fields.day(_l("Until"), "", fields.not_past)
