"""How institutions come to their answers: work inside, contributions of agencies, signatures."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.answers import mails
    from app.answers.assigning.views import bp as assigning_pages
    from app.answers.contributions import steps as contributions_steps
    from app.answers.contributions.deadlines import DATES
    from app.answers.contributions.steps import ContributionProcess
    from app.answers.contributions.views import bp as contributions_pages
    from app.answers.links import steps as links_steps
    from app.answers.links.queries import PARTS, of_ended_links
    from app.answers.links.views import bp as links_pages
    from app.answers.on_paper.views import bp as on_paper_pages
    from app.answers.sign_off import steps as sign_off_steps
    from app.answers.sign_off.steps import AnswerProcess
    from app.answers.sign_off.views import bp as sign_off_pages
    from app.answers.step_part import answer_part
    from app.answers.views import bp as answers_pages
    from app.concerns.attachments import register_abandoned
    from app.concerns.page.people import named_too
    from app.concerns.page.step_parts import register_part
    from app.deadlines.request_dates import register_dates
    from app.process.tables import register_process

    for pages in (
        answers_pages,
        assigning_pages,
        contributions_pages,
        sign_off_pages,
        links_pages,
        on_paper_pages,
    ):
        app.register_blueprint(pages)
    for module in (sign_off_steps, contributions_steps, links_steps):
        module.effects.register()
    mails.mails.register()
    register_process(AnswerProcess())
    register_process(ContributionProcess())
    register_dates(DATES)
    register_part(answer_part)
    register_abandoned(of_ended_links)
    named_too(*PARTS)
