"""The forms that mails lead to, whose reader is not signed in: taken as rendered, refused in words as nobody renders
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.forms import PageForm, forms_of, submit
from tests.walk import shape_of
from tests.walks.altered import alterations
from tests.walks.mailed import code_for, code_in, lead_by_mail, led_to, mails_now
from tests.walks.plausible import plausible
from tests.walks.sending import Met, form_at, is_broken, is_refused, send_filled
from tests.walks.world import Stage

MAILED = "mailed"  # under this name the database is kept once all mails are out
# a script sends it, no form of a page
KEPT_WHILE_TYPED = {"links.draft", "links.add_file", "links.remove_file"}
OWED_STEPS = 12  # that addressees take by links of the demonstration


@dataclass(frozen=True)
class Mailed:
    """Where the mails lead, and the codes that were mailed for what was sent."""

    stage: Stage
    pages: dict[str, str]
    codes: dict[str, str]

    def forms(self) -> list[Met]:
        """Each form behind a link, and each that a stranger meets before signing in."""
        self.stage.put_back(MAILED)
        return list(self._seen())

    def _seen(self) -> Iterator[Met]:
        browser = self.stage.browser("")
        for address in ("/sign-in", "/reset", *self.pages.values(), *self.codes):
            page = browser.get(address)
            assert page.status_code == 200, (address, page.status_code)
            for place, form in enumerate(forms_of(page.text)):
                shape = shape_of(self.stage.app, form.action or address, form.method.upper()) or ""
                if shape != "people.choose_language" or address == "/sign-in":
                    yield Met("", address, place, shape)

    def typed(self, met: Met) -> dict[str, str]:
        """What only who has the mails can type."""
        return {"code": self.codes[met.page]} if met.shape == "links.code" else {}


@pytest.fixture(scope="module")
def mailed(stage: Stage) -> Mailed:
    """Every mail with a link of its own is out, and one answer waits for its code."""
    lead_by_mail(stage)
    pages = led_to(stage.app, mails_now(stage.app))
    begun = pages["links.page asked@example.org"]
    code = code_for(stage.app, stage.browser(""), begun)
    stage.keep(MAILED)
    return Mailed(stage, pages, {f"{begun}/code": code})


def steps_of(form: PageForm) -> list[str]:
    """The steps among which the form lets one choose."""
    return [control.value for control in form.named("do")]


def test_each_form_that_a_mail_leads_to_is_taken_as_its_page_renders_it(mailed: Mailed) -> None:
    stage, refused, sent, steps = mailed.stage, [], set(), 0
    for met in mailed.forms():
        browser = stage.browser("")
        stage.put_back(MAILED)
        for do in steps_of(form_at(browser, met)) or [""]:
            stage.put_back(MAILED)
            answer = send_filled(browser, met, **mailed.typed(met), **({"do": do} if do else {}))
            sent.add(met.shape)
            steps += bool(do)
            if is_refused(answer) or (do and not _is_given(stage.app, stage, f"{met.page}/code")):
                refused.append(f"{met.shape} {do} {met.page[:20]}: {answer.status_code}")
    assert refused == []
    assert by_a_link(stage.app) - KEPT_WHILE_TYPED <= sent, "no mail leads there"
    assert steps >= OWED_STEPS


def _is_given(app: Flask, stage: Stage, address: str) -> bool:
    """Whether the code that was mailed takes what was typed."""
    (mail,) = mails_now(app)
    met = Met("", address, 1, "links.code")
    answer = send_filled(stage.browser(""), met, code=code_in(mail))
    return answer.status_code == 200 and not is_refused(answer)


def by_a_link(app: Flask) -> set[str]:
    """The addresses that take something from whoever holds their secret part."""
    rules = app.url_map.iter_rules()
    return {rule.endpoint for rule in rules if "token" in rule.arguments and "POST" in (rule.methods or ())}


def test_no_altered_form_behind_a_mailed_link_is_more_than_refused(mailed: Mailed, day: int | None) -> None:
    stage, broken, tried = mailed.stage, [], 0
    for met in mailed.forms():
        stage.put_back(MAILED)
        browser = stage.browser("")
        form = form_at(browser, met)
        typed = form.filled({**plausible(form, met.shape), **mailed.typed(met)})
        for name, values in alterations(form, day):
            answer = submit(browser, met.page, form, {**typed, name: values or []})
            tried += 1
            if is_broken(answer):
                broken.append(f"{met.shape} {met.page} {name}={values}: {answer.status_code}")
            if answer.status_code < 400 and form.method == "post":
                stage.put_back(MAILED)
    assert broken == []
    assert tried > 30, "few forms hold anything to alter"
