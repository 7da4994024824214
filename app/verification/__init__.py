"""What the institution does and says, and what the Group finds: the double check."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.verification import follow_up_reviews as follow_up_review_service
    from app.verification import forms, service
    from app.verification import indicator_forms as follow_up_review_forms
    from app.verification import indicator_forms as indicators_forms
    from app.verification import service as indicators_service

    for module in (service, indicators_service, follow_up_review_service):
        module.effects.register()
    for forms_ in (forms, indicators_forms, follow_up_review_forms):
        forms_.step_forms.register()
