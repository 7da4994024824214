"""Every setting of an installation: name, type, default, meaning. Read from the environment once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from workflows.voting import Majority, Quorum, Rules

ROOT = Path(__file__).resolve().parent
DEMO_SECRET = "demonstration-only-never-in-production"  # noqa: S105 - refused by production()

OF_TESTS = {"TRYEZA_CHROMIUM", "TRYEZA_YEAR"}  # read by the tests alone


class MailTls(StrEnum):
    """How the mail server is spoken to over TLS."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"


class UnsafeSettings(Exception):
    """The settings would serve confidential cases without protection; says which ones and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings. Each field `x` is read from `TRYEZA_X`; docs/settings.md lists them."""

    secret_key: str = field(
        default=DEMO_SECRET, metadata={"meaning": "Signs sessions and links. 32 random characters or more."}
    )
    history_key: str = field(
        default="", metadata={"meaning": "Seals the ends of the history; empty uses the secret key."}
    )
    history_key_before: str = field(
        default="",
        metadata={"meaning": "The key that sealed the history before, until `flask history seal` has run."},
    )
    instance: str = field(
        default=str(ROOT / "instance"),
        metadata={"meaning": "Folder of the SQLite database, attachments and demonstration mail."},
    )
    database_url: str = field(
        default="", metadata={"meaning": "SQLAlchemy address; empty means SQLite in the instance folder."}
    )
    compiled_templates: str = field(
        default="",
        metadata={
            "meaning": "Folder where compiled pages are kept between starts; empty: in the instance folder. "
            "Nobody else may write there: its files are run."
        },
    )
    base_url: str = field(
        default="http://127.0.0.1:5000",
        metadata={"meaning": "Address that people type; links in mails use it."},
    )
    demo: bool = field(
        default=False,
        metadata={"meaning": "Demonstration: invented people, mail shown on a page. Never in production."},
    )
    debug: bool = field(default=False, metadata={"meaning": "Flask's debugger. Refused in production."})
    tls: bool = field(
        default=True, metadata={"meaning": "Served over HTTPS: cookies are Secure and __Host-, HSTS is sent."}
    )
    allow_http: bool = field(
        default=False,
        metadata={"meaning": "Let production serve without TLS: on one machine alone, for trying out."},
    )
    trusted_proxies: int = field(
        default=0, metadata={"meaning": "Number of reverse proxies whose X-Forwarded-* headers are believed."}
    )
    mail_server: str = field(
        default="", metadata={"meaning": "SMTP host. Production does not start without one."}
    )
    mail_to_folder: bool = field(
        default=False,
        metadata={
            "meaning": "Let production write each mail to instance/mail, from where somebody takes it on,"
            " instead of a server."
        },
    )
    mail_port: int = field(
        default=587, metadata={"meaning": "SMTP port: 587 for STARTTLS, 465 for TLS from the first byte."}
    )
    mail_tls: str = field(
        default=MailTls.STARTTLS.value,
        metadata={
            "meaning": f"How TLS begins: {', '.join(MailTls)}. The certificate is verified in any case."
        },
    )
    mail_ca: str = field(
        default="",
        metadata={"meaning": "File of certificates to trust for SMTP; empty trusts those of the machine."},
    )
    mail_username: str = field(default="", metadata={"meaning": "SMTP user, where the server asks for one."})
    mail_password: str = field(default="", metadata={"meaning": "SMTP password."})
    mail_sender: str = field(
        default="Tryeza <tryeza@example.org>", metadata={"meaning": "From address of every mail."}
    )
    upload_limit_mb: int = field(default=10, metadata={"meaning": "Largest attachment, in MiB."})
    police_number: str = field(
        default="129", metadata={"meaning": "Whom the urgent page says to call: police."}
    )
    victims_line: str = field(
        default="116 006",
        metadata={"meaning": "Whom the urgent page says to call: the national line for victims."},
    )
    child_line: str = field(
        default="116 111", metadata={"meaning": "Whom the urgent page says to call: the child helpline."}
    )
    idle_minutes: int = field(
        default=30,
        metadata={"meaning": "A session ends after so many minutes without a request (ASVS 7.3.1)."},
    )
    session_hours: int = field(
        default=8, metadata={"meaning": "A session ends after so many hours in any case (ASVS 7.3.2)."}
    )
    quorum: str = field(
        default=Quorum.HALF.value,
        metadata={"meaning": f"Who must take part in a vote: {', '.join(Quorum)}."},
    )
    majority: str = field(
        default=Majority.CAST.value,
        metadata={"meaning": f"Who must be in favour: {', '.join(Majority)}."},
    )
    testing: bool = field(default=False, metadata={"meaning": "Set by the tests alone."})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read `TRYEZA_*`. Raises ValueError naming the variable that cannot be understood."""
        environment = os.environ if environment is None else environment
        known = {f"TRYEZA_{f.name.upper()}" for f in fields(cls)} | OF_TESTS
        if unknown := sorted(
            name for name in environment if name.startswith("TRYEZA_") and name not in known
        ):
            raise ValueError(f"{unknown[0]} is no setting{_nearest(unknown[0], known)}")
        given: dict[str, object] = {}
        for f in fields(cls):
            name = f"TRYEZA_{f.name.upper()}"
            if name in environment:
                given[f.name] = _parsed(name, environment[name], type(f.default))
        settings = cls(**given)  # type: ignore[arg-type]  # each value has its field's own type
        for name, kind in (("quorum", Quorum), ("majority", Majority), ("mail_tls", MailTls)):
            if (given_word := getattr(settings, name)) not in list(kind):
                raise ValueError(
                    f"TRYEZA_{name.upper()} must be one of {', '.join(kind)}, not {given_word!r}"
                )
        if not settings.base_url.startswith(("https://", "http://")):
            raise ValueError(f"TRYEZA_BASE_URL must begin with https://, not {settings.base_url!r}")
        if not settings.database.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("TRYEZA_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        return settings

    @property
    def voting_rules(self) -> Rules:
        """Quorum and majority of the votes that are opened from now on; those that are open keep theirs."""
        return Rules(Quorum(self.quorum), Majority(self.majority))

    @property
    def database(self) -> str:
        """The address SQLAlchemy connects to."""
        return self.database_url or f"sqlite:///{Path(self.instance) / 'tryeza.db'}"

    @property
    def writes_mail(self) -> bool:
        """Whether mail goes into a folder instead of to a server."""
        return not self.mail_server and (self.demo or self.testing or self.mail_to_folder)

    @property
    def mail_folder(self) -> Path:
        """Where mails are written when no SMTP server is set."""
        return Path(self.instance) / "mail"

    @property
    def compiled_folder(self) -> Path:
        """Where compiled templates are kept between starts."""
        return Path(self.compiled_templates or Path(self.instance) / "compiled")

    @property
    def upload_folder(self) -> Path:
        """Where attachments are kept: outside static files, under random names."""
        return Path(self.instance) / "attachments"

    @property
    def seals_with_a_public_key(self) -> bool:
        """Whether the history would be sealed with the key that everybody knows, and nobody said to try things out."""
        for_trying = self.demo or self.debug or self.testing
        return not for_trying and (self.history_key or self.secret_key) == DEMO_SECRET

    def for_production(self) -> Settings:
        """These settings, if they may serve real cases. Raises UnsafeSettings with each reason."""
        reasons = []
        if self.secret_key == DEMO_SECRET or len(self.secret_key) < 32:
            reasons.append("TRYEZA_SECRET_KEY must be set to 32 random characters or more")
        if self.debug:
            reasons.append("TRYEZA_DEBUG must be off")
        if self.demo:
            reasons.append("TRYEZA_DEMO must be off")
        if self.testing:
            reasons.append("TRYEZA_TESTING must be off")
        if not self.tls and not self.allow_http:
            reasons.append("TRYEZA_TLS must be on (or TRYEZA_ALLOW_HTTP, on one's own machine)")
        if self.tls and not self.base_url.startswith("https://"):
            reasons.append("TRYEZA_BASE_URL must begin with https://")
        if not self.mail_server and not self.mail_to_folder:
            reasons.append("TRYEZA_MAIL_SERVER must be set (or TRYEZA_MAIL_TO_FOLDER on)")
        if reasons:
            raise UnsafeSettings("; ".join(reasons))
        return self


def _nearest(name: str, known: set[str]) -> str:
    found = get_close_matches(name, known, 1)
    return f" (is {found[0]} meant?)" if found else ""


def _parsed(name: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise ValueError(f"{name} must be on or off, not {text!r}")
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"{name} must be a whole number, not {text!r}") from None
    return text
