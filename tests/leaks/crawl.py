"""What each kind of person reads: every page by links, files, and the addresses of others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from flask import Flask
from flask.testing import FlaskClient

from tests.forms import send
from tests.leaks import table
from tests.leaks.table import CANARY
from tests.rights.addresses import without_tokens
from tests.sign_in import sign_in
from tests.walk import text_of, walk

FOLD = re.compile(r"\r?\n ")  # where a line of a feed goes on
FEED = re.compile(r"/feed/[\w-]+\.ics")


class Crawl:
    """What each kind of person finds in one phase, and where.

    With the `marks` of the case, its address and number, it notes as well who learns that there is one at all.
    """

    def __init__(
        self, app: Flask, clients: dict[str, FlaskClient], marks: Mapping[str, str] | None = None
    ) -> None:
        self.found: dict[str, dict[str, str]] = defaultdict(dict)
        self._marks = marks or {}
        self._pages: dict[str, dict[str, str]] = defaultdict(dict)
        self._places: set[str] = set()
        met: set[tuple[str, str]] = set()
        for kind, client in clients.items():
            for seen in walk(app, client, most=1, files=True):
                self._note(kind, seen.address, seen.text)
                self._note_marks(kind, seen.address, seen.text)
                self._pages[kind][seen.address] = seen.text
                met.add((kind, seen.address))
        for kind, client in clients.items():  # what others read, asked for by its address
            for address in sorted(each for each in self._places if (kind, each) not in met):
                self._note(kind, address, text_of(client.get(address, follow_redirects=True, buffered=True)))

    def _note(self, kind: str, address: str, text: str) -> None:
        for word in CANARY.findall(text):
            self.found[kind].setdefault(word, address)
            self._places.add(address)

    def _note_marks(self, kind: str, address: str, text: str) -> None:
        for word, mark in self._marks.items():
            if mark in text:
                self.found[kind].setdefault(word, address)

    def changed_since(self, before: Crawl, kinds: Collection[str]) -> list[tuple[str, str]]:
        """The pages of these that are another than before, in their words or in any number."""
        return [
            (kind, address)
            for kind in sorted(kinds)
            for address in sorted({*self._pages[kind], *before._pages[kind]})
            if _lasting(self._pages[kind].get(address)) != _lasting(before._pages[kind].get(address))
        ]

    def add_feeds(self, clients: dict[str, FlaskClient]) -> None:
        """The calendar of each, as a program fetches it."""
        for kind, client in clients.items():
            feed = FEED.search(send(client, "/me/calendar", {}, "/me/calendar").text)
            assert feed, kind
            text = FOLD.sub("", client.get(feed[0]).text)
            self._note(kind, feed[0], text)
            self._note_marks(kind, feed[0], text)

    def words(self) -> set[str]:
        """Every word that anybody read."""
        return {word for words in self.found.values() for word in words}

    def leaks(self, may_read: Callable[[str, str], bool]) -> list[tuple[str, str, str]]:
        """Who reads what where, of what this word is not to be read by this kind of person."""
        return [
            (kind, word, address)
            for kind, words in self.found.items()
            for word, address in words.items()
            if not may_read(word, kind)
        ]


def browsers(app: Flask, who: Mapping[str, str] = table.WHO) -> dict[str, FlaskClient]:
    """Of each kind of person, signed in."""
    clients = {kind: app.test_client() for kind in who}
    for kind, client in clients.items():
        sign_in(client, who[kind])
    return clients


def _lasting(text: str | None) -> str | None:
    """A page without what differs from one request to the next."""
    return None if text is None else without_tokens(text)
