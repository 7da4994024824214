"""Quorum and majority over random rolls, ballots and recusals."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workflows.voting import Choice, Majority, Quorum, Rules, Verdict, count

ORGANISATIONS = st.integers(1, 18)
ROLLS = st.sets(ORGANISATIONS, max_size=15)
BALLOTS = st.dictionaries(ORGANISATIONS, st.sampled_from(Choice))
RULES = st.builds(Rules, st.sampled_from(Quorum), st.sampled_from(Majority))


def in_favour_enough(majority: Majority, yes: int, no: int, abstained: int, entitled: int) -> bool:
    """The rule as a person would say it, by fractions."""
    match majority:
        case Majority.CAST:
            return yes > no
        case Majority.PRESENT:
            return yes > no + abstained
        case Majority.SEATS:
            return Fraction(yes) > Fraction(entitled, 2)
        case Majority.TWO_THIRDS:
            return yes > 0 and Fraction(yes, yes + no) >= Fraction(2, 3)


def present_enough(quorum: Quorum, present: int, entitled: int) -> bool:
    match quorum:
        case Quorum.HALF:
            return 2 * present > entitled
        case Quorum.TWO_THIRDS:
            return present > 0 and 3 * present >= 2 * entitled
        case Quorum.ALL:
            return 0 < entitled == present


@given(ROLLS, st.sets(ORGANISATIONS), BALLOTS, RULES)
def test_the_outcome_is_what_the_rules_say(
    roll: set[int], recused: set[int], ballots: dict[int, Choice], rules: Rules
) -> None:
    result = count(roll, recused, ballots, rules)
    valid = [choice for who, choice in ballots.items() if who in roll - recused]
    said = {choice: valid.count(choice) for choice in Choice}
    assert (result.in_favour, result.against, result.abstained) == tuple(said[c] for c in Choice)
    assert result.present == len(valid) <= result.entitled == len(roll - recused)
    assert result.seats == len(roll) == result.entitled + result.recused
    if not present_enough(rules.quorum, len(valid), result.entitled):
        assert result.verdict is Verdict.NO_QUORUM
    elif in_favour_enough(rules.majority, *(said[c] for c in Choice), result.entitled):
        assert result.verdict is Verdict.ADOPTED
    else:
        assert result.verdict is Verdict.NOT_ADOPTED


@given(ROLLS, BALLOTS, RULES)
def test_nothing_is_decided_by_nobody_and_a_tie_is_never_adopted(
    roll: set[int], ballots: dict[int, Choice], rules: Rules
) -> None:
    assert count(roll, roll, ballots, rules).verdict is Verdict.NO_QUORUM
    result = count(roll, (), ballots, rules)
    if result.in_favour <= result.against:
        assert result.verdict is not Verdict.ADOPTED


@given(ROLLS, st.sets(ORGANISATIONS), BALLOTS, RULES, ORGANISATIONS)
def test_a_ballot_in_favour_never_turns_an_adoption_down(
    roll: set[int], recused: set[int], ballots: dict[int, Choice], rules: Rules, who: int
) -> None:
    if count(roll, recused, ballots, rules).verdict is Verdict.ADOPTED:
        assert count(roll, recused, {**ballots, who: Choice.FOR}, rules).verdict is Verdict.ADOPTED


@given(ROLLS, BALLOTS, RULES, ORGANISATIONS)
def test_a_recused_ballot_counts_as_if_it_had_not_been_cast(
    roll: set[int], ballots: dict[int, Choice], rules: Rules, who: int
) -> None:
    without = {key: choice for key, choice in ballots.items() if key != who}
    assert count(roll, {who}, ballots, rules) == count(roll, {who}, without, rules)
