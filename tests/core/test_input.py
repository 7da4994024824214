"""What no page sends is refused, whatever it is, and changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Person
from app.core.db import db
from tests.databases import only_sqlite
from tests.posts import post_body
from tests.sign_in import sign_in
from tests.world import World

JSON, PARTS = "application/json", "multipart/form-data; boundary=cut"
NAME = b'--cut\r\nContent-Disposition: form-data; name="name"\r\n\r\nTjeter emer\r\n'
BODIES = (
    (b'{"name": "Tjeter emer", "language": "sq"}', JSON),
    (b'{"name": 5}', JSON),
    (b'{"name": {"a": ["b"]}}', JSON),
    (b'{"name": "\\ud800"}', "application/vnd.x+json"),
    (b"[1, 2]", JSON),
    (b"7", JSON),
    (b"[" * 5000, JSON),
    (NAME + b'--cut\r\nContent-Disposition: form-data; filename="a"\r\n\r\nb\r\n--cut--\r\n', PARTS),
    (NAME + b"--cut\r\nContent-Disposition: form-data\r\n\r\nb\r\n--cut--\r\n", PARTS),
    (NAME.replace(b'"name"', b'"name"; filename="a.txt"') + b"--cut--\r\n", PARTS),
)


@pytest.mark.parametrize(("body", "kind"), BODIES)
@only_sqlite
def test_what_is_no_form_is_refused_and_changes_nothing(
    app: Flask, people: World, body: bytes, kind: str
) -> None:
    client = app.test_client()
    sign_in(client, "besnik")
    before = _names(app)
    assert post_body(client, "/me", body, kind).status_code == 400
    assert _names(app) == before


def _names(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(db.select(Person.name)))
