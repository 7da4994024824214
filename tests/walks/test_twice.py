"""A form that is sent twice as its page rendered it makes one thing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.db import Base, db
from tests.forms import forms_of, submit
from tests.walks.meeting import meet
from tests.walks.plausible import plausible
from tests.walks.sending import CANNOT_BE_SENT, DRAFT, PASSAGE, TAG, Met, is_refused
from tests.walks.world import WALKERS, Stage

# what is no thing that somebody makes, but what is noted of it: who did what and when, and what is waiting to be sent
NOTED = {
    "account_event",
    "attachment",  # what came with the second waits for its form, and is cleared away
    "attempt",
    "chain_end",
    "clock_entry",
    "event",
    "access_request_event",
    "group_event",
    "kept_form",  # a form that is not sent waits for who types it
    "open_session",
    "organisation_event",
    "notification",
    "reading",
    "statement",
}
# forms that make another thing each time, and why
EACH_TIME: dict[str, str] = {}


def rows_in(stage: Stage) -> dict[str, int]:
    """How many rows each table has, but for what is only noted."""
    with stage.app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in NOTED
        }


@pytest.mark.by_turns
@pytest.mark.parametrize("who", WALKERS)
def test_what_is_sent_twice_makes_one_thing(stage: Stage, who: str) -> None:
    made, twice = 0, []
    for met in meet(stage, who):
        if met.method != "post" or met.shape in CANNOT_BE_SENT or met.shape in EACH_TIME:
            continue
        stage.put_back()
        before = rows_in(stage)
        if not sent(stage, who, met):
            continue
        once = rows_in(stage)
        if not any(once[name] > before[name] for name in once):
            continue
        made += 1
        stage.put_back()
        sent(stage, who, met, times=2)
        again = rows_in(stage)
        more = {name: again[name] - once[name] for name in again if again[name] > once[name]}
        if more:
            twice.append(f"{met.shape} {met.page}: {more}")
    assert twice == [], "\n".join(twice)
    assert made, "nothing was made"


def sent(stage: Stage, who: str, met: Met, times: int = 1) -> bool:
    """Fill the form as its page renders it now, and send the same so many times; whether the first was taken."""
    client = stage.browser(who)
    page = client.get(met.page).text
    form, answers = forms_of(page)[met.place], []
    for _ in range(times):
        typed = plausible(form, met.shape)  # files are read once
        if form.named(PASSAGE) and (draft := DRAFT.search(page)):
            typed = {PASSAGE: TAG.sub("", draft[1]), **typed}
        answers.append(submit(client, met.page, form, form.filled(typed)))
    return not is_refused(answers[0])
