"""A mail server of a test's own, over TLS with a certificate of its own."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"


@dataclass
class Server:
    """What it took, by Message-ID, and what it answers to who is written to."""

    port: int = 0
    certificate: Path = Path()
    login: tuple[str, str] | None = None  # name and password, without which it takes nothing
    taken: Counter[str] = field(default_factory=Counter)
    to: list[str] = field(default_factory=list)
    refusal: str = ""  # of everything
    unknown: dict[str, str] = field(default_factory=dict)  # of single addresses
    arrival: threading.Condition = field(default_factory=threading.Condition)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Whether it takes mail for this address."""
        if answer := self.refusal or self.unknown.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        """Take a mail, if it came over TLS."""
        assert session.ssl is not None
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self.arrival:
            self.taken[str(mail["Message-ID"])] += 1
            self.to.extend(envelope.rcpt_tos)
            self.arrival.notify_all()
        return "250 OK"

    def wait_for(self, mails: int, seconds: float) -> None:
        """Wait until so many mails came, repeats among them. Raises AssertionError after this time."""
        with self.arrival:
            assert self.arrival.wait_for(lambda: self.taken.total() >= mails, seconds), (
                f"{self.taken.total()} mails of {mails} came within {seconds} s"
            )

    @property
    def settings(self) -> dict[str, Any]:
        """Where and how the application finds it."""
        return {"mail_server": HOST, "mail_port": self.port, "mail_ca": str(self.certificate)}


class _Controller(UnthreadedController):
    def __init__(self, server: Server, key: Path) -> None:
        self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._tls.load_cert_chain(server.certificate, key)
        super().__init__(server, hostname=HOST, port=0, loop=asyncio.new_event_loop())

    def factory(self) -> SMTP:
        """A conversation that does not begin before TLS does, nor without a password where one is asked."""
        return SMTP(
            self.handler,
            hostname=HOST,
            require_starttls=True,
            tls_context=self._tls,
            auth_required=self.handler.login is not None,
            authenticator=self._knows,
        )

    def _knows(self, _server: Any, _session: Any, _envelope: Any, _way: str, given: Any) -> AuthResult:
        """Whether this is the name and the password."""
        known = isinstance(given, LoginPassword) and self.handler.login == (
            given.login.decode(),
            given.password.decode(),
        )
        return AuthResult(success=known, handled=False)

    def serve(self, ready: threading.Event) -> None:
        """Take mail at a port that the machine chooses, until the loop is stopped."""
        self.begin()
        assert self.server is not None
        self.port = self.handler.port = self.server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        self.end()
        self.loop.close()


S = TypeVar("S", bound=Server)


@contextmanager
def smtp_server(folder: Path, kind: type[S] = Server, login: tuple[str, str] | None = None) -> Iterator[S]:
    """A server that runs meanwhile."""
    server = kind(certificate=folder / "certificate.pem", login=login)
    certify(server.certificate, folder / "key.pem")
    controller = _Controller(server, folder / "key.pem")
    ready = threading.Event()
    thread = threading.Thread(target=controller.serve, args=[ready])
    thread.start()
    try:
        assert ready.wait(timeout=10)
        yield server
    finally:
        controller.loop.call_soon_threadsafe(controller.cancel_tasks)
        thread.join()


def certify(certificate: Path, key_file: Path) -> None:
    """A certificate for this machine that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
