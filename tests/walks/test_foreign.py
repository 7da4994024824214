"""Forms that name what they do not offer: another case's, another institution's, another person's. Refused in words,
or of no effect, and nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from tests.databases import file_of
from tests.forms import PageForm, forms_of, submit
from tests.walks.foreign import Things, changed, foreign_addresses, foreign_fields, things_in
from tests.walks.meeting import Shape, new_to_all
from tests.walks.plausible import plausible
from tests.walks.sending import KEPT_BY_A_REFUSAL, Met, form_at, is_broken, is_refused
from tests.walks.world import WALKERS, Stage

# what one may do to more than the page offers on which the form was met
OFFERED_ELSEWHERE = {
    "sitting.finish": "the secretariat ends every task, on the page of its meeting",
    "assigning.give_to": "who answers gives every recommendation to its people, on the page of its work",
}


@dataclass
class Walker:
    """Somebody who sends what they were not offered, and what was wrong about the answers."""

    stage: Stage
    who: str
    things: Things
    tried: int = 0
    wrong: list[str] = field(default_factory=list)

    def send(self, met: Met) -> None:
        """This form with each foreign thing in each of its fields and in its address."""
        client = self.stage.browser(self.who)
        form = form_at(client, met)
        typed = form.filled(plausible(form, met.shape))
        for name, value in foreign_fields(self.things, form):
            self._try(client, met, form, {**typed, name: [value]}, f"{name}={value}")
        for address, own, other in foreign_addresses(self.things, urljoin(met.page, form.action)):
            elsewhere = Elsewhere(address, re.sub(rf"(?<=/){own}(?=/|$|\?)", other, met.page))
            self._try(client, met, replace(form, action=address), typed, address, elsewhere)
        if found := self._written(met):
            self.wrong.append(f"{met.shape} {met.page}: refused, and written: {sorted(found)}")
        if found or met.shape in KEPT_BY_A_REFUSAL:
            self.stage.put_back()

    def _written(self, met: Met) -> set[str]:
        """The tables that are not as they were kept; who looked at a case is written with the page they saw."""
        allowed = KEPT_BY_A_REFUSAL.get(met.shape, set()) | {"reading"}
        return changed(self.things.kept, file_of(self.stage.url)).keys() - allowed

    def _try(
        self,
        client: FlaskClient,
        met: Met,
        form: PageForm,
        sent: dict[str, list[str]],
        what: str,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.tried += 1
        answer = submit(client, met.page, form, sent)
        if is_broken(answer):
            self.wrong.append(f"{met.shape} {met.page} {what}: {answer.status_code}")
        if is_refused(answer):
            return
        if found := self._written(met):
            self.stage.put_back()
            theirs = elsewhere and (met.shape in OFFERED_ELSEWHERE or elsewhere.is_offered(client))
            if not theirs:
                self.wrong.append(f"{met.shape} {met.page} {what}: written: {sorted(found)}")


@dataclass(frozen=True)
class Elsewhere:
    """The same form of another thing."""

    action: str
    page: str

    def is_offered(self, client: FlaskClient) -> bool:
        """Whether that thing's own page offers it to this person."""
        answer = client.get(self.page, follow_redirects=True)
        return any(
            urljoin(answer.request.path, form.action).split("?")[0] == self.action
            for form in forms_of(answer.text)
            if answer.status_code == 200
        )


@pytest.fixture(scope="module")
def tried() -> set[Shape]:
    """The shapes of forms that somebody before has sent."""
    return set()


@pytest.mark.by_turns
@pytest.mark.parametrize("who", WALKERS)
def test_what_is_not_offered_is_neither_taken_nor_written(stage: Stage, tried: set[Shape], who: str) -> None:
    forms = list(new_to_all(stage, tried, who))
    stage.put_back()
    walker = Walker(stage, who, things_in(file_of(stage.url).with_suffix(".kept")))
    for met in forms:
        walker.send(met)
    assert not walker.wrong, "\n".join(walker.wrong)
    assert len(tried) > 5, "the walk saw few forms"
