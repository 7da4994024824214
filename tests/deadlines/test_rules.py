"""The rules of dates: shown with what a change does, changed on confirmation, followed by dates and escalations."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.concerns.periods import PeriodSetting
from app.concerns.records import Clock
from app.core.db import db
from app.deadlines.escalation_runs import run_escalations
from app.deadlines.models import EscalationSetting, escalation_rules
from app.demo import lives
from app.process.models import Event
from tests.databases import only_sqlite
from tests.deadlines.test_escalation import after_due, escalated, escalation_events, running, told
from tests.forms import again, send
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World
from workflows.escalation import DEFAULT_ESCALATION, EscalationAct
from workflows.periods import OWN_RULE, Rule

USUAL = {
    "before_first": "5",
    "before_last": "1",
    "late": "1",
    "head": "5",
    "escalate": "10",
    "agenda": "15",
    "minister": "20",
    "every": "10",
    "pause": "60",
}
INTAKE = {**USUAL, "normal": "5", "urgent": "1"}


def confirmed(client: FlaskClient, rule: str, fields: dict[str, str]) -> str:
    """Ask what it does, say yes; the page that told it."""
    page = send(client, f"/rules/{rule}", fields)
    assert page.status_code == 200, page.text
    assert again(client, page, {}).status_code == 302
    return page.text


def test_a_period_moves_the_dates_that_run_as_it_was_shown(app: Flask, people: World) -> None:
    with app.app_context():
        for _ in range(2):
            address = people.concern(lives.SUBMITTED)
        before = db.session.scalars(select(Clock.due_on).where(Clock.rule == Rule.INTAKE)).first()
        db.session.remove()
    administrator = in_english(app, "administratori")
    slow = {**INTAKE, "normal": "8"}
    page = send(administrator, "/rules/intake", slow)
    assert "<dt>Deadlines that move</dt><dd>2</dd>" in page.text and "(2 deadlines)" in page.text
    assert "Shtegtimi" not in page.text and address not in page.text, "nothing says which cases"
    with app.app_context():
        people.concern(lives.SUBMITTED)
        db.session.remove()
    meanwhile = again(administrator, page, {})
    assert meanwhile.status_code == 409 and "<dd>3</dd>" in meanwhile.text
    confirmed(administrator, "intake", slow)
    with app.app_context():
        clocks = db.session.scalars(select(Clock).where(Clock.rule == Rule.INTAKE)).all()
        assert {(c.amount, c.source, c.moved) for c in clocks} == {(8, OWN_RULE, 1)}
        assert all(c.due_on and before and c.due_on > before for c in clocks)
        assert len(db.session.scalars(select(Event).where(Event.do == "due_changed")).all()) == 3
        people.concern(lives.SUBMITTED)
        newest = db.session.scalars(select(Clock).order_by(Clock.id.desc())).first()
        assert newest and (newest.amount, newest.moved) == (8, 0)
        db.session.remove()
    assert "set for this installation" in in_english(app, "sekretaria").get(f"/concerns/{address}/dates").text
    confirmed(administrator, "intake", INTAKE)
    with app.app_context():
        assert not db.session.scalars(select(PeriodSetting)).all()


def test_a_rule_escalates_as_it_was_set(app: Flask, people: World) -> None:
    administrator = in_english(app, "administratori")
    own = {
        **USUAL,
        "before_first": "",
        "head": "",
        "agenda": "",
        "late": "3",
        "every": "",
        "normal": "30",
        "urgent": "3",
    }
    confirmed(administrator, "response", own)
    with app.app_context():
        people.concern(lives.SENT)
        clock = running(Rule.RESPONSE)
        start = clock.started_on
        for days in range((after_due(clock, 45) - start).days):
            escalated(start + timedelta(days=days))
        assert [event.params["days"] for event in escalation_events()] == [-1, 3, 10, 20]
        assert set(told(people)) == {-1, 3, 10, 20}
        assert escalation_rules(db.session())[Rule.PLAN] == DEFAULT_ESCALATION
        db.session.remove()
    confirmed(administrator, "response", {**USUAL, "normal": "30", "urgent": "3"})
    with app.app_context():
        assert not db.session.scalars(select(EscalationSetting)).all()
        assert not run_escalations() or escalation_events()[-1].do == EscalationAct.MINISTER
        db.session.remove()


@only_sqlite
def test_the_form_says_what_cannot_be(app: Flask, people: World) -> None:
    administrator = in_english(app, "administratori")
    assert "Rules of dates" in administrator.get("/rules").text
    assert 'value="20"' in administrator.get("/rules/review").text
    for wrong in ({"normal": "0"}, {"normal": ""}, {"head": "500"}, {"agenda": "5"}, {"before_last": "9"}):
        page = send(administrator, "/rules/intake", {**INTAKE, **wrong})
        assert page.status_code == 422, wrong
    assert 'name="normal"' not in administrator.get("/rules/implementation").text
    assert administrator.get("/rules/nothing").status_code == 404
    for who in ("anila", "koordinatorja", "sekretaria"):
        assert in_english(app, who).get("/rules/intake").status_code == 404
        assert post_unshown(in_english(app, who), "/rules/intake", INTAKE).status_code == 404
