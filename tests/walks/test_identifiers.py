"""What could identify a person is refused by every form whose text leaves its organisation, and by every upload."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.forms import Control, PageForm, forms_of, submit
from tests.walk import shape_of, walk
from tests.walks.plausible import plausible
from tests.walks.world import Stage

# One of each kind, made up; none belongs to anybody.
FOUND = (
    "Telefononi 069 20 30 405 pas orës 18.",
    "Nr. personal J05412012K, shihni dosjen.",
    "Shkruani te viktima.rasti@example.com sot.",
    "E lindur më 12.03.2009 në Bajram Curri.",
)
SAID = "duket sikur mund të identifikojë një person"
# What stays in its organisation, is an address book's, or is searched for. By endpoint of the address it is sent to.
STAYS = {
    "people.profile": "one's own name",
    "people.invite": "an address book",
    "entries.new_organisation": "an address book",
    "entries.edit": "an address book",
    "entries.own": "an address book",
    "entries.add_unit": "an address book",
    "entries.change_unit": "an address book",
    "submission.filing": "a draft: what is found is shown before it is filed",
    "submission.check": "the reason why what was found may stay",
    "assigning.give_to": "a note within the institution",
    "assigning.give_several": "a note within the institution",
    "paper.for_answer": "read are the fields of the step that is chosen; a number in a register names nobody",
}


def texts_of(form: PageForm) -> list[Control]:
    """The fields in which a person writes."""
    return [
        c
        for c in form.inputs
        if c.kind == "textarea" or (c.kind == "text" and "readonly" not in c.attributes)
    ]


def again_with_a_reason(
    client: FlaskClient, address: str, form: PageForm, typed: dict[str, Any]
) -> TestResponse | None:
    """What each text holds is found, and may stay. None where no reason is asked for."""
    names = {control.name for control in texts_of(form)}
    first = submit(client, address, form, form.filled(typed) | {name: [FOUND[0]] for name in names})
    for other in forms_of(first.text):
        reasons = [name for name in other.names() if name.endswith("override_reason")]
        if reasons and names <= set(other.names()):
            typed = other.fields() | {reasons[0]: ["Numri i centralit të një zyre."]}
            return submit(client, first.request.path, other, typed)
    return None


@pytest.mark.by_turns
@pytest.mark.parametrize("who", ["anila", "kastriot", "sekretaria", "ministria", "policia"])
def test_every_form_refuses_what_could_identify_a_person(stage: Stage, who: str) -> None:
    client = stage.browser(who)
    seen: set[str] = set()
    missed: list[str] = []
    for page in walk(stage.app, client, most=1):
        for form in page.forms:
            shape = (
                shape_of(stage.app, form.action or page.address, "POST") if form.method == "post" else None
            )
            if shape is None or shape in seen or not texts_of(form):
                continue
            seen.add(shape)
            if shape.split()[0] in STAYS:
                continue
            stage.put_back()
            for place, control in enumerate(texts_of(form)):
                typed = {**form.filled(plausible(form, shape)), control.name: [FOUND[place % len(FOUND)]]}
                answer = submit(client, page.address, form, typed)
                if SAID not in answer.text or answer.status_code != 422:
                    missed.append(f"{shape} {control.name}: {answer.status_code}")
            reasoned = again_with_a_reason(client, page.address, form, plausible(form, shape))
            if reasoned is None or SAID in reasoned.text:
                missed.append(f"{shape}: refused though a reason stands, or none is asked for")
            stage.put_back()  # the walk goes on over pages as they were
    assert not missed, "\n".join(missed)
    assert len(seen) > 5, "the walk saw few forms"
