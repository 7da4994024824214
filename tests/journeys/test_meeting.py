"""One meeting of the Group, in Albanian, from its call to its adopted minutes: five people, each at a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import docx
import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.concerns.attachments import Attachment
from app.concerns.files import Store, add_file
from app.core.db import db, unit_of_work
from app.core.files.store import FileStore
from app.core.time import today
from app.demo import lives
from app.demo.review import cast_all
from app.meetings.models import ActionItem, AgendaItem, Meeting, Resolution
from app.notifications.delivery import deliver
from tests.journeys.absent import Traces, finds_nothing
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

PRESENT = ("anila", "besnik", "drita", "elira", "gentiana", "hana", "kastriot", "mira", "ilir")
TASK, DECISION = "T'i shkruhet shërbimit social.", "U vendos me shumicë votash."
FIRST_WORDS, CORRECTED = "U fol për tri zyra.", "U fol për katër zyra."


def press(visitor: Visitor, ending: str) -> None:
    """Send the small form whose address ends so."""
    visitor.press(f"form[action$='{ending}'] button")
    visitor.look()
    assert not visitor.page.locator(".error-summary, .conflict").count(), visitor.page.inner_text("main")


def write(visitor: Visitor, address: str, **values: str) -> None:
    """Fill in the form at this address and send it."""
    assert visitor.go(address) == 200, address
    visitor.fill(**values)
    visitor.send()
    assert not visitor.page.locator(".error-summary").count(), visitor.page.inner_text("main")


def call(visitor: Visitor, title: str, starts: str) -> str:
    """Call a meeting for today; its public id."""
    write(
        visitor,
        "/meetings/new",
        title=title,
        on=today().isoformat(),
        starts=starts,
        ends="23:59",
        place="Salla 1",
    )
    return visitor.page.url.split("/meetings/")[1].split("/")[0]


def put_on_agenda(visitor: Visitor, meeting: str, *needles: str) -> None:
    """Tick what the agenda proposes of itself."""
    assert visitor.go(f"/meetings/{meeting}/agenda") == 200
    for needle in needles:
        visitor.page.check(f"input[name=pick][value*='{needle}']")
    visitor.press("#suggestions form button")
    visitor.look()


def mailed(app: Flask) -> dict[str, EmailMessage]:
    """The invitations that leave now, by reader."""
    mails: list[EmailMessage] = []
    with app.app_context():
        while deliver(mails.append):
            pass
    return {str(mail["To"]).split("<")[1].split("@")[0]: mail for mail in mails}


def file_of(visitor: Visitor, address: str) -> str:
    """The text of a PDF or a DOCX."""
    answer = visitor.page.context.request.get(visitor.base + address)
    assert answer.status == 200, address
    if address.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    return "\n".join(part.text for part in docx.Document(BytesIO(answer.body())).paragraphs)


def page_of(visitor: Visitor, address: str) -> str:
    assert visitor.go(address) == 200, address
    return visitor.page.inner_text("main")


def traces_of(app: Flask, people: World, concern: str, meeting: str, vote: str) -> Traces:
    with app.app_context():
        row = people.case("sekretaria", concern).concern
        items = select(AgendaItem.id).where(AgendaItem.concern_id == row.id)
        rows = [
            *db.session.scalars(select(Resolution.public_id).where(Resolution.item_id.in_(items))),
            *db.session.scalars(select(ActionItem.public_id).where(ActionItem.item_id.in_(items))),
        ]
        return Traces(
            concern,
            meeting,
            tuple(db.session.scalars(select(AgendaItem.public_id).where(AgendaItem.concern_id == row.id))),
            (vote,),
            tuple(db.session.scalars(select(Attachment.public_id).where(Attachment.concern_id == row.id))),
            tuple(rows),
            (row.reference, row.title, TASK, DECISION, FIRST_WORDS, CORRECTED),
        )


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_from_the_call_to_the_adopted_minutes(visit: Visit, people: World, app: Flask) -> None:
    with app.app_context():
        concern = people.concern(lives.PROPOSED, declared=False)
        reference = people.case("sekretaria", concern).concern.reference
        store = Store(FileStore(app.extensions["tryeza.settings"].upload_folder), limit=10_000)
        add_file(store, people.cast.people["anila"], concern, BytesIO(b"Vizita."), "vizita.txt")
    secretariat, chair, owner, reader, recused = (
        visit(who, "sq") for who in ("sekretaria", "kastriot", "mira", "hana", "drita")
    )

    # the call, its agenda, and the mail that tells of it
    meeting = call(secretariat, "Mbledhja e dhjetorit", "00:01")
    put_on_agenda(secretariat, meeting, concern)
    write(secretariat, f"/meetings/{meeting}/agenda/new", title="Vizitat në terren")
    mails = mailed(app)
    assert {"sekretaria", "kastriot", "mira", "hana", "drita"} <= mails.keys()
    for mail in mails.values():
        body = mail.get_body(("plain",))
        assert (
            body is not None and "Salla 1" in body.get_content() and str(mail["Subject"]).startswith("Ftesë")
        )
        assert [part.get_filename() for part in mail.iter_attachments()] == ["ftesë.ics"]
        assert reference not in mail.as_string() + body.get_content()

    # a member recuses herself before the text opens: the item is gone for her, and so are its papers
    recused.page.goto(f"{recused.base}/concerns/{concern}")
    recused.fill(answer="conflict", reason="Kemi një marrëveshje me shërbimin.")
    recused.send()
    for member in (chair, owner, reader):
        member.go(f"/concerns/{concern}")  # no conflict, they say
    assert owner.go(f"/meetings/{meeting}") == recused.go(f"/meetings/{meeting}") == 200
    (_case, item), (_free, free) = (
        (link.inner_text(), link.get_attribute("href") or "")
        for link in owner.page.locator("#agenda ol b a").all()
    )
    assert recused.page.locator("#agenda ol li").count() == 1 and item not in recused.page.content()
    papers = f"/meetings/{meeting}/papers.pdf"
    assert reference in file_of(owner, papers) and "Gjetjet e shqyrtimit" in file_of(owner, papers)
    assert reference not in file_of(recused, papers) and "Vizitat" in file_of(recused, papers)

    # it opens; who is there gives each item its quorum
    secretariat.go(f"/meetings/{meeting}")
    press(secretariat, "/open")
    secretariat.go(f"/meetings/{meeting}/attendance")
    for who in PRESENT:
        seat = people.cast.people[who].organisation_id
        secretariat.page.check(f"input[name=present][value='{seat}']")
    secretariat.send()
    assert "9" in secretariat.page.inner_text("#attendance")
    for where, entitled, there in ((free, 13, 9), (item, 12, 8)):
        secretariat.go(where)
        quorum = secretariat.page.inner_text("#quorum").split()
        assert str(entitled) in quorum and str(there) in quorum and "7" in quorum
        assert "Ka kuorum" in secretariat.page.inner_text("#quorum")

    # a vote, opened at the item
    chair.go(item)
    chair.press(f"a[href*='/concerns/{concern}/steps/adopt']")
    chair.look()
    chair.send()
    vote = chair.page.url.rsplit("/", 1)[1]
    with app.app_context():
        cast_all(vote)
        db.session.remove()
    for voter in (owner, chair):
        assert voter.go(f"/votes/{vote}") == 200
        for question in voter.page.locator("main input[type=radio][value=for]").all():
            question.check()
        press(voter, "/ballot")
    press(chair, "/close")
    owner.go(item)
    assert owner.page.locator(f"#decisions a[href$='/votes/{vote}']").count() == 1

    # what was decided, who does what until when, and the minutes while it sits
    write(secretariat, f"{item}/resolutions", text=DECISION)
    mira = str(people.cast.people["mira"].person_id)
    write(
        secretariat,
        f"{item}/actions",
        what=TASK,
        owner=mira,
        due_on=(today() + timedelta(days=2)).isoformat(),
    )
    for where, text in ((item, FIRST_WORDS), (free, "U caktuan dy vizita.")):
        write(secretariat, f"{where}/minutes", text=text)
    assert owner.go(f"/meetings/{meeting}/minutes") == 404, "not before they are circulated"
    owner.go("/")
    assert TASK in owner.page.inner_text("main") and TASK not in page_of(reader, "/")
    with app.app_context(), unit_of_work() as session:
        session.scalars(select(ActionItem)).one().due_on = today() - timedelta(days=3)
    assert "3 ditë" in page_of(owner, "/") and TASK in page_of(secretariat, "/meetings")
    desk = page_of(coordinator := visit("koordinatorja", "sq"), "/desk")
    assert "Detyrat nga mbledhjet e Grupit" in desk and TASK not in desk
    assert coordinator.go(f"/meetings/{meeting}") == 404

    # circulated, corrected, and adopted in the next meeting
    secretariat.go(f"/meetings/{meeting}/minutes")
    press(secretariat, "/circulate")
    write(owner, f"{item}/corrections", text="Ishin katër zyra.")
    secretariat.go(f"/meetings/{meeting}/minutes")
    assert "Ishin katër zyra." in secretariat.page.inner_text("main")
    write(secretariat, f"{item}/minutes", text=CORRECTED)
    later = call(chair, "Mbledhja e janarit", "00:02")
    put_on_agenda(chair, later, f"minutes:{meeting}")
    assert CORRECTED in file_of(reader, f"/meetings/{later}/papers.pdf")
    chair.go(f"/meetings/{later}")
    press(chair, "/open")
    chair.go(f"/meetings/{meeting}/minutes")
    press(chair, "/adopt")
    assert "Procesverbal i miratuar" in page_of(reader, f"/meetings/{meeting}/minutes")

    # files in both languages
    exports = [f"/meetings/{meeting}/minutes.{ending}" for ending in ("pdf", "docx")]
    for language, word in (("sq", "Procesverbal"), ("en", "Minutes")):
        if language == "en":
            reader.page.click(".account > summary")
            reader.press("form[action='/language'] button[lang=en]")
        for text in (file_of(reader, export) for export in exports):
            assert (
                word in text and CORRECTED in text and TASK in text and DECISION in text and reference in text
            )

    # the recused member tries every address of the case, and those that others were given
    traces = traces_of(app, people, concern, meeting, vote)
    assert len(traces.items) == len(traces.files) == 1 and len(traces.rows) == 2
    with pytest.raises(AssertionError, match=r"says|: 200"):
        finds_nothing(owner.page, owner.base, app, traces)
    recused.page.goto(f"{recused.base}/me/calendar")
    recused.page.click("form[action='/me/calendar'] button")
    feed = recused.page.input_value("#address").split("/feed/")[1]
    word = reference.rsplit("-", 1)[1]
    tried = finds_nothing(
        recused.page,
        recused.base,
        app,
        traces,
        f"/feed/{feed}",
        f"/concerns?q={word}",
        f"/recommendations?q={word}",
        f"/meetings/{later}",
        f"/meetings/{later}/papers.pdf",
    )
    assert tried > 150
    with app.app_context():
        assert db.session.scalars(select(Meeting.state).order_by(Meeting.id)).all() == ["adopted", "held"]
