"""The links that hold, as the page of a concern names them to who sends links."""

from __future__ import annotations

from sqlalchemy import String, bindparam, cast, literal, select, true

from app.answers.models import AnswerLink, LinkKind
from app.concerns.page.people import ABOUT, FACTS_LINK, LINK
from app.core.db import UtcDateTime, fixed

_HOLDS = (
    AnswerLink.concern_id == ABOUT,
    AnswerLink.used_at.is_(None),
    AnswerLink.revoked_at.is_(None),
    AnswerLink.over_at.is_(None),
    AnswerLink.expires_at > bindparam("now", type_=UtcDateTime),
)

PARTS = (
    select(literal(LINK), cast(AnswerLink.recommendation_id, String), AnswerLink.email, true()).where(
        AnswerLink.kind == fixed(LinkKind.ANSWER), *_HOLDS
    ),
    select(literal(FACTS_LINK), literal(""), AnswerLink.email, true()).where(
        AnswerLink.kind == fixed(LinkKind.FACTS), *_HOLDS
    ),
)
