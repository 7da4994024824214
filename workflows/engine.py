"""The words in which a workflow is declared, and the one machine that drives each. Only importer of `transitions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

from transitions import Machine

from workflows.deadlines import EntryKind, Rule
from workflows.roles import CHAIR, CaseRole, Owner
from workflows.text import shows

Held = frozenset[CaseRole]  # all that a person is to a case

F = TypeVar("F")


class Refused(Exception):
    """A step that is not taken. Nothing has changed."""


class NotNow(Refused):
    """The table has no such step from this state."""


class NotYours(Refused):
    """The step is open, but not to this person."""


class Unmet(Refused):
    """What must hold does not: `missing` names the guards and needs, in the table's order."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Guard(Generic[F]):
    """A condition on the facts of a case. Its name is also the key of its words."""

    name: str
    holds: Callable[[F], bool]


@dataclass(frozen=True, slots=True)
class Chosen(Generic[F]):
    """A destination that the facts or the step's data decide, among those named."""

    by: Callable[[F, Any], StrEnum]
    among: tuple[StrEnum, ...]


class Stay(StrEnum):
    """The destination of a step that moves nothing."""

    STAY = "stay"


STAY = Stay.STAY


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """What a step does to a clock of its case. `rule` None means every open clock; `until` names a date in the data."""

    kind: EntryKind
    rule: Rule | None
    until: str = ""


def starts(rule: Rule, until: str = "") -> tuple[ClockEffect, ...]:
    """Start the clock of this rule, by its period or until the date in the step's data."""
    return (ClockEffect(EntryKind.START, rule, until),)


def stops(*rules: Rule) -> tuple[ClockEffect, ...]:
    """Stop these clocks where they are open."""
    return tuple(ClockEffect(EntryKind.STOP, rule) for rule in rules)


def stops_all() -> tuple[ClockEffect, ...]:
    """Stop every open clock of the case."""
    return (ClockEffect(EntryKind.STOP, None),)


def pauses(*rules: Rule) -> tuple[ClockEffect, ...]:
    """Pause these clocks where they run."""
    return tuple(ClockEffect(EntryKind.PAUSE, rule) for rule in rules)


def resumes(*rules: Rule) -> tuple[ClockEffect, ...]:
    """Resume these clocks where they are paused."""
    return tuple(ClockEffect(EntryKind.RESUME, rule) for rule in rules)


def resets(rule: Rule, until: str = "") -> tuple[ClockEffect, ...]:
    """Begin the count of an open clock anew."""
    return (ClockEffect(EntryKind.RESET, rule, until),)


def then(ended: Rule, begun: Rule) -> tuple[ClockEffect, ...]:
    """One clock ends and the next begins."""
    return stops(ended) + starts(begun)


@dataclass(frozen=True, slots=True)
class Step(Generic[F]):
    """One row: what may be done, from where, to where, by whom, when it holds, what it needs, what it does to clocks.

    `needs` names the fields that its data must fill. `public` steps are seen by ministry, addressee and coordinator
    in the history. `on_paper` may record it as it came on paper, in the name of those whose step it is.
    """

    do: StrEnum
    source: StrEnum | tuple[StrEnum, ...]
    to: StrEnum | Chosen[F]
    who: frozenset[CaseRole]
    guards: tuple[Guard[F], ...] = ()
    clocks: tuple[ClockEffect, ...] = ()
    needs: tuple[str, ...] = ()
    public: bool = False
    on_paper: frozenset[CaseRole] = frozenset()

    @property
    def sources(self) -> tuple[StrEnum, ...]:
        """The states it can be taken from."""
        return self.source if isinstance(self.source, tuple) else (self.source,)

    @property
    def decision(self) -> bool:
        """Whether the Group decides it: the chair puts it to the vote, and it is taken when the vote has closed."""
        return CaseRole.DECISION in self.who

    @property
    def offered_to(self) -> frozenset[CaseRole]:
        """Who begins it: takes it at once, or puts it to the vote."""
        return CHAIR if self.decision else self.who

    def destinations(self, source: StrEnum) -> tuple[StrEnum, ...]:
        """The states it can lead to from this one."""
        if isinstance(self.to, Chosen):
            return self.to.among
        return (source,) if self.to is STAY else (self.to,)

    def destination(self, source: StrEnum, facts: F, data: Any) -> StrEnum:
        """The state it leads to now."""
        if isinstance(self.to, Chosen):
            return self.to.by(facts, data)
        return source if self.to is STAY else self.to

    def unmet(self, facts: F) -> tuple[str, ...]:
        """Names of the guards that do not hold."""
        return tuple(guard.name for guard in self.guards if not guard.holds(facts))


