"""Who somebody is to a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.concern import Stage
from workflows.permissions import Condition, Right, rights
from workflows.roles import CaseRole, Level, Relations, Role, Somebody, standing_of

FILER_ORG, OTHER_ORG, AGENCY_ORG, MINISTRY_ORG = 1, 2, 3, 4
CASE = Relations(filer_organisation=FILER_ORG)
SENT = replace(CASE, addressees=frozenset({AGENCY_ORG}), through_ministry=True, transmitted=True)


def somebody(organisation: int, *roles: Role, person: int = 9) -> Somebody:
    return Somebody(person, organisation, frozenset(roles))


@given(
    st.frozensets(st.sampled_from(Role)),
    st.integers(1, 5),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Level),
)
def test_recusal_overrides_every_other_standing(
    roles: frozenset[Role], organisation: int, person_recused: bool, transmitted: bool, level: Level
) -> None:
    case = replace(
        SENT,
        transmitted=transmitted,
        level=level,
        rapporteur=9,
        recused_persons=frozenset({9} if person_recused else ()),
        recused_organisations=frozenset(() if person_recused else {organisation}),
    )
    asked = organisation in SENT.addressees and Role.AGENCY in roles  # answers, and is nothing else
    left = CaseRole.ADDRESSEE if asked else CaseRole.RECUSED
    assert standing_of(Somebody(9, organisation, roles), case) == {left}
    assert not rights(frozenset({CaseRole.RECUSED}), Condition(Stage.CLOSED, level, True, True, True))


@pytest.mark.parametrize(
    "role", [Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER, Role.ADMINISTRATOR]
)
def test_nobody_outside_has_a_standing_before_transmission(role: Role) -> None:
    for level in Level:
        assert not standing_of(somebody(AGENCY_ORG, role), replace(CASE, level=level))


def test_a_draft_is_its_filers_alone() -> None:
    draft = replace(CASE, in_draft=True)
    assert standing_of(somebody(FILER_ORG, Role.MEMBER), draft) == {CaseRole.FILER}
    for role in Role:
        assert not standing_of(somebody(OTHER_ORG, role), draft)


def test_an_agency_answers_only_what_is_addressed_to_it() -> None:
    assert standing_of(somebody(AGENCY_ORG, Role.AGENCY), SENT) == {CaseRole.ADDRESSEE}
    assert not standing_of(somebody(OTHER_ORG, Role.AGENCY), SENT)


def test_the_ministry_answers_for_state_agencies_only() -> None:
    held = {CaseRole.MINISTRY, CaseRole.ADDRESSEE, CaseRole.RECORDER}
    assert standing_of(somebody(MINISTRY_ORG, Role.MINISTRY), SENT) == held
    assert not standing_of(somebody(MINISTRY_ORG, Role.MINISTRY), replace(SENT, through_ministry=False))


def test_a_member_that_is_the_addressee_does_not_verify() -> None:
    held = standing_of(somebody(AGENCY_ORG, Role.MEMBER), SENT)
    assert CaseRole.GROUP in held
    assert CaseRole.VERIFIER not in held


def test_the_observer_reads_what_is_shared_and_transmitted() -> None:
    observer = somebody(OTHER_ORG, Role.OBSERVER)
    assert not standing_of(observer, SENT)
    assert standing_of(observer, replace(SENT, level=Level.SHARED)) == {CaseRole.OBSERVER}


OUTSIDE = (CaseRole.MINISTRY, CaseRole.ADDRESSEE, CaseRole.COORDINATOR, CaseRole.OBSERVER)


@pytest.mark.parametrize("standing", OUTSIDE)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("stage", Stage)
def test_nobody_outside_reads_the_filing_the_drafts_or_the_discussion(
    standing: CaseRole, level: Level, stage: Stage
) -> None:
    inner = {Right.NARRATIVE, Right.DRAFTS, Right.REVIEW, Right.DISCUSS, Right.READERS, Right.EDIT}
    held = rights(frozenset({standing}), Condition(stage, level, transmitted=True, names_filer=True))
    assert not held & inner


@pytest.mark.parametrize("standing", OUTSIDE)
def test_the_filer_is_named_outside_only_where_it_agreed(standing: CaseRole) -> None:
    for names in (True, False):
        condition = Condition(Stage.FOLLOW_UP, Level.GROUP, transmitted=True, names_filer=names)
        assert (Right.FILER in rights(frozenset({standing}), condition)) == names


def test_at_restricted_a_voting_member_reads_the_drafts_and_not_the_narrative() -> None:
    group = frozenset({CaseRole.GROUP, CaseRole.VERIFIER})
    held = rights(group, Condition(Stage.DELIBERATION, Level.RESTRICTED))
    assert {Right.READ, Right.DRAFTS} <= held
    assert not held & {Right.NARRATIVE, Right.REVIEW, Right.DISCUSS}
    assert not rights(group, Condition(Stage.REVIEW, Level.RESTRICTED))
