"""Votes as people see them: opening, ballot, tally, close, result, opinions; and for whom a vote does not exist."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.concerns.models import Concern, Recommendation
from app.concerns.vocabulary import FindingSource
from app.core.db import db, unit_of_work
from app.core.time import frozen, now, today
from app.demo import lives
from app.demo.review import cast_all
from app.group.queries import seats_on
from app.notifications.delivery import deliver
from app.notifications.models import Notification
from app.process.data import Finding
from app.process.models import Ended, Event
from app.recusals.service import recuse_myself
from app.votes import queries
from app.votes.models import Ballot, MinorityOpinion, Vote, VoteSeat
from app.votes.service import close_due
from tests.forms import again, forge, send
from tests.posts import post_unshown
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.recommendation import Grade
from workflows.vote import VoteState
from workflows.voting import Choice, Verdict

FOR = (Choice.FOR,)
AGAINST = (Choice.AGAINST,)


@pytest.fixture
def proposed(people: World, app: Flask) -> str:
    with app.app_context():
        return people.concern(lives.PROPOSED_TWO)


def votes(app: Flask) -> list[Vote]:
    with app.app_context():
        return list(db.session.scalars(select(Vote)))


def stage(app: Flask, address: str) -> str:
    with app.app_context():
        return db.session.scalars(select(Concern.stage).where(Concern.public_id == address)).one()


def test_from_opening_to_a_result_that_explains_itself(app: Flask, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    assert f"/concerns/{proposed}/steps/adopt" in chair.get(f"/concerns/{proposed}").text
    vote = opened(app, chair, proposed, reason="The facts are clear.")
    page = chair.get(f"/votes/{vote}").text
    assert "The facts are clear." in page and "0 of 13 entitled" in page
    assert "7 needed: more than half of the seats entitled to vote" in page
    with app.app_context():
        told = db.session.scalars(
            select(Notification.person_id)
            .join(Event, Event.id == Notification.event_id)
            .where(Event.do == "open_vote")
        ).all()
        assert len(told) == 12, "everybody on the roll but the chair who opened it"
    assert f"/concerns/{proposed}/steps/adopt" not in chair.get(f"/concerns/{proposed}").text, (
        "offered while it is open"
    )

    member = in_english(app, "mira")
    assert vote in member.get("/votes").text and vote in member.get("/").text
    answer = send(member, f"/votes/{vote}", {"q0": "against"}, f"/votes/{vote}/ballot")
    assert answer.status_code == 302
    send(member, f"/votes/{vote}", {"q0": "for"}, f"/votes/{vote}/ballot")
    with app.app_context():
        rows = db.session.scalars(select(Ballot)).all()
        assert [row.choice for row in rows] == [Choice.FOR], "the ballot is changed and not doubled"
    with app.app_context():
        with unit_of_work() as session:
            session.query(Ballot).delete()
        cast_all(vote)
    assert post_unshown(member, f"/votes/{vote}/close", {}).status_code == 404
    open_before = member.get(f"/votes/{vote}")
    send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close")
    page = member.get(f"/votes/{vote}").text
    assert "Adopted" in page and "11 of 13 entitled" in page and "6 needed" in page
    assert stage(app, proposed) == "adopted"
    history = member.get(f"/concerns/{proposed}").text
    assert "The vote was closed: Adoption of the recommendations – Adopted" in history
    late = again(member, open_before, {"q0": "against"}, f"/votes/{vote}/ballot")
    assert late.status_code == 409 and "The vote has closed" in late.text


def test_each_recommendation_apart(app: Flask, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    vote = opened(app, chair, proposed, apart="y")
    with app.app_context():
        cast_all(vote, FOR)
        with unit_of_work() as session:
            for ballot in session.scalars(select(Ballot).where(Ballot.question == 2)):
                ballot.choice = Choice.AGAINST
    send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close")
    with app.app_context():
        states = dict(db.session.execute(select(Recommendation.number, Recommendation.state)).all())
    assert states == {1: "adopted", 2: "dropped"}
    assert stage(app, proposed) == "adopted"


def test_without_quorum_or_majority_nothing_moves(app: Flask, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    for said, verdict in (((*FOR, None, None), Verdict.NO_QUORUM), (AGAINST, Verdict.NOT_ADOPTED)):
        vote = opened(app, chair, proposed)
        with app.app_context():
            cast_all(vote, said)
        send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close")
        assert votes(app)[-1].verdict is verdict
        assert stage(app, proposed) == "in_deliberation"
    assert f"/concerns/{proposed}/steps/adopt" in chair.get(f"/concerns/{proposed}").text, (
        "the Group can be asked again"
    )


def test_a_written_procedure_needs_its_end_and_closes_by_the_clock(app: Flask, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    where = f"/concerns/{proposed}/steps/dismiss"
    refused = send(chair, where, {"manner": "written_procedure", "ends_on": "", "reason": "Not proven."})
    assert refused.status_code == 422
    assert "needs its last day" in refused.text and "Not proven." in refused.text
    end = today() + timedelta(days=3)
    vote = opened(
        app, chair, proposed, do="dismiss", manner="written_procedure", ends_on=end.isoformat(), reason="No."
    )
    with app.app_context():
        cast_all(vote, FOR)
        with frozen(now() + timedelta(days=2)):
            assert not close_due()
        with frozen(now() + timedelta(days=5)):
            assert close_due()
            assert not close_due()
    assert stage(app, proposed) == "dismissed"
    assert "the clock" in chair.get(f"/votes/{vote}").text


def test_a_draft_stands_still_while_it_is_voted_on(app: Flask, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    opened(app, chair, proposed)
    rapporteur = in_english(app, "hana")
    where = f"/concerns/{proposed}/recommendations/1/steps/drop"
    refused = send(rapporteur, where, {"reason": "Better without."})
    assert refused.status_code == 422 and "A vote on this is open" in refused.text


def test_what_was_overtaken_is_said_and_moves_nothing(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.REPORTED)
    chair = in_english(app, "kastriot")
    where = f"/concerns/{address}/recommendations/1/steps/supersede"
    answer = send(chair, where, {"manner": "meeting", "reason": "So be it."})
    vote = answer.headers["Location"].rsplit("/", 1)[1]
    with app.app_context():
        cast_all(vote, FOR)
        found = Finding(
            "In place.", Grade.A, (FindingSource.FIELD_VISIT, FindingSource.DOCUMENT), independent=True
        )
        people.act("hana", address, "verify", found, number=1)
    send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close")
    assert "The case had moved on" in chair.get(f"/votes/{vote}").text
    assert votes(app)[-1].ended is Ended.STALE and votes(app)[-1].verdict is Verdict.ADOPTED


def test_minority_opinions(app: Flask, proposed: str) -> None:
    chair, member = in_english(app, "kastriot"), in_english(app, "mira")
    vote = opened(app, chair, proposed)
    send(
        member,
        f"/votes/{vote}",
        {"text": "One source is not enough.", "travels": "y"},
        f"/votes/{vote}/opinion",
    )
    assert "One source is not enough." in chair.get(f"/votes/{vote}").text
    other = in_english(app, "hana")
    send(other, f"/votes/{vote}", {"text": "Not for outside."}, f"/votes/{vote}/opinion")
    send(other, f"/votes/{vote}", {"text": "Taken back."}, f"/votes/{vote}/opinion")
    send(other, f"/votes/{vote}", {"text": ""}, f"/votes/{vote}/opinion")
    assert "Taken back." not in chair.get(f"/votes/{vote}").text
    send(other, f"/votes/{vote}", {"text": "Not for outside."}, f"/votes/{vote}/opinion")
    with app.app_context():
        cast_all(vote, FOR)
    send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close")
    secretariat = in_english(app, "sekretaria")
    where = f"/concerns/{proposed}/steps/transmit"
    sent = send(secretariat, where, {"extract_title": "Title", "extract": "What leaves."})
    assert sent.status_code == 302, sent.text
    text = in_english(app, "sociale").get(f"/concerns/{proposed}").text
    assert "What leaves." in text and "One source is not enough." in text
    assert "Not for outside." not in text and "Mira" not in text
    page = member.get(f"/votes/{vote}")
    assert f'action="/votes/{vote}/opinion"' not in page.text, "what is refused is not offered"
    late = post_unshown(member, f"/votes/{vote}/opinion", {"text": "Otherwise."}, page=page)
    assert late.status_code == 409 and "Otherwise." in late.text


def test_an_opinion_on_what_is_not_transmitted_is_not_asked_whether_it_travels(
    app: Flask, proposed: str
) -> None:
    vote = opened(app, in_english(app, "kastriot"), proposed, do="send_back", reason="Why not.")
    member = in_english(app, "mira")
    assert 'name="travels"' not in member.get(f"/votes/{vote}").text
    opinion = f"/votes/{vote}/opinion"
    forge(member, f"/votes/{vote}", {"travels": "y"}, opinion, typed={"text": "Not yet."})
    with app.app_context():
        assert db.session.scalars(select(MinorityOpinion.travels)).all() == [False]


def test_after_a_revocation_opinions_on_the_new_adoption_are_taken(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.URGENT, urgent=True)
    chair, member = in_english(app, "kastriot"), in_english(app, "mira")
    first = opened(app, chair, address, do="revoke", reason="Too early.")
    with app.app_context():
        cast_all(first, FOR)
    send(chair, f"/votes/{first}", {}, f"/votes/{first}/close")
    vote = opened(app, chair, address)
    said = {"text": "Still too early.", "travels": "y"}
    assert send(member, f"/votes/{vote}", said, f"/votes/{vote}/opinion").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(MinorityOpinion.travels)).all() == [True]


@pytest.mark.parametrize("who", ["ministria", "sociale", "koordinatorja", "vezhguesi", "administratori"])
def test_outside_the_group_there_is_no_vote(app: Flask, proposed: str, who: str) -> None:
    vote = opened(app, in_english(app, "kastriot"), proposed)
    outsider = in_english(app, who)
    for address in ("/votes", f"/votes/{vote}"):
        assert outsider.get(address).status_code == 404
    for action in ("ballot", "close", "opinion"):
        answer = post_unshown(outsider, f"/votes/{vote}/{action}", {"q0": "for", "text": "A."})
        assert answer.status_code == 404


def test_a_recused_member_finds_nothing_of_the_vote(app: Flask, people: World, proposed: str) -> None:
    vote = opened(app, in_english(app, "kastriot"), proposed)
    member = in_english(app, "mira")
    send(member, f"/votes/{vote}", {"q0": "for"}, f"/votes/{vote}/ballot")
    with app.app_context():
        recuse_myself(people.cast.people["mira"], proposed, "A contract.")
        assert db.session.scalars(select(Ballot.void)).all() == [True]
    for address in (f"/votes/{vote}", f"/concerns/{proposed}"):
        assert member.get(address).status_code == 404
    assert vote not in member.get("/votes").text and vote not in member.get("/").text
    assert post_unshown(member, f"/votes/{vote}/ballot", {"q0": "for"}).status_code == 404
    assert "0 of 12 entitled" in in_english(app, "kastriot").get(f"/votes/{vote}").text


def test_who_has_handed_over_does_not_vote_and_the_alternate_does(app: Flask, proposed: str) -> None:
    vote = opened(app, in_english(app, "kastriot"), proposed)
    representative, alternate = in_english(app, "fatmir"), in_english(app, "dritan")
    refused = post_unshown(representative, f"/votes/{vote}/ballot", {"q0": "for"})
    assert refused.status_code == 409
    assert "You do not act for your organisation today" in refused.text
    assert send(alternate, f"/votes/{vote}", {"q0": "for"}, f"/votes/{vote}/ballot").status_code == 302


def test_the_group_elects_its_chair_admits_and_ends(app: Flask, people: World) -> None:
    chair = in_english(app, "kastriot")
    mira, guri = people.cast.people["mira"].person_id, people.cast.organisations["guri"]

    def decide(question: str, **fields: str) -> None:
        answer = send(chair, f"/votes/new/{question}", {"manner": "meeting", "reason": "So.", **fields})
        assert answer.status_code == 302, answer.text
        vote = answer.headers["Location"].rsplit("/", 1)[1]
        with app.app_context():
            cast_all(vote, FOR)
        send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close")
        assert votes(app)[-1].state is VoteState.CLOSED and votes(app)[-1].ended is Ended.CARRIED_OUT

    decide("end_seat", organisation=str(guri))
    with app.app_context():
        assert guri not in {h.organisation.id for h in seats_on(db.session())}
    days = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=900)).isoformat()}
    decide("admit_member", organisation=str(guri), person="0", **days)
    with app.app_context():
        assert guri in {h.organisation.id for h in seats_on(db.session())}
    wrong = send(
        chair, "/votes/new/admit_member", {"manner": "meeting", "organisation": "0", "reason": "So."}
    )
    assert wrong.status_code == 422
    decide("elect_chair", person=str(mira))
    assert chair.get("/votes/new/elect_chair").status_code == 404, "the former chair still has the right"
    assert in_english(app, "mira").get("/votes/new/elect_chair").status_code == 200


def test_a_vote_about_the_group_itself_reaches_those_on_the_roll_by_mail(app: Flask, people: World) -> None:
    chair, mails = in_english(app, "kastriot"), list[EmailMessage]()
    fields = {"organisation": str(people.cast.organisations["guri"]), "reason": "Ka dalë nga rrjeti."}
    answer = send(chair, "/votes/new/end_seat", {"manner": "meeting", **fields})
    vote = answer.headers["Location"].rsplit("/", 1)[1]

    def readers() -> set[str]:
        mails.clear()
        with app.app_context():
            while deliver(mails.append):
                pass
        return {re.split("[<@]", str(mail["To"]))[-2] for mail in mails}

    told = readers()
    with app.app_context():
        acting = {held.acting.email.split("@")[0] for held in seats_on(db.session()) if held.acting}
        on_roll = set(
            db.session.scalars(select(Person.email).join(VoteSeat, VoteSeat.person_id == Person.id))
        )
    assert told == {email.split("@")[0] for email in on_roll} - {"kastriot"}
    assert told < acting - {"kastriot"}, "whoever is asked to leave does not vote on it"
    text = mails[0].get_body(("plain",))
    assert text and f"/votes/{vote}" in text.get_content() and "rrjeti" not in text.get_content()
    assert send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close").status_code == 302
    assert readers() == told and "mbyll" in str(mails[0]["Subject"])


def test_what_was_decided_is_read_page_by_page_by_result_and_year(
    app: Flask, proposed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair, decided = in_english(app, "kastriot"), []
    for said in ((*FOR, None, None), AGAINST):
        decided.append(opened(app, chair, proposed))
        with app.app_context():
            cast_all(decided[-1], said)
        send(chair, f"/votes/{decided[-1]}", {}, f"/votes/{decided[-1]}/close")

    def listed(query: str = "") -> list[str]:
        page = chair.get(f"/votes{query}").text
        return [vote for vote in decided if f'href="/votes/{vote}"' in page]

    no_quorum, against = decided
    assert listed() == decided
    assert listed("?result=no_quorum") == [no_quorum] and listed("?result=not_adopted") == [against]
    assert listed(f"?year={today().year}") == decided and listed("?year=²&result=x") == decided
    assert listed(f"?year={today().year - 1}") == []
    assert "No vote of the Group fits this." in chair.get("/votes?result=adopted").text
    monkeypatch.setattr(queries, "SIZE", 1)
    assert listed() == [against]
    older = re.search(r'rel="next" href="([^"]+)"', chair.get("/votes").text)
    assert older and listed(older[1].removeprefix("/votes")) == [no_quorum]
