"""Conflicts of interest: who is out of a concern, since when and why."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.accounts.rights.effects import members_are_recused_by
    from app.concerns.page.step_parts import register_part
    from app.recusals import posts
    from app.recusals.forms import RecusalPart
    from app.recusals.new_members import take_out_of_what_names_it
    from app.recusals.views import bp as recusals_pages

    members_are_recused_by(take_out_of_what_names_it)
    app.register_blueprint(recusals_pages)
    register_part(RecusalPart)
    posts.effects.register()
