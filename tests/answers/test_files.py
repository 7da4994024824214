"""Files of contributions and of answers by a link: who reads them, how many are taken, where they go."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.answers.files import MOST_BY_A_LINK
from app.answers.links.service import send_for_answer, send_for_request
from app.answers.models import PreparedAnswer
from app.concerns.attachments import Attachment
from app.core.db import db
from app.core.files.store import FileStore
from app.core.time import frozen, now
from app.demo import lives
from app.directory.service import save_entry
from app.process.models import Event
from config import Settings
from tests.answers.conftest import Desk
from tests.answers.test_links import ADDRESS, TEXT, Mailbox, assert_nothing, readdressed
from tests.answers.test_pages import Browsers
from tests.forms import again, send
from tests.world import world_of

GIVEN = {"contribution": "Shifrat janë bashkëngjitur."}


def upload(*names: str, what: bytes = b"viti,raste\n2025,3\n") -> dict[str, Any]:
    return {"uploads": [(BytesIO(what + name.encode()), name) for name in names]}


def fetch(client: FlaskClient, address: str) -> TestResponse:
    """A file, read to its end and closed."""
    return client.get(address, buffered=True)


def files(app: Flask) -> list[Attachment]:
    with app.app_context():
        return list(db.session.scalars(select(Attachment).order_by(Attachment.id)))


def test_a_contributions_file_is_read_by_two_and_goes_into_the_answer_if_it_is_ticked(app: Flask) -> None:
    with world_of(app) as world:
        desk = Desk(world, world.concern(lives.SENT))
        desk.two_signatures()
        request, concern = f"/requests/{desk.ask()}", f"/concerns/{desk.address}"
    browse = Browsers(app)
    agency, ministry, second = browse["prokuroria"], browse["ministria"], browse["ministria_b"]

    def give(**typed: Any) -> TestResponse:
        return send(agency, request, typed, f"{request}/give")

    # what was uploaded survives a mistake, and waits for the agency alone
    refused = give(contribution=" ", **upload("shifra.csv", "makro.exe", "tepër.txt"))
    assert refused.status_code == 422 and "makro.exe: " in refused.text and "shifra.csv</a>" in refused.text
    left = next(f.public_id for f in files(app) if f.name == "tepër.txt")
    waits = f"{request}/files/{files(app)[0].public_id}"
    assert fetch(agency, waits).status_code == 200
    assert fetch(ministry, waits).status_code == 404 and "shifra.csv" not in ministry.get(request).text
    assert give(**GIVEN, **upload("hartë.txt"), drop_file=left).status_code == 302
    assert [f.name for f in files(app)] == ["shifra.csv", "hartë.txt"]
    table, map_ = files(app)
    assert not table.pending and not table.public and len(stored(app)) == 2
    # only who asked and who gave read it, at its own address alone
    for who in ("prokuroria", "ministria", "ministria_b"):
        answer = fetch(browse[who], waits)
        assert answer.status_code == 200 and answer.data.startswith(b"viti,raste")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    outside = ("sociale", "policia", "kastriot", "hana", "anila", "sekretaria", "koordinatorja")
    for who in outside:
        assert fetch(browse[who], waits).status_code == 404, who
        assert "shifra.csv" not in browse[who].get(concern).text, who
    for who in (*outside, "ministria"):
        assert fetch(browse[who], f"{concern}/files/{table.public_id}").status_code == 404, who
    with app.app_context():
        read = db.session.scalars(select(Event).where(Event.do == "read_file")).all()
        assert len(read) == 4 and not any(event.public for event in read)
    # each may be taken or left; what was taken waits with the answer through a mistake and a second person
    steps = f"{concern}/recommendations/1/steps"
    assert "shifra.csv" in ministry.get(f"{steps}/reject").text
    mistake = send(ministry, f"{steps}/reject", {"reason": "", "take_file": table.public_id})
    assert mistake.status_code == 422 and mistake.text.count("shifra.csv</a>") == 2  # there, and as it came
    assert f'name="take_file" value="{map_.public_id}"' in mistake.text
    assert f'name="take_file" value="{table.public_id}"' not in mistake.text
    assert send(ministry, f"{steps}/reject", {"reason": "Nuk ka buxhet."}).status_code == 302
    copy = files(app)[-1]
    assert copy.name == "shifra.csv" and copy.sha256 == table.sha256 and copy.stored_name != table.stored_name
    to_sign = second.get("/answers/to-sign").text
    assert "shifra.csv" in to_sign and "hartë.txt" not in to_sign
    assert fetch(second, f"{concern}/files/{copy.public_id}").status_code == 200
    for who in outside:
        assert fetch(browse[who], f"{concern}/files/{copy.public_id}").status_code == 404, who
    sign(app, second)
    chair = browse["kastriot"]
    assert "shifra.csv" in chair.get(concern).text and "hartë.txt" not in chair.get(concern).text
    assert fetch(chair, f"{concern}/files/{copy.public_id}").data.startswith(b"viti,raste")
    assert fetch(chair, waits).status_code == 404


def test_a_colleague_goes_on_with_a_draft_and_its_files(app: Flask) -> None:
    with world_of(app) as world:
        ministry = world.cast.people["ministria"]
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
        concern = f"/concerns/{world.concern(lives.SENT)}"
    browse = Browsers(app)
    place = f"{concern}/recommendations/1/steps/reject"
    assert send(browse["ministria"], place, upload("urdhri.txt"), press="keep").status_code == 302
    assert "urdhri.txt" in browse["ministria_b"].get(place).text
    assert send(browse["ministria_b"], place, {"reason": "Nuk ka buxhet."}).status_code == 302
    sign(app, browse["ministria"])
    assert "urdhri.txt" in browse["kastriot"].get(concern).text


def sign(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        row = db.session.scalars(select(PreparedAnswer)).one()
        ticked = {"answer": f"{row.public_id}:{row.version}"}
    assert send(client, "/answers/to-sign", ticked, "/answers/to-sign").status_code == 302


def stored(app: Flask) -> list[str]:
    settings: Settings = app.extensions["tryeza.settings"]
    return FileStore(settings.upload_folder).names(older_than=-60)


def test_by_a_link_a_few_files_are_taken_while_it_holds_and_for_this_request_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.concerns.uploads.MIB", 1024)  # a small file is large then
    with world_of(app) as world:
        desk = Desk(world, world.concern(lives.SENT))
        people = world.cast.people
        address = desk.ask("komiteti")
        send_for_request(people["ministria"], address, ADDRESS)
        db.session.rollback()
    mailbox, browser = Mailbox(app), app.test_client()
    link = mailbox.link()
    # too large, of a kind that is not taken, and more than five: said beside the field, and the text stays
    refused = send(browser, link, {**TEXT, **upload("a.txt", "b.exe", "c.txt")})
    assert refused.status_code == 422 and "b.exe: " in refused.text and TEXT["contribution"] in refused.text
    large = send(browser, link, {**TEXT, **upload("d.txt", what=b"x" * 10 * 1024)})
    assert large.status_code == 422 and "d.txt: " in large.text
    many = send(browser, link, {**TEXT, **upload("e.txt", "f.txt", "g.txt", "h.txt")}, press="keep")
    assert many.status_code == 422 and "h.txt: " in many.text
    assert [f.name for f in files(app)] == ["a.txt", "c.txt", "e.txt", "f.txt", "g.txt"]
    assert len(files(app)) == MOST_BY_A_LINK == len(stored(app)), "what was refused left nothing behind"
    own = [f"{link}/files/{f.public_id}" for f in files(app)]
    assert fetch(browser, own[0]).status_code == 200
    dropped = send(browser, link, {**TEXT, "drop_file": files(app)[0].public_id}, press="keep")
    assert dropped.status_code == 302 and len(stored(app)) == MOST_BY_A_LINK - 1
    # neither the ministry, before it is given, nor another link reads it
    browse = Browsers(app)
    page = f"/requests/{address}"
    given = f"{page}/files/{files(app)[0].public_id}"
    assert (
        fetch(browse["ministria"], given).status_code == 404
        and "c.txt" not in browse["ministria"].get(page).text
    )
    foreign = app.test_client().get(f"/link/{'A' * 43}/files/{files(app)[0].public_id}")
    assert foreign.status_code == 404 and foreign.data == app.test_client().get(own[0]).data
    open_before = browser.get(link)
    assert send(browser, link, TEXT).status_code == 302
    assert send(browser, f"{link}/code", {"code": mailbox.code()}).status_code == 200
    assert "c.txt" in browse["ministria"].get(page).text
    assert fetch(browse["ministria"], given).data.startswith(b"viti,raste")
    assert {fetch(browse[who], given).status_code for who in ("kastriot", "sociale", "sekretaria")} == {404}
    assert_nothing(app, browser, link)
    for client in (browser, app.test_client(), browse["ministria"]):
        assert {client.get(x).data for x in (link, *own)} == {foreign.data}
        assert {client.get(x).status_code for x in own} == {404}
    posted = again(browser, open_before, {**TEXT, **upload("pas.txt")})
    assert posted.status_code == 404 and "pas.txt" not in [f.name for f in files(app)]


def test_an_answer_by_a_link_brings_its_files_and_an_ended_link_leaves_none(app: Flask) -> None:
    with world_of(app) as world:
        concern = world.concern(lives.SENT)
        readdressed(world, concern)
        secretariat = world.cast.people["sekretaria"]
        send_for_answer(secretariat, concern, 1, ADDRESS)
        db.session.rollback()
    mailbox, browser = Mailbox(app), app.test_client()
    first = mailbox.link()
    answer = {"do": "reject", "reason": "Nuk kemi buxhet.", "signed": TEXT["signed"]}
    assert send(browser, first, {**answer, **upload("e-parë.txt")}).status_code == 302
    mailbox.fetch()
    with app.app_context():
        send_for_answer(secretariat, concern, 1, ADDRESS)
        db.session.rollback()
    second = mailbox.link()
    assert "e-parë.txt" not in browser.get(second).text
    assert send(browser, second, {**answer, **upload("buxheti.txt")}).status_code == 302
    assert send(browser, f"{second}/code", {"code": mailbox.code()}).status_code == 200
    chair = Browsers(app)["kastriot"]
    page = chair.get(f"/concerns/{concern}").text
    assert "buxheti.txt" in page and "e-parë.txt" not in page
    found = re.search(r'href="(/concerns/[^"]+/files/[^"]+)"[^>]*>buxheti\.txt', page)
    assert found and fetch(chair, found[1]).data.startswith(b"viti,raste")
    with app.app_context(), frozen(now() + timedelta(days=2)):
        result = app.test_cli_runner().invoke(args=["files", "sweep"])
        assert result.exit_code == 0 and "1 files deleted" in result.output
    assert [f.name for f in files(app)] == ["buxheti.txt"]
