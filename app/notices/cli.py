"""The worker."""

from __future__ import annotations

import signal
import threading
from functools import partial
from types import FrameType

import click

from app.core.mail import send
from app.desks.figures.service import keep_months
from app.ladder.service import climb
from app.meetings.invitations import invite_newcomers
from app.notices import answering as _answering  # noqa: F401 - it registers its mails
from app.notices import facilitating as _facilitating  # noqa: F401 - it registers its mails
from app.notices.digests import deliver_digest
from app.notices.hours import heard
from app.notices.invitations import deliver_invitation
from app.notices.service import deliver_notice
from app.papers.rounds import close_due_round
from app.people.entries.service import ask_whether_right
from app.people.letters import deliver_letter
from app.people.mails import deliver_mail
from app.votes.closing import close_due

IDLE_SECONDS = 2.0
DELIVER = (
    deliver_letter,
    partial(deliver_mail, heard=heard),
    deliver_notice,
    deliver_invitation,
    deliver_digest,
)


@click.command("worker")
@click.option("--once", is_flag=True, help="Send what is due now and end.")
def worker(once: bool) -> None:
    """Close votes and first rounds whose time is over, climb the ladders of dates, and send the mails that wait.

    Once a day it reckons the figures of the month.

    Any number of workers may run.
    """
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not ended.is_set():
        closed = close_due() or close_due_round()
        if (
            closed
            or climb()
            or invite_newcomers()
            or ask_whether_right()
            or keep_months()
            or any(deliver(send) for deliver in DELIVER)
        ):
            continue
        if once:
            return
        ended.wait(IDLE_SECONDS)
