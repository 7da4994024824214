"""Why what looks like an identifier may stay is asked for beside a text, kept with it, and read where that is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms.fields.core import UnboundField

from app.concerns.step_forms import StepForm
from app.core.db import Base
from app.core.forms import Form
from app.core.time import today
from app.demo import lives
from app.process.outcome import Taken
from app.review.working_papers import Round
from app.votes.group import Question
from tests.databases import only_sqlite
from tests.forms import again, form_of, send
from tests.votes.pages import in_english, opened
from tests.world import World

CALL = "Thirrni 069 123 4567."
MEETING = {"title": "Mbledhja", "starts": "09:00", "ends": "11:00"}
WHY = "Numri i zyrës, jo i një personi."
STATEMENT = "statement.details"  # with the words of the step
EVENT = "event.params"  # with the event that tells of it
NOWHERE = "asked for, so that nobody leaves it by oversight, and not kept"

# each form with a text that is looked through, by hand: where its reason is kept. Steps of a case keep it in STATEMENT
KEPT = {
    "messages.forms.MessageForm": EVENT,
    "working_papers.forms.CommentForm": EVENT,
    "working_papers.forms.ReplyForm": EVENT,
    "working_papers.forms.WordingForm": EVENT,
    "working_papers.forms.ViewForm": "first_view.override_reason",
    "meetings.forms.MinutesForm": "agenda_item.minutes_override",
    "meetings.forms.CorrectionForm": "correction.override_reason",
    "meetings.forms.ProposalForm": "agenda_proposal.override_reason",
    "recusals.forms.DeclareForm": "recusal.override_reason",
    "recusals.forms.RecuseForm": "recusal.override_reason",
    "recusals.forms.LiftForm": "recusal.lifted_override",
    "recusals.forms.InterestForm": "interest.override_reason",
    "votes.forms.OpinionForm": "minority_opinion.override_reason",
    "votes.forms.AdmitForm": "pending_step.data",
    "votes.forms.EndForm": "pending_step.data",
    "votes.forms.PersonForm": "pending_step.data",
    "votes.forms.ChairForm": "pending_step.data",
    "votes.forms.SenderForm": "pending_step.data",
    # an answer, by its own page, on paper and by a link: steps, or what comes before them
    "answers.forms.AnswerTexts": STATEMENT,
    "answers.links.forms.LinkStepForm": STATEMENT,
    "answers.forms.BatchForm": STATEMENT,
    "answers.forms.ForwardForm": "contribution_request.question_override",
    "answers.forms.ContributionForm": "contribution_request.contribution_override",
    "answers.forms.ReasonForm": "contribution_request.question_override",
    "answers.links.forms.LinkContributionForm": "contribution_request.contribution_override",
    "access_requests.forms.AskForm": "access_request_event.details",
    "access_requests.forms.ReasonForm": "access_request_event.details",
    "access_requests.forms.DateForm": "access_request_event.details",
    "access_requests.forms.ArrangeForm": "access_request_event.details",
    "access_requests.forms.ConfirmForm": "access_request_event.details",
    # what is said in a meeting and of it, of seats and rights, and of names of things
    "meetings.forms.MeetingForm": "meeting.override_reason",
    "meetings.forms.FreeItemForm": "agenda_item.title_override",
    "meetings.forms.ResolutionForm": "resolution.override_reason",
    "meetings.forms.ActionForm": "action_item.override_reason",
    "group.forms.RenewForm": "group_event.details",
    "accounts.forms.RefusalForm": NOWHERE,
    "dashboards.reminders.forms.RemindForm": NOWHERE,
    "dashboards.saved_views.forms.SavedViewForm": NOWHERE,
    "dashboards.saved_views.forms.SharedViewForm": NOWHERE,
    "deadlines.forms.OwnDateForm": NOWHERE,
    "filing.forms.InstitutionForm": NOWHERE,
    "formal_letters.settings.forms.WordingForm": "letter_wording.override_reason",
    "formal_letters.forms.LetterForm": "formal_letter.override_reason",
    "formal_letters.forms.SentForm": "formal_letter.override_reason",
    "working_papers.forms.AssessmentForm": "assessment.override_reason",
}


def forms_of_the_application(form: type[Form] = Form) -> Iterator[type[Form]]:
    """Every form of it, with those that are made of others."""
    for made in form.__subclasses__():
        if made.__module__.startswith("app.") and "<locals>" not in made.__qualname__:
            yield made
        yield from forms_of_the_application(made)


def takes_text(form: type[Form]) -> bool:
    """Whether somebody writes something into it that is looked through."""
    given = {name: getattr(form, name, None) for name in dir(form) if name != "override_reason"}
    kinds = [value.field_class for value in given.values() if isinstance(value, UnboundField)]
    return not form.identifiers_allowed and bool(
        {StringField, TextAreaField} & set(kinds) or any(issubclass(k, FieldList | FormField) for k in kinds)
    )


@only_sqlite
@pytest.mark.usefixtures("app")  # which knows every form
def test_each_form_with_a_reason_says_where_it_is_kept() -> None:
    found = {
        f"{form.__module__.removeprefix('app.')}.{form.__name__}"
        for form in forms_of_the_application()
        if takes_text(form) and not issubclass(form, StepForm)
    }
    assert found - set(KEPT) == set(), "say in this test where why it may stay is kept"
    assert set(KEPT) - found == set(), "forms that are no more, or take no text any more"
    columns = {
        f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns
    }
    assert {where for where in KEPT.values() if where != NOWHERE} <= columns


@only_sqlite
@pytest.mark.usefixtures("app")
def test_each_step_of_a_case_keeps_it_with_its_words() -> None:
    for form in forms_of_the_application():
        if issubclass(form, StepForm):
            assert form.data_class(override_reason=WHY).details()["override_reason"] == WHY, form


Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask, people: World) -> Browse:
    return lambda who: in_english(app, who)


def explained(client: FlaskClient, refused: TestResponse) -> TestResponse:
    """The same, with the reason that the page asks for now."""
    assert refused.status_code == 422, refused.text[-2000:]
    answer = again(client, refused, {"override_reason": WHY})
    assert answer.status_code == 302, answer.text[-2000:]
    return answer


def reads(client: FlaskClient, address: str) -> int:
    """How often a page says why something may stay."""
    page = client.get(address)
    assert page.status_code == 200, address
    return len(re.findall(re.escape(f"Why it may stay: {WHY}"), page.text))


def concern(app: Flask, people: World, beats: list[lives.DemoStep], *, declared: bool = True) -> str:
    with app.app_context():
        return people.concern(beats, declared=declared)


def test_with_an_opinion_and_with_what_is_proposed(app: Flask, people: World, browse: Browse) -> None:
    case, chair, member = concern(app, people, lives.PROPOSED), browse("kastriot"), browse("mira")
    step = f"/concerns/{case}/steps/dismiss"
    answer = explained(chair, send(chair, step, {"manner": "meeting", "reason": CALL}))
    vote = str(answer.headers["Location"])
    assert reads(member, vote) == 1
    explained(member, send(member, vote, {"text": CALL}, f"{vote}/opinion"))
    assert reads(chair, vote) == 2
    assert form_of(member.get(vote).text, f"{vote}/opinion").fields()["override_reason"] == [WHY], (
        "to be changed"
    )
    assert (
        send(member, vote, {"text": "Pa numër.", "override_reason": ""}, f"{vote}/opinion").status_code == 302
    )
    assert reads(chair, vote) == 1


def test_with_a_question_about_the_group(app: Flask, people: World, browse: Browse) -> None:
    chair = browse("kastriot")
    typed = {"person": str(people.cast.people["mira"].person_id), "reason": CALL, "manner": "meeting"}
    answer = explained(chair, send(chair, f"/votes/new/{Question.CHAIR}", typed))
    assert reads(browse("hana"), str(answer.headers["Location"])) == 1


def test_with_recusals_and_interests(app: Flask, people: World, browse: Browse) -> None:
    case, chair, member = concern(app, people, lives.ADMITTED), browse("kastriot"), browse("mira")
    page, organisations = f"/concerns/{case}/recusals", people.cast.organisations
    romet = str(organisations["romet"])
    explained(chair, send(chair, page, {"organisation": romet, "reason": CALL}))
    assert reads(member, page) == 1 and reads(member, "/recusals") == 1
    lift = re.search(rf"{page}/\d+/lift", chair.get(page).text)
    assert lift
    explained(chair, send(chair, lift[0], {"reason": CALL}))
    assert reads(member, page) == 2 and reads(member, "/recusals") == 2
    out = browse("ilir")
    explained(out, send(out, f"/concerns/{case}/declare", {"answer": "conflict", "reason": CALL}))
    assert reads(chair, page) == 3
    towards = str(organisations["policia_a"])
    tie = {"towards": towards, "kind": "funding", "text": CALL, "from_on": today().isoformat()}
    explained(member, send(member, "/interests", tie))
    assert reads(chair, "/interests") == 1


def test_with_a_first_view(app: Flask, people: World, browse: Browse) -> None:
    case, member = concern(app, people, lives.ADMITTED), browse("mira")
    with app.app_context():
        data = Round("A duhet?", ends_on=today() + timedelta(days=9))
        assert isinstance(people.act("kastriot", case, "open_first_round", data), Taken)
    papers = f"/concerns/{case}/papers"
    explained(member, send(member, f"{papers}/view", {"leaning": "recommend", "text": CALL}))
    assert reads(member, papers) == 1 and reads(browse("kastriot"), papers) == 0, "the round is open"
    shown = form_of(member.get(f"{papers}/view").text)
    assert shown.fields()["override_reason"] == [WHY], "to be kept or changed"
    with app.app_context():
        assert isinstance(people.act("kastriot", case, "close_first_round", None), Taken)
    assert reads(browse("kastriot"), papers) == 1


def test_with_a_proposed_item(people: World, browse: Browse) -> None:
    member = browse("mira")
    new = {"title": "Numri i ri", "reason": CALL}
    explained(member, send(member, "/meetings/proposals/new", new))
    for who in ("mira", "sekretaria"):
        assert reads(browse(who), "/meetings/proposals") == 1, who


def test_a_vote_whose_text_names_nobody_says_nothing_of_it(app: Flask, people: World, browse: Browse) -> None:
    vote = opened(app, browse("kastriot"), concern(app, people, lives.PROPOSED), reason="Arsye.")
    assert reads(browse("mira"), f"/votes/{vote}") == 0


def test_with_what_is_said_in_a_meeting_and_of_it(app: Flask, people: World, browse: Browse) -> None:
    secretariat, member = browse("sekretaria"), browse("mira")
    answer = send(secretariat, "/meetings/new", {**MEETING, "on": today().isoformat(), "place": CALL})
    meeting = explained(secretariat, answer).headers["Location"].removesuffix("/agenda")
    assert reads(member, meeting) == 1
    shown = form_of(secretariat.get(f"{meeting}/change").text, own=f"{meeting}/change")
    assert shown.fields()["override_reason"] == [WHY], "to be kept or changed"
    explained(secretariat, send(secretariat, f"{meeting}/agenda/new", {"title": CALL}))
    item = re.search(rf"{meeting}/items/[\w-]+", member.get(meeting).text)
    assert item and reads(member, item[0]) == 1
    assert send(secretariat, meeting, {}, f"{meeting}/open").status_code == 302
    explained(secretariat, send(secretariat, f"{item[0]}/resolutions", {"text": CALL}))
    given = {"what": CALL, "owner": str(people.cast.people["mira"].person_id), "due_on": today().isoformat()}
    explained(secretariat, send(secretariat, f"{item[0]}/actions", given))
    assert reads(member, item[0]) == 3 and reads(secretariat, f"{meeting}/minutes") == 2


def test_with_an_access_request(people: World, browse: Browse) -> None:
    member, ministry = browse("mira"), browse("ministria")
    agency = str(people.cast.organisations["policia_a"])
    asked = send(member, "/access-requests/new", {"kind": "visit", "agency": agency, "purpose": CALL})
    place = str(explained(member, asked).headers["Location"])
    assert reads(ministry, place) == 1
    refused = send(ministry, place, {"reason": CALL}, f"{place}/refuse")
    assert refused.status_code == 422
    assert again(ministry, refused, {"override_reason": WHY}, f"{place}/refuse").status_code == 302
    assert reads(member, place) == 2


def test_with_what_an_institution_is_asked_and_gives(app: Flask, people: World, browse: Browse) -> None:
    case, ministry, asked = concern(app, people, lives.SENT), browse("ministria"), browse("prokuroria")
    work = f"/concerns/{case}/recommendations/1"
    given = {"agency": str(people.cast.organisations["prokuroria"]), "question": CALL}
    explained(ministry, send(ministry, f"{work}/forward", given))
    page = re.search(r"/requests/[\w-]+", ministry.get(f"{work}/work").text)
    assert page and reads(asked, page[0]) == 1
    refused = send(asked, page[0], {"contribution": CALL}, f"{page[0]}/give")
    assert refused.status_code == 422
    assert again(asked, refused, {"override_reason": WHY}, f"{page[0]}/give").status_code == 302
    assert reads(ministry, page[0]) == 2 and reads(ministry, f"{work}/work") == 1
    refused = send(ministry, page[0], {"reason": CALL}, f"{page[0]}/ask_again")
    assert (
        again(ministry, refused, {"override_reason": "Pa emër."}, f"{page[0]}/ask_again").status_code == 302
    )
    assert f"{WHY}\nPa emër." in asked.get(page[0]).text


def test_with_an_answer_to_several_at_once(app: Flask, people: World, browse: Browse) -> None:
    case, agency = concern(app, people, lives.SENT), browse("sociale")
    place = f"/answers/batch?rec={case}/1"
    explained(agency, send(agency, place, {"do": "accept", "note": CALL}, press="Send the answers"))
    assert WHY in agency.get(f"/concerns/{case}/history?all=1").text


def test_with_an_assessment(app: Flask, people: World, browse: Browse) -> None:
    case, rapporteur = concern(app, people, lives.ADMITTED), browse("hana")
    papers = f"/concerns/{case}/papers"
    explained(rapporteur, send(rapporteur, f"{papers}/assessment", {"facts": CALL}))
    assert reads(rapporteur, papers) == 1
    shown = form_of(rapporteur.get(f"{papers}/assessment").text)
    assert shown.fields()["override_reason"] == [WHY], "to be kept or changed"


def test_with_a_longer_mandate(people: World, browse: Browse) -> None:
    secretariat = browse("sekretaria")
    seat = re.search(r"/group/seats/[\w-]+", secretariat.get("/group").text)
    assert seat
    given = {"to_on": (today() + timedelta(days=2000)).isoformat(), "reason": CALL}
    explained(secretariat, send(secretariat, seat[0], given, press="Renew the mandate"))
    assert reads(secretariat, "/group") == 1
