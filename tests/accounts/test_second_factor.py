"""A second factor and passkeys are settings away: the library accepts what is here when they are switched on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_security import Security
from sqlalchemy import select

from app.accounts.models import Passkey, Person, Role
from app.accounts.sign_in import Datastore
from app.core.db import db, unit_of_work
from tests.accounts.pages import stored
from tests.world import World

ON = {
    "SECRET_KEY": "x" * 40,
    "SECURITY_PASSWORD_SALT": "x" * 40,
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_TOTP_SECRETS": {"1": "x" * 40},
    "SECURITY_TOTP_ISSUER": "Tryeza",
}


def test_the_library_starts_with_both_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Security, "_check_modules", lambda *_: None
    )  # qrcode and webauthn come with the setting
    app = Flask(__name__)
    app.config.update(ON)
    Security(app, Datastore(db, Person, Role, Passkey))
    rules = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {"security.two_factor_setup", "security.mf_recovery_codes", "security.wan_signin"} <= rules


def test_a_factor_is_kept_where_the_library_looks_for_it(app: Flask, people: World) -> None:
    with app.app_context():
        datastore = app.extensions["security"].datastore
        person = datastore.find_user(email="anila@example.org")
        datastore.tf_set(person, "authenticator", totp_secret="secret")
        datastore.mf_set_recovery_codes(person, ["one", "two"])
        datastore.mf_delete_recovery_code(person, 0)
    row = stored(app, "anila")
    assert (row.tf_primary_method, row.tf_totp_secret, row.mf_recovery_codes) == (
        "authenticator",
        "secret",
        ["two"],
    )


def test_a_passkey_is_kept_and_goes_with_its_person(app: Flask, people: World) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    with app.app_context():
        app.extensions["security"].datastore.put(
            Passkey(
                user_id=people.cast.people["anila"].person_id,
                name="çelësi im",
                usage="first",
                credential_id=b"1",
                public_key=b"2",
                transports=["usb"],
                backup_state=False,
                device_type="single_device",
                lastuse_datetime=at,
            )
        )
        assert db.session.scalars(select(Passkey)).one().transports == ["usb"]
        with unit_of_work() as session:
            session.delete(session.scalars(select(Passkey)).one())
