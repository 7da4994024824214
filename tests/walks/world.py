"""A small demonstration that is put back as it was before each form is sent."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from app import create_app
from app.core.db import db
from app.demo.build import build
from config import Settings
from tests.sign_in import sign_in
from tests.walks.sending import Met

COOKIE = "tryeza"
# who walks; each sees other pages, or is offered other forms on the same
WALKERS = {
    "anila": "member, who files",
    "hana": "rapporteur",
    "kastriot": "chair",
    "sekretaria": "secretariat",
    "ministria": "ministry",
    "policia": "institution",
    "koordinatorja": "coordinator",
    "administratori": "administrator",
}
# who is offered few forms that none of them is
OTHERS = {
    "dritan": "colleague in an organisation, deputy of who is away",
    "ministria_b": "second signature of the ministry",
    "linja": "institution that is not of the state",
    "vezhguesi": "observer",
}


@dataclass
class Stage:
    """An application over a database that can be put back."""

    app: Flask
    sessions: dict[str, str] = field(default_factory=dict)
    met: dict[str, list[Met]] = field(
        default_factory=dict
    )  # the forms that each person meets, once they have walked

    def browser(self, who: str) -> FlaskClient:
        """This person's browser, signed in anew; a stranger's where nobody is named."""
        client = self.app.test_client()
        if who:
            client.set_cookie(COOKIE, self.sessions[who])
        return client

    def sign_in(self, who: str) -> None:
        """Keep this person's session for every browser of theirs."""
        client = self.app.test_client()
        sign_in(client, who)
        cookie = client.get_cookie(COOKIE)
        assert cookie is not None
        self.sessions[who] = cookie.value

    def keep(self, name: str = "kept") -> None:
        """Remember the database as it is now, under this name."""
        self.leave()
        shutil.copyfile(self.file, self.file.with_suffix(f".{name}"))

    def put_back(self, name: str = "kept") -> None:
        """Bring back what was remembered."""
        self.leave()
        shutil.copyfile(self.file.with_suffix(f".{name}"), self.file)

    @property
    def file(self) -> Path:
        """Of the database."""
        return Path(make_url(self.app.config["SQLALCHEMY_DATABASE_URI"]).database or "")

    def leave(self) -> None:
        """Let go of the database."""
        self.app.extensions["readers"].write()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)


def make_stage(settings: Settings) -> Stage:
    """The demonstration with one concern of each life, and everybody signed in."""
    stage = Stage(create_app(settings))
    with stage.app.app_context():
        build(most=1)
        db.session.remove()
    for who in (*WALKERS, *OTHERS):
        stage.sign_in(who)
    return stage
