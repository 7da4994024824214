"""What was typed is on the page again: after a refusal and a change of language, and after a page that was too old."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.forms import PageForm, form_of, forms_of, submit
from tests.walk import shape_of, walk
from tests.walks.plausible import plausible
from tests.walks.test_identifiers import FOUND, STAYS, texts_of
from tests.walks.world import Stage

WORDS = "Shkruar më parë."
# by endpoint of the address it is sent to, and why what is typed there does not come back
WHO = ("kastriot", "sekretaria", "ministria", "policia", "koordinatorja", "administratori")
NOT_KEPT = {
    "security": "a password",
}


def typed_into(form: PageForm, shape: str, words: str) -> dict[str, list[str]]:
    """This form, filled, with these words in each text."""
    typed = form.filled(plausible(form, shape))
    return {**typed, **{control.name: [words] for control in texts_of(form)}}


def in_the_other_language(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Where the language button of this page leads."""
    return client.get(form_of(page.text, "/language").fields()["next"][0])


def lacks(page: TestResponse, form: PageForm, sent_to: str) -> str:
    """Which texts of a form this page has no place for."""
    if page.status_code != 200:
        return str(page.status_code)
    wanted = {control.name for control in texts_of(form)} - {"override_reason"}
    here = urlsplit(page.request.path).path
    same = [
        set(other.names())
        for other in forms_of(page.text)
        if other.method == "post" and urljoin(here, other.action).split("?")[0] == sent_to
    ]
    return "" if any(wanted <= names for names in same) else "no such form"


NOT_SENT = "nuk e keni dërguar ende"


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The kinds of forms that somebody has met."""
    return set()


@pytest.mark.parametrize("who", WHO)
def test_no_page_forgets_what_was_typed_into_its_form(stage: Stage, seen: set[str], who: str) -> None:
    client, lost, before = stage.browser(who), [], len(seen)
    stage.put_back()
    for page in walk(stage.app, client, most=1):
        for form in page.forms:
            sent_to = urljoin(page.address, form.action).split("?")[0]
            shape = shape_of(stage.app, sent_to, "POST") if form.method == "post" else None
            if shape is None or shape in seen or not texts_of(form):
                continue
            seen.add(shape)
            endpoint = shape.split()[0]
            if endpoint in NOT_KEPT or endpoint.split(".")[0] in NOT_KEPT:
                continue
            old = typed_into(form, shape, WORDS) | {"csrf_token": ["too old"]}
            given_back = submit(client, page.address, form, old, follow_redirects=True)
            if given_back.status_code != 200 or WORDS not in given_back.text:
                lost.append(f"{shape}: a page too old ({given_back.status_code})")
            elif NOT_SENT not in given_back.text:
                lost.append(f"{shape}: nothing says that it was not sent")
            refused = submit(
                client, page.address, form, typed_into(form, shape, "" if endpoint in STAYS else FOUND[0])
            )
            if refused.status_code < 400:
                stage.put_back()
            elif why := lacks(in_the_other_language(client, refused), form, sent_to):
                lost.append(f"{shape}: in the other language after a refusal ({why})")
    assert not lost, "\n".join(lost)
    assert len(seen) > before, "the walk saw no form that is this person's alone"
