"""The form of a step: found by the step's name, so that one page serves them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy.orm import Session
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.core.forms import Form
from app.core.numbers import WholeField
from app.process.data import StepData
from workflows.engine import Workflow


class StepForm(Form):
    """A step that asks nothing but to be confirmed. Subclasses add fields named like those of `data_class`."""

    data_class: ClassVar[type[StepData]] = StepData
    takes_files: ClassVar[bool] = False
    advice: ClassVar[str] = ""  # the endpoint that looks at what is being typed

    version = WholeField(widget=HiddenInput())
    key = HiddenField()

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """Fill choices, and on first sight the values that the case suggests."""

    def given(self, files: tuple[str, ...] = ()) -> StepData:
        """What was typed, as the step's data."""
        values: dict[str, Any] = {
            f.name: tuple(self[f.name].data) if isinstance(self[f.name].data, list) else self[f.name].data
            for f in fields(self.data_class)
            if f.name in self
        }
        if self.takes_files:
            values["files"] = files
        return self.data_class(**values)


_FORMS: dict[tuple[str, str, str | None], type[StepForm]] = {}
F = TypeVar("F", bound=type[StepForm])


class StepForms:
    """The forms of one module. The page of steps knows them once the module's feature calls `register`."""

    def __init__(self) -> None:
        self._added: dict[tuple[str, str, str | None], type[StepForm]] = {}

    def of(self, workflow: Workflow[Any], *steps: StrEnum, at: StrEnum | None = None) -> Callable[[F], F]:
        """The form of these steps, from every state or only from the one named."""
        for step in steps:
            if not workflow.named(step):
                raise ValueError(f"{workflow.name} has no step {step}")

        def add(form: F) -> F:
            self._added.update({(workflow.name, step, at): form for step in steps})
            return form

        return add

    def register(self) -> None:
        """Let the page of steps find them."""
        _FORMS.update(self._added)


def form_of(workflow: Workflow[Any], state: str, do: str) -> type[StepForm]:
    """The form of a step; a bare confirmation where none is registered."""
    return _FORMS.get((workflow.name, do, state)) or _FORMS.get((workflow.name, do, None), StepForm)
