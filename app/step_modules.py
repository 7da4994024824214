"""The modules that register something as they are imported: effects and forms of steps, and what others ask for."""

from __future__ import annotations

from importlib import import_module

from app.access_requests.steps import AccessRequestProcess
from app.answers.contributions.steps import ContributionProcess
from app.answers.sign_off.steps import AnswerProcess
from app.answers.step_part import answer_part
from app.concerns import processes
from app.concerns.clocks import register_end_of_lateness
from app.concerns.page.step_parts import register_part
from app.deadlines.models import stand_down
from app.process.tables import register_process
from app.recusals.step_part import RecusalPart
from app.votes.step_part import VotePart

MODULES = (
    "filing.service",
    "filing.step_forms",
    "review.service",
    "review.forms",
    "response.service",
    "response.forms",
    "deadlines.decisions.service",
    "deadlines.decisions.forms",
    "verification.service",
    "verification.forms",
    "verification.indicators.service",
    "verification.indicators.forms",
    "verification.follow_up_review.service",
    "verification.follow_up_review.forms",
    "closure.service",
    "closure.forms",
    "review.transmission",
    "review.reader_forms",
    "review.rounds",
    "review.wording",
    "review.working_paper_forms",
    "notifications.recipients",
    "answers.sign_off.steps",
    "answers.contributions.steps",
    "answers.links.service",
    "access_requests.steps",
    "answers.links.files",
    "answers.links.named",
    "dashboards.calendar_entries",
)


def register_steps() -> None:
    """Import what the features register: the effects of their steps, their forms, and what others ask for."""
    for module in MODULES:
        import_module(f"app.{module}")
    processes.register()
    register_end_of_lateness(stand_down)
    for part in (VotePart, answer_part, RecusalPart):
        register_part(part)
    for process in (AnswerProcess(), ContributionProcess(), AccessRequestProcess()):
        register_process(process)