@dataclass(frozen=True, slots=True)
class StateInfo:
    """One state: whose move it is there, by which clock, and the phase of the ribbon it belongs to."""

    state: StrEnum
    owner: Owner
    rule: Rule | None = None
    phase: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class Offer(Generic[F]):
    """A step that a person has now, or would have if what is missing came to hold."""

    step: Step[F]
    missing: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it can be taken at once."""
        return not self.missing


@dataclass(slots=True)
class Token:
    """What the machine moves, so that it never touches a stored row."""

    state: str


class Workflow(Generic[F]):
    """A checked table of steps, driven by one shared machine that keeps no state of its own."""

    def __init__(
        self, name: str, states: type[StrEnum], places: Iterable[StateInfo], steps: Iterable[Step[F]]
    ) -> None:
        self.name = name
        self.states = states
        self.places = {place.state: place for place in places}
        self.steps = tuple(steps)
        self._by_pair: dict[tuple[str, str], Step[F]] = {}
        for step in self.steps:
            for source in step.sources:
                if (source, step.do) in self._by_pair:
                    raise ValueError(f"{name}: {step.do} from {source} is declared twice")
                self._by_pair[source, step.do] = step
        self._check()
        self._machine = self._made()

    def __contains__(self, pair: object) -> bool:
        return pair in self._by_pair

    def __iter__(self) -> Iterator[tuple[str, Step[F]]]:
        """Every pair of a state and a step that can be taken from it."""
        return ((source, step) for (source, _), step in self._by_pair.items())

    def find(self, state: str, do: str) -> Step[F]:
        """The row for this step from this state. Raises NotNow."""
        try:
            return self._by_pair[state, do]
        except KeyError:
            raise NotNow(f"{self.name}: no {do} from {state}") from None

    def named(self, do: str) -> tuple[Step[F], ...]:
        """All rows of this step, from whatever state."""
        return tuple(step for step in self.steps if step.do == do)

    def ready(self, state: str, do: str, facts: F, data: Any = None) -> Step[F]:
        """The row, where all that it asks for is there. Raises NotNow or Unmet."""
        step = self.find(state, do)
        missing = step.unmet(facts) + tuple(need for need in step.needs if empty(data, need))
        if missing:
            raise Unmet(missing)
        return step

    def move(self, state: str, do: str, facts: F, data: Any = None) -> StrEnum:
        """The state that this step leads to. Raises NotNow or Unmet."""
        step = self.ready(state, do, facts, data)
        wanted = step.destination(self.states(state), facts, data)
        token = Token(self.states(state).value)
        if not self._machine.events[do].trigger(token, wanted=wanted):
            raise NotNow(f"{self.name}: {do} from {state} does not lead to {wanted}")
        return self.states(token.state)

    def offers(self, state: str, facts: F, standing: Held, *, on_paper: bool = False) -> list[Offer[F]]:
        """The steps of a person with this standing, or those to record: open now, and what the others still lack."""
        return [
            Offer(step, step.unmet(facts))
            for (source, _), step in self._by_pair.items()
            if source == state and (step.on_paper if on_paper else step.offered_to) & standing
        ]

    def check_standing(
        self, step: Step[F], standing: Held, *, on_paper: bool = False, begins: bool = False
    ) -> CaseRole:
        """As what somebody of this standing takes the step, records it, or puts it to the vote. Raises NotYours."""
        who = step.on_paper if on_paper else step.offered_to if begins else step.who
        if not who & standing:
            raise NotYours(f"{self.name}: {step.do} is for {', '.join(sorted(who))}")
        return next(each for each in CaseRole if each in who & standing)

    def _made(self) -> Machine:
        machine = Machine(
            model=None,
            states=[state.value for state in self.states],
            initial=None,
            auto_transitions=False,
        )
        for source, step in self:
            for dest in step.destinations(self.states(source)):
                machine.add_transition(
                    step.do.value, self.states(source).value, dest.value, conditions=partial(_is, dest)
                )
        return machine

    def _check(self) -> None:
        """Refuse a table with unreachable or inescapable states, or a clock that nothing stops."""
        if set(self.places) != set(self.states):
            raise ValueError(f"{self.name}: places and states differ")
        reached = set(edge := [next(iter(self.states))])
        while edge:
            state = edge.pop()
            for source, step in self:
                if source == state:
                    new = set(step.destinations(state)) - reached
                    reached |= new
                    edge.extend(new)
        if unreachable := set(self.states) - reached:
            raise ValueError(f"{self.name}: nothing leads to {sorted(unreachable)}")
        for state, place in self.places.items():
            leaves = any(set(step.destinations(state)) - {state} for source, step in self if source == state)
            if leaves == place.final:
                raise ValueError(f"{self.name}: {state} must be either final or left by a step")
        effects = [effect for step in self.steps for effect in step.clocks]
        started = {effect.rule for effect in effects if effect.kind is EntryKind.START}
        stopped = {effect.rule for effect in effects if effect.kind is EntryKind.STOP}
        if None not in stopped and started - stopped:
            raise ValueError(f"{self.name}: nothing stops {started - stopped}")


def _is(dest: StrEnum, *, wanted: StrEnum) -> bool:
    return dest == wanted


def empty(data: Any, need: str) -> bool:
    """Whether the data leaves out what a step needs: a text that nobody sees is none."""
    value = getattr(data, need, None)
    return value is None or value == () or value == [] or (isinstance(value, str) and not shows(value))
