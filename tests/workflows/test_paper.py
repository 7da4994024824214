"""Who may record what came on paper, and that they never verify it: written by hand from the reference."""

from __future__ import annotations

import pytest

from workflows.concern import CONCERN
from workflows.engine import NotYours
from workflows.recommendation import RECOMMENDATION
from workflows.roles import CaseRole, Relations, Role, Somebody, standing_of

# every step of an addressee without an account, and no other
RECORDED = {
    "accept",
    "accept_in_part",
    "reject",
    "claim_already_done",
    "disclaim",
    "ask_for_clarification",
    "start",
    "report_progress",
    "report_done",
    "measure",
    "ask_extension",
}
FILER, RECORDER_ORGANISATION, ADDRESSEE, OTHER = 1, 2, 3, 4


def test_every_step_of_an_addressee_and_no_other_is_recorded_on_paper() -> None:
    assert {step.do for step in RECOMMENDATION.steps if step.on_paper} == RECORDED
    assert {step.do for step in CONCERN.steps if step.on_paper} == {"return_facts"}
    for step in (*RECOMMENDATION.steps, *CONCERN.steps):
        assert step.on_paper in (frozenset(), frozenset({CaseRole.RECORDER}))
        assert bool(step.on_paper) == bool(step.who & {CaseRole.ADDRESSEE, CaseRole.CHECKER}), step.do
        assert CaseRole.RECORDER not in step.who, "what is recorded is told apart"


def test_recording_is_no_taking() -> None:
    step = RECOMMENDATION.find("awaiting_response", "accept")
    recorder = frozenset({CaseRole.RECORDER, CaseRole.SECRETARIAT})
    with pytest.raises(NotYours):
        RECOMMENDATION.check_standing(step, recorder)
    assert RECOMMENDATION.check_standing(step, recorder, on_paper=True) is CaseRole.RECORDER
    with pytest.raises(NotYours):
        RECOMMENDATION.check_standing(step, frozenset({CaseRole.ADDRESSEE}), on_paper=True)
    verify = RECOMMENDATION.find("reported_done", "verify")
    with pytest.raises(NotYours):
        RECOMMENDATION.check_standing(verify, recorder, on_paper=True)


@pytest.mark.parametrize("of_the_state", [False, True])
@pytest.mark.parametrize("role", list(Role))
def test_the_ministry_records_for_a_state_institution_and_the_secretariat_for_any_other(
    role: Role, of_the_state: bool
) -> None:
    case = Relations(
        FILER, addressees=frozenset({ADDRESSEE}), through_ministry=of_the_state, transmitted=True
    )
    held = standing_of(Somebody(7, OTHER, frozenset({role})), case)
    expected = role is (Role.MINISTRY if of_the_state else Role.SECRETARIAT)
    assert (CaseRole.RECORDER in held) == expected


@pytest.mark.parametrize(
    ("person", "organisation", "verifies"),
    [(7, OTHER, False), (8, RECORDER_ORGANISATION, False), (8, OTHER, True), (8, ADDRESSEE, False)],
)
def test_who_recorded_and_their_organisation_do_not_verify(
    person: int, organisation: int, verifies: bool
) -> None:
    case = Relations(
        FILER,
        addressees=frozenset({ADDRESSEE}),
        transmitted=True,
        recorder=7,
        recorder_organisation=RECORDER_ORGANISATION,
    )
    held = standing_of(Somebody(person, organisation, frozenset({Role.MEMBER})), case)
    assert (CaseRole.VERIFIER in held) == (CaseRole.SECOND_VERIFIER in held) == verifies
