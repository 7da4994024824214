"""What may be sent, by whom, in which stage: everything else is refused, and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.concerns.models import Concern, Recommendation
from app.core.db import db
from app.process.models import Event
from app.votes.models import Vote
from tests.posts import post_bare, post_unshown
from tests.rights import addresses, oracle
from tests.rights.conftest import Matrix, shown_to


@pytest.mark.by_turns(of=2)
def test_nothing_is_sent_without_a_token_or_by_whom_it_is_not_for(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    page, sent = shown_to(client), {"version": "1", "channel": "group", "text": "A"}
    refused = 302 if kind in oracle.OUTSIDERS else 404
    for (rule, method), kinds in addresses.OF_A_CONCERN.items():
        if method != "POST":
            continue
        absent = nothing(client, rule, sent, page)
        for stage in oracle.STAGES:
            address = addresses.filled(rule).replace("<public_id>", matrix.concerns[stage, "group"])
            if oracle.sees(kind, stage, "group") and addresses.allowed(kinds, kind, stage):
                assert post_bare(client, address, {"version": "1"}).status_code in (302, 400), address
                continue
            answer = post_unshown(client, address, sent, page=page)
            assert answer.status_code == refused, (rule, stage, kind)
            if answer.status_code == 404:
                assert addresses.without_tokens(answer.text) == absent, (rule, stage, kind)
        # no token is asked for before the address is known to be nobody's: in one stage as in any other
        assert post_bare(client, address, {"version": "1"}).status_code in (302, 400), address


def nothing(client: FlaskClient, rule: str, sent: dict[str, str], page: TestResponse) -> str:
    """What is answered where there is no such concern."""
    address = addresses.filled(rule).replace("<public_id>", "AAAAAAAAAAAAAAAA")
    return addresses.without_tokens(post_unshown(client, address, sent, page=page).text)


STALE = {
    "version": "0",
    "key": "",
}  # of no case: whoever may take the step is told that the case has moved on


def expected(kind: str, seen: bool, who: tuple[str, ...]) -> tuple[int, ...]:
    """The answer to an empty form: not there, or refused beside its fields or for its age."""
    if kind in oracle.OUTSIDERS:
        return (302,)
    return (409, 422) if seen and kind in who else (404,)


@pytest.mark.by_turns(of=4)
def test_an_empty_form_of_each_step_of_a_concern_is_refused(matrix: Matrix, kind: str) -> None:
    client, before, absent = matrix.clients[kind], everything(matrix), ""
    page = shown_to(client)
    for stage in oracle.STAGES:
        acts_as = "member" if kind == "rapporteur" and stage in oracle.WITHOUT_RAPPORTEUR else kind
        for step in oracle.CONCERN_STEPS:
            address = f"/concerns/{matrix.concerns[stage, 'group']}/steps/{step}"
            answer = post_unshown(client, address, STALE, page=page)
            status = answer.status_code
            wanted = expected(
                kind, oracle.sees(kind, stage, "group") and oracle.takes(acts_as, step, stage), (kind,)
            )
            assert status in wanted, (step, stage, kind, status)
            if status == 404:
                absent = absent or nothing(client, f"/concerns/<public_id>/steps/{step}", {}, page)
                assert addresses.without_tokens(answer.text) == absent, (step, stage, kind)
            if status != 404:
                assert post_bare(client, address, STALE).status_code in (302, 400), "sent without a token"
    assert everything(matrix) == before


@pytest.mark.by_turns(of=4)
def test_an_empty_form_of_each_step_of_a_recommendation_is_refused(matrix: Matrix, kind: str) -> None:
    client, before, absent = matrix.clients[kind], everything(matrix), ""
    page = shown_to(client)
    for state, concern in matrix.recommendations.items():
        seen = oracle.sees(kind, oracle.RECOMMENDATION_STAGES.get(state, "awaiting_response"), "group")
        for step, (who, _states) in oracle.RECOMMENDATION_STEPS.items():
            rule = f"/concerns/<public_id>/recommendations/1/steps/{step}"
            address = rule.replace("<public_id>", concern)
            answer = post_unshown(client, address, STALE, page=page)
            status = answer.status_code
            there = seen and (step, state, kind) not in oracle.BY_ANOTHER
            assert status in expected(kind, there, who), (step, state, kind, status)
            if status == 404:
                absent = absent or nothing(client, rule, {}, page)
                assert addresses.without_tokens(answer.text) == absent, (step, state, kind)
            if status != 404:
                assert post_bare(client, address, STALE).status_code in (302, 400), "sent without a token"
    assert everything(matrix) == before


def everything(matrix: Matrix) -> list[Any]:
    """Where every case stands, and how much has happened."""
    with matrix.app.app_context():
        session = db.session()
        return [
            *session.execute(
                select(Concern.id, Concern.stage, Concern.version, Concern.voting).order_by(Concern.id)
            ),
            *session.execute(
                select(Recommendation.id, Recommendation.state, Recommendation.version).order_by(
                    Recommendation.id
                )
            ),
            session.scalar(select(func.count()).select_from(Event)),
            session.scalar(select(func.count()).select_from(Vote)),
        ]
