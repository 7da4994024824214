"""Everything that a person reads about has words, and the words say what they should."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app import features
from app.concerns.facts import missing_fields
from app.concerns.page.history import details
from app.concerns.vocabulary import SUBJECTS, Extent, Manner, Pillar
from app.core.files.contents import Reason
from app.core.formats import init_formats, init_language
from app.core.labels import LABELS, choices, label
from app.core.language import in_language
from app.deadlines.labels import SOURCES, rule_source
from app.features import register_labels
from app.process.refusal_labels import MISSING, missing
from app.process.step_labels import STEPS, StepWords, step_words
from tests.architecture.sources import modules
from workflows import access_request, answer, concern, contribution, recommendation
from workflows.access_request import ACCESS_REQUEST
from workflows.answer import ANSWER
from workflows.concern import CONCERN, Stage
from workflows.contribution import CONTRIBUTION
from workflows.engine import Workflow
from workflows.escalation import Audience, EscalationAct
from workflows.meeting import MEETING
from workflows.periods import OWN_RULE, PERIODS, URGENT_PERIODS
from workflows.permissions import Right
from workflows.recommendation import RECOMMENDATION, State
from workflows.vote import VOTE
from workflows.workdays import OffDay

register_labels()  # before the tests are collected: some of them are one for each list
READ_FROM = (
    "workflows.concern",
    "workflows.recommendation",
    "workflows.contribution",
    "workflows.answer",
    "workflows.access_request",
    "workflows.roles",
    "workflows.periods",
    "workflows.deadlines",
    "workflows.permissions",
    "app.concerns.vocabulary",
)
NEVER_READ = {
    concern.ConcernAction,
    recommendation.RecommendationAction,
    contribution.ContributionAction,
    answer.AnswerAction,
    access_request.AccessRequestAction,
    Right,
    OffDay,
    EscalationAct,
    Audience,
}  # steps have words of their own, the rest is not told
WORKFLOWS: tuple[Workflow[Any], ...] = (CONCERN, RECOMMENDATION, CONTRIBUTION, ANSWER, ACCESS_REQUEST)
EVERY_STEP = [(w.name, do) for w, do in ((w, do) for w in WORKFLOWS for do in {s.do for s in w.steps})]
PARTS = ("button", "title", "explain", "done", "notice")
JARGON = re.compile(r"_|\b[Ss]tatus\b|\b(?!PDF|LGBTI|CSV|UTF)[A-Z]{2,}\b|\b(?:null|invalid|error|entity)\b")


@pytest.fixture
def english() -> Iterator[None]:
    app = Flask("app")
    init_language(app)
    init_formats(app)
    with app.app_context(), in_language("en"):
        yield


def enums() -> set[type[StrEnum]]:
    found = set()
    for name in READ_FROM:
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum:
                found.add(value)
    return found


def test_every_feature_that_has_words_is_called_to_register_them() -> None:
    having = {
        path.removesuffix(".py").replace("/", ".")
        for path, tree in modules("app/")
        if any(isinstance(node, ast.FunctionDef) and node.name == "register_labels" for node in tree.body)
    } - {"app.features"}
    assert having == {register.__module__ for register in features.LABELS}


def test_every_list_that_people_read_has_words() -> None:
    assert enums() - NEVER_READ - set(LABELS) == set()


@pytest.mark.parametrize("kind", LABELS, ids=lambda kind: kind.__name__)
def test_every_member_has_words_of_its_own(kind: type[StrEnum], english: None) -> None:
    assert list(LABELS[kind]) == list(kind)
    assert all(type(member) is kind for member in LABELS[kind]), (
        "a member of another list with the same value"
    )
    said = [str(label(member)) for member in kind]
    assert all(said) and len(set(said)) == len(said)


def test_equal_values_of_two_lists_are_told_apart(english: None) -> None:
    assert Stage.SUBMITTED not in LABELS[State]
    assert str(label(Stage.ADOPTED)) == "Adopted"
    assert str(label(State.DRAFTED)) == "Draft recommendation"
    assert label(None) == ""


def test_forms_offer_a_list_in_its_own_order(english: None) -> None:
    assert [(value, str(words)) for value, words in choices(Manner)] == [
        ("meeting", "In a meeting"),
        ("written_procedure", "Written procedure"),
    ]
    assert sum(len(subjects) for subjects in SUBJECTS.values()) == len(
        LABELS[type(SUBJECTS[Pillar.PREVENTION][0])]
    )


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda w: w.name)
def test_words_are_for_the_steps_of_the_table_and_no_others(workflow: Workflow[Any]) -> None:
    assert set(STEPS[workflow.name]) == {step.do for step in workflow.steps}
    assert all(type(do) is type(workflow.steps[0].do) for do in STEPS[workflow.name])


@pytest.mark.parametrize(("machine", "do"), sorted(EVERY_STEP))
def test_every_step_says_what_to_do_what_will_happen_and_what_happened(
    machine: str, do: str, english: None
) -> None:
    words = step_words(machine, do)
    button, title, explain, done, notice = (str(getattr(words, part)) for part in PARTS)
    assert button and not button.endswith(".") and len(button) <= 40
    assert title and not title.endswith(".")
    assert explain.endswith(".") and 1 <= explain.count(". ") + 1 <= 3
    assert done.endswith(".") and ("%(number)s" in done) == (machine == "recommendation")
    assert notice and not notice.endswith(".") and "%" not in notice


def test_what_happened_carries_the_number(english: None) -> None:
    assert step_words("recommendation", "accept").happened(2) == "Recommendation 2 was accepted."
    assert step_words("concern", "submit").happened() == "The concern was submitted."


def test_a_step_that_is_none_has_no_words() -> None:
    with pytest.raises(KeyError):
        step_words("concern", "accept")


def test_every_guard_need_field_and_refusal_says_what_is_missing() -> None:
    of_letters, of_periods = {"protocol", "dated_on", "received_on"}, {"period_order"}
    asked = (
        of_letters
        | of_periods
        | guards()
        | needs()
        | filing_fields()
        | refusals()
        | {reason.value for reason in Reason}
    )
    assert asked - set(MISSING) == set()
    assert set(MISSING) - asked == set(), "words that nothing asks for"


def test_what_is_missing_is_a_whole_sentence(english: None) -> None:
    for name in MISSING:
        said = str(missing(name))
        assert said[0].isupper() and said.endswith("."), name
    assert str(missing("something new")).endswith(".")


def guards() -> set[str]:
    return {guard.name for w in (*WORKFLOWS, VOTE, MEETING) for step in w.steps for guard in step.guards}


def needs() -> set[str]:
    return {need for w in WORKFLOWS for step in w.steps for need in step.needs}


def filing_fields() -> set[str]:
    class Nothing(SimpleNamespace):
        def __getattr__(self, name: str) -> None:
            return None

    empty: Any = Nothing()
    pattern: Any = Nothing(extent=Extent.PATTERN, urgent=True)
    return {*missing_fields(empty), *missing_fields(pattern)}


def refusals() -> set[str]:
    """Names given to `refuse()`, `missing()` and `Unmet()`, or to `effects.leaving()`, anywhere in the application."""
    named = {
        keyword.value.value
        for _, tree in modules("app/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "effects.leaving"
        for keyword in node.keywords
        if keyword.arg == "named" and isinstance(keyword.value, ast.Constant)
    }
    return named | {
        argument.value
        for _, tree in modules("app/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if ast.unparse(node.func).split(".")[-1] in {"refuse", "missing", "Unmet"}
        for given in node.args
        for argument in (given.elts if isinstance(given, ast.Tuple) else [given])
        if isinstance(argument, ast.Constant)
    }


def test_every_period_says_whose_rule_it_is(english: None) -> None:
    sources = {period.source for period in (*PERIODS.values(), *URGENT_PERIODS.values())}
    assert sources | {OWN_RULE} == set(SOURCES)
    assert str(rule_source("decision 7 of this installation")) == "decision 7 of this installation"


def test_the_words_are_plain(english: None) -> None:
    said = [str(label(member)) for kind in LABELS for member in kind] + [
        str(missing(name)) for name in MISSING
    ]
    for machine, do in EVERY_STEP:
        words: StepWords = step_words(machine, do)
        said += [str(getattr(words, part)).replace("%(number)s", "2") for part in PARTS]
    assert [text for text in said if JARGON.search(text)] == []


def test_what_came_with_a_step_is_read_in_order(english: None) -> None:
    given = {
        "manner": "meeting",
        "decided_on": "2026-11-05",
        "sources": ["document", "field_visit"],
        "person": 7,
    }
    assert [(str(name), value) for name, value in details(given)] == [
        ("Day of the decision", "5 November 2026"),
        ("How the Group decided", "In a meeting"),
        ("What it rests on", "Document, Field visit"),
    ]
    assert details(None) == []
