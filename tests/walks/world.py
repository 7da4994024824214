"""A small demonstration that is put back as it was before each form is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.db import db
from app.demo.build import build
from tests.databases import Templates
from tests.sign_in import COOKIE, session_of
from tests.walks.sending import Met

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
    templates: Templates
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
        self.sessions[who] = session_of(self.app, who)

    def keep(self, name: str = "kept") -> None:
        """Remember the database as it is now, under this name."""
        self.leave()
        self.templates.keep(self.url, name)

    def put_back(self, name: str = "kept") -> None:
        """Bring back what was remembered."""
        self.leave()
        self.templates.put_back(self.url, name)

    @property
    def url(self) -> str:
        """Of the database."""
        return str(self.app.config["SQLALCHEMY_DATABASE_URI"])

    def leave(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def stage_on(templates: Templates, folder: Path) -> Iterator[Stage]:
    """The demonstration with one concern of each life, and everybody signed in."""
    with templates.filled("demonstration", demonstrate, folder) as (settings, _facts):
        stage = Stage(create_app(settings), templates)
        for who in (*WALKERS, *OTHERS):
            stage.sign_in(who)
        yield stage
        stage.leave()


def demonstrate(app: Flask) -> None:
    """Build it."""
    with app.app_context():
        build(most=1)
