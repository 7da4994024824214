"""What the Group found: the fields that every finding has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.concerns import fields
from app.concerns.step_forms import StepForm
from app.concerns.vocabulary import FindingSource
from app.process.data import Finding
from workflows.recommendation import Grade

SOURCES = [
    (FindingSource.DOCUMENT.value, _l("Document")),
    (FindingSource.DATA_SERIES.value, _l("Series of data")),
    (FindingSource.FIELD_VISIT.value, _l("Field visit")),
    (FindingSource.PRACTITIONERS.value, _l("Interview with practitioners")),
    (FindingSource.PEOPLE_CONCERNED.value, _l("Interview with people concerned, with their consent")),
    (FindingSource.COURT_MONITORING.value, _l("Court monitoring")),
    (FindingSource.STATEMENT_ALONE.value, _l("The institution's statement alone")),
]
GRADES = {
    Grade.A: _l("A · largely satisfactory"),
    Grade.B: _l("B · partial"),
    Grade.C: _l("C · unsatisfactory"),
    Grade.D: _l("D · no cooperation"),
    Grade.E: _l("E · contrary to the recommendation"),
}


def grades(allowed: Iterable[Grade]) -> list[tuple[str, Any]]:
    """The grades that a step may give, as choices."""
    return [(grade.value, GRADES[grade]) for grade in Grade if grade in set(allowed)]


def sources_field() -> Any:
    """What a finding rests on."""
    return fields.several(
        _l("What it rests on"),
        SOURCES,
        FindingSource,
        _l("The institution's statement alone never suffices for “implemented”."),
    )


class FindingFields(StepForm):
    """What a member of the Group found, beside what the institution claims."""

    data_class = Finding
    takes_files = True

    finding = fields.long_text(
        _l("What you found"),
        _l("It stands beside the institution's claim, and the institution reads it. Name nobody."),
    )
    sources = sources_field()
    seen_on = fields.day(
        _l("Day of the visit or interview"),
        _l("If it rests on one; the last one, if there were several."),
        fields.not_ahead,
        required=False,
    )
    consent = BooleanField(
        _l("The people concerned agreed to be asked, and nothing here says who they are."),
        description=_l("Only where you have asked people concerned. What they said is not recorded here."),
    )
    independent = fields.confirmation(
        _l("My organisation is not the addressee, and is not paid by it for this matter."),
        message=_l("Only an independent finding counts: confirm that yours is."),
    )
    uploads = fields.files()

    def validate(self, extra_validators: Any = None) -> bool:
        """People concerned are asked with their consent alone."""
        valid = bool(super().validate(extra_validators))
        if FindingSource.PEOPLE_CONCERNED in (self.sources.data or ()) and not self.consent.data:
            self.consent.errors = [_l("Without their consent it is no source: confirm it, or leave it out.")]
            return False
        return valid
