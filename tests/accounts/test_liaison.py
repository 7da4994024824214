"""A liaison of a member organisation: invited by two through the pages, and what they reach once they are signed in."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.concerns.records import Channel
from app.core.random_ids import one_time_key
from app.demo import lives
from app.messages.service import say
from tests.accounts.pages import confirm_all, deliver, link_in
from tests.accounts.rights import held, invite, save
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.recusals.test_organisation import naming
from tests.sign_in import sign_in
from tests.votes.pages import in_english
from tests.walk import walk
from tests.world import World
from workflows.recommendation import State

PASSWORD = "një fjali e gjatë për mjaltin"
FILED = "Rrëfim vetëm i Grupit."
THE_GROUPS = (
    "/votes",
    "/recusals",
    "/interests",
    "/meetings/new",
    "/people",
    "/rights",
    "/access-requests/new",
)
OF_THE_REVIEW = ("papers", "recusals", "declare", "similar", "steps/adopt", "papers/drafts/2")


def accepted(app: Flask) -> FlaskClient:
    """Who was invited opens the link of the mail, chooses a password and signs in with it."""
    mail = next(m for m in reversed(deliver(app)) if "zamira@example.org" in str(m["To"]))
    browser, link = app.test_client(), link_in(mail)
    answer = send(browser, link, {"password": PASSWORD, "password_confirm": PASSWORD})
    assert answer.status_code == 302, answer.text
    entered = send(browser, "/sign-in", {"email": "zamira@example.org", "password": PASSWORD})
    assert entered.status_code in (302, 303)
    assert again(browser, browser.get("/me"), {}, "/language").status_code == 302
    return browser


@only_sqlite
def test_a_liaison_of_a_member_answers_what_is_addressed_to_it_and_reads_no_review(
    app: Flask, people: World
) -> None:
    rest = lives.SENT[len(lives.DRAFTED) :]
    with app.app_context():
        address = people.concern(
            [*lives.DRAFTED, naming(people, "mira"), *rest], title="Titull i Grupit", narrative=FILED
        )
        other = people.concern(lives.SENT, title="Titull tjetër")
        review = people.concern([*lives.DRAFTED, naming(people, "mira")], title="Titull në shqyrtim")
        said = (people.cast.people["hana"], address, Channel.GROUP, "Fjalë e Grupit.")
        say(*said, institution=None, key=one_time_key())
    administrator = app.test_client()
    sign_in(administrator, "administratori")
    assert invite(administrator, people, "vrojtim", ["agency"]).status_code == 302
    assert not [m for m in deliver(app) if "zamira@example.org" in str(m["To"])], "one person alone"
    assert confirm_all(app) == [302]
    liaison = accepted(app)
    assert held(app, "zamira") == ["agency"]

    case = f"/concerns/{address}"
    page = liaison.get(case)
    assert page.status_code == 200 and f"{case}/recommendations/2" in page.text
    assert f"{case}/recommendations/1/" not in page.text and FILED not in page.text
    assert case in liaison.get("/").text
    for hidden in (f"/concerns/{other}", f"/concerns/{review}", *THE_GROUPS):
        assert liaison.get(hidden).status_code == 404, hidden
    for end in OF_THE_REVIEW:
        assert liaison.get(f"{case}/{end}").status_code == 404, end
    words = (
        "Titull i Grupit",
        "Titull tjetër",
        "Titull në shqyrtim",
        other,
        review,
        FILED,
        "Fjalë e Grupit",
    )
    seen = list(walk(app, liaison, files=True))
    assert case in {each.address for each in seen}
    assert not [(each.address, word) for each in seen for word in words if word in each.text]

    where = f"{case}/recommendations/2/steps/accept"
    assert send(liaison, where, {"note": "Po."}).status_code == 302
    assert in_english(app, "mira").get(case).status_code == 404, "as a member it stays out"
    with app.app_context():
        states = {r.number: r.state for r in people.case("hana", address).recommendations}
    assert states == {1: State.AWAITING, 2: State.ACCEPTED}


@only_sqlite
def test_a_member_account_of_it_gets_the_role_of_a_liaison_by_two_and_the_case_as_an_addressee(
    app: Flask, people: World
) -> None:
    rest = lives.SENT[len(lives.DRAFTED) :]
    with app.app_context():
        address = people.concern([*lives.DRAFTED, naming(people, "mira"), *rest])
    mira = in_english(app, "mira")
    assert mira.get(f"/concerns/{address}").status_code == 404
    administrator = app.test_client()
    sign_in(administrator, "administratori")
    assert save(app, administrator, "mira", roles=["member", "agency"]).status_code == 302
    assert mira.get(f"/concerns/{address}").status_code == 404, "one person alone"
    assert confirm_all(app) == [302]
    mira = in_english(app, "mira")
    page = mira.get(f"/concerns/{address}")
    assert page.status_code == 200 and f"/concerns/{address}/recommendations/2" in page.text
    for end in OF_THE_REVIEW:
        assert mira.get(f"/concerns/{address}/{end}").status_code == 404, end
