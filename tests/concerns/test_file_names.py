"""Under which name a file reaches a reader: its own may tell who is meant, or who wrote it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from app.concerns.attachments import Attachment
from app.concerns.files import add_file
from app.concerns.uploads import store
from app.concerns.vocabulary import FindingSource
from app.core.time import today
from app.demo import lives
from app.process.data import Finding
from app.process.outcome import Taken
from tests.sign_in import sign_in
from tests.world import World, world_of
from workflows.recommendation import Grade
from workflows.roles import Level

OWN_NAMES = ("Elira-H-nga-Strehe.TXT", "vajza-A-B.csv")
NEUTRAL = ("{}-1.txt", "{}-2.csv")


def contested(world: World, **changed: Level) -> tuple[str, list[str]]:
    """A concern whose rapporteur contested what was reported, with two files; one that was left out lies between."""
    address, files = world.concern(lives.REPORTED, **changed), []
    for name in (OWN_NAMES[0], "nuk-shkon.txt", OWN_NAMES[1]):
        content = BytesIO(b"a,b\n" + name.encode())
        kept = add_file(store(), world.cast.people["hana"], address, content, name, number=1, pending=True)
        assert isinstance(kept, Attachment)
        files.append(kept.public_id)
    del files[1]
    found = Finding(
        finding=lives.FOUND_NOT,
        grade=Grade.C,
        sources=(FindingSource.DOCUMENT,),
        independent=True,
        reason=lives.FOUND_NOT,
        due_on=today() + timedelta(days=30),
        files=tuple(files),
    )
    assert isinstance(world.act("hana", address, "contest", found, number=1), Taken)
    return address, files


@pytest.mark.parametrize(
    ("who", "level", "own"),
    [
        ("hana", Level.GROUP, True),
        ("anila", Level.GROUP, True),
        ("sekretaria", Level.GROUP, True),
        ("kastriot", Level.GROUP, True),
        ("hana", Level.RESTRICTED, True),
        ("sociale", Level.GROUP, False),
        ("sociale", Level.SHARED, False),
        ("ministria", Level.GROUP, False),
        ("ministria", Level.SHARED, False),
        ("koordinatorja", Level.GROUP, False),
        ("koordinatorja", Level.RESTRICTED, False),
    ],
)
def test_who_does_not_read_the_review_has_files_under_a_neutral_name(
    app: Flask, who: str, level: Level, own: bool
) -> None:
    with world_of(app) as world:
        address, files = contested(world, level=level)
        reference = world.case("sekretaria", address).concern.reference
    client = app.test_client()
    sign_in(client, who)
    page = client.get(f"/concerns/{address}").text
    neutral = [name.format(reference) for name in NEUTRAL]
    for file_id, read, unread in zip(
        files, OWN_NAMES if own else neutral, neutral if own else OWN_NAMES, strict=True
    ):
        assert read in page and unread not in page
        sent = client.get(f"/concerns/{address}/files/{file_id}", buffered=True)
        assert sent.status_code == 200 and read in sent.headers["Content-Disposition"]
        assert unread not in sent.headers["Content-Disposition"]
