"""The language in force, and words in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import Translations
from flask import Flask, Response, g, has_request_context, request, session
from flask_babel import Babel, force_locale
from flask_babel.speaklater import LazyString
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.core.actor import is_nobody

LANGUAGES = ("sq", "en")
DEFAULT = "sq"
ZONE_NAME = "Europe/Tirane"
CATALOGUES = Path(__file__).parent.parent / "translations"
SOURCE = "en"  # msgids are English: they are their own translation


def init_language(app: Flask) -> None:
    """Set up the catalogues under app/translations, and choose a language for each request."""
    Babel(app, default_locale=DEFAULT, default_timezone=ZONE_NAME, locale_selector=_chosen)

    @app.after_request
    def _say(response: Response) -> Response:
        if response.mimetype == "text/html" and (language := g.get("language")):
            response.headers.setdefault("Content-Language", language)
        return response

    app.jinja_env.globals.update(_=_in_template, filled=_filled, ngettext=_plural_in_template)


def _chosen() -> str:
    """The person's own language, else the one picked on the sign-in page, else the browser's."""
    if not has_request_context():
        return DEFAULT
    own = _own()
    if own in LANGUAGES:
        if session.get("language") != own:
            session["language"] = own  # for pages that cannot ask the database
        return str(own)
    if (picked := session.get("language")) in LANGUAGES:
        return str(picked)
    # The library's own match prefers a plain `en` to an earlier `sq-AL`.
    tags = (str(tag) for tag, quality in request.accept_languages if quality > 0)
    wanted = (tag.replace("_", "-").split("-")[0].lower() for tag in tags)
    return next((language for language in wanted if language in LANGUAGES), DEFAULT)


def _own() -> str | None:
    """That of the person who is signed in."""
    if actor := g.get("actor"):  # known by now on most pages; before that nothing is kept of who asks
        return str(actor.language)
    return (
        current_user.language if not is_nobody() and current_user and current_user.is_authenticated else None
    )


def current_language() -> str:
    """`sq` or `en`: of the request, or of the block under `in_language`."""
    try:
        language: str | None = g.language
    except AttributeError:  # nobody has asked yet
        language = None
    except RuntimeError:  # outside the application
        return DEFAULT
    if language is None:
        language = g.language = _chosen()
    return language


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak this language within the block: to a reader of a mail, or in a document."""
    before = g.get("language")
    with force_locale(language):
        g.language = language
        try:
            yield
        finally:
            g.language = before


def translate(msgid: str, **given: Any) -> str:
    """The words in the language in force, with what is given put into `%(name)s`."""
    found = _found(msgid)
    return found % given if given else found


def lazy(msgid: str, **given: Any) -> LazyString:
    """Words that are looked up when they are read, for tables made at import."""
    return LazyString(translate, msgid, **given)


def ngettext(singular: str, plural: str, num: int, **given: Any) -> str:
    """The words for one or for many in the language in force, with `num` and what is given put into them."""
    found: str = catalogue(current_language()).ungettext(singular, plural, num)
    return found % {"num": num, **given}


@pass_eval_context
def _in_template(context: EvalContext, msgid: str, **given: Any) -> str:
    """Words that only a page knows, or of a template without a file: the others are written in it already."""
    return _filled(context, _found(msgid), **given)


@pass_eval_context
def _filled(context: EvalContext, words: str, **given: Any) -> str:
    """As the i18n extension does it: words are trusted, and what is put into them is escaped."""
    words = Markup(words) if context.autoescape else words  # noqa: S704 - words of the catalogue
    return words % given if "%" in words else words


@pass_eval_context
def _plural_in_template(context: EvalContext, singular: str, plural: str, num: int, **given: Any) -> str:
    found = catalogue(current_language()).ungettext(singular, plural, num)
    return _filled(context, found, num=num, **given)


def _found(msgid: str) -> str:
    language = current_language()
    if language == SOURCE:
        return msgid
    found: str = catalogue(language).ugettext(msgid)
    return found


def catalogue_mark() -> str:
    """Differs where the words of a catalogue do."""
    files = sorted(CATALOGUES.glob("*/LC_MESSAGES/*.mo"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


@cache
def catalogue(language: str) -> Any:
    """The words in this language: a `gettext` catalogue, empty for that of the msgids themselves."""
    return Translations.load(CATALOGUES, [language])
