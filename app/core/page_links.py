"""Pages of a list in addresses: where one begins, and those before and after it."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for

from app.core.paging import Cursor, Order, Page, seal, unseal


def place_in(order: Order) -> Cursor | None:
    """Where the page begins, as the address says; the beginning for an address that was not made here."""
    for name in ("after", "before"):
        key = unseal(_secret(), order, request.args.get(name, ""))
        if key is not None:
            return Cursor(key, backwards=name == "before")
    return None


def pager(endpoint: str, kept: dict[str, Any], order: Order, page: Page) -> tuple[str, str]:
    """Addresses of the page before and of the page after, with `kept` in them; empty where there is none."""
    before = url_for(endpoint, before=seal(_secret(), order, page.first), **kept) if page.first else ""
    after = url_for(endpoint, after=seal(_secret(), order, page.last), **kept) if page.last else ""
    return before, after


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
