"""Links and codes, reckoned from the installation's secret: the database alone is not enough to make either."""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import current_app

from app.answers.models import AnswerLink

DIGITS = 6


def token_of(nonce: str) -> str:
    """The link's secret part: 256 bits."""
    return base64.urlsafe_b64encode(_computed("answer-link", nonce)).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(link: AnswerLink) -> str:
    """The code that is good now; empty for none."""
    if not link.code_nonce:
        return ""
    number = int.from_bytes(_computed("answer-code", f"{link.public_id}:{link.code_nonce}")[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def is_code(link: AnswerLink, typed: str) -> bool:
    """Whether this is the code, in constant time."""
    right = code_of(link)
    given = "".join(character for character in typed if character.isascii() and character.isdigit())
    return bool(right) and hmac.compare_digest(right, given)


def _computed(purpose: str, what: str) -> bytes:
    secret = str(current_app.config["SECRET_KEY"])
    return hmac.digest(secret.encode(), f"{purpose}:{what}".encode(), "sha256")
