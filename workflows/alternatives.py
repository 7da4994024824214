"""Steps that are decided one instead of the other: whoever is asked for one has the others beside it."""

from collections.abc import Mapping
from enum import StrEnum

from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import RECOMMENDATION, RecommendationAction

OF_A_CONCERN = (
    (ConcernAction.ADMIT, ConcernAction.ASK, ConcernAction.DECLINE, ConcernAction.UPHOLD),
    (ConcernAction.ADOPT, ConcernAction.SEND_BACK, ConcernAction.DISMISS),
    (ConcernAction.RATIFY, ConcernAction.REVOKE),
)

OF_A_RECOMMENDATION = (
    (
        RecommendationAction.ACCEPT,
        RecommendationAction.ACCEPT_IN_PART,
        RecommendationAction.REJECT,
        RecommendationAction.CLAIM_DONE,
        RecommendationAction.ASK,
        RecommendationAction.DISCLAIM,
    ),
    (RecommendationAction.PROGRESS, RecommendationAction.DONE),
    (RecommendationAction.VERIFY, RecommendationAction.VERIFY_IN_PART, RecommendationAction.CONTEST),
    (RecommendationAction.GRANT_EXTENSION, RecommendationAction.REFUSE_EXTENSION),
    (RecommendationAction.TAKE_WORDING, RecommendationAction.REFUSE_WORDING),
    (RecommendationAction.MAINTAIN, RecommendationAction.CONCEDE),
    (RecommendationAction.RETURN, RecommendationAction.DISAGREE),
)

ALTERNATIVES: Mapping[str, tuple[tuple[StrEnum, ...], ...]] = {
    CONCERN.name: OF_A_CONCERN,
    RECOMMENDATION.name: OF_A_RECOMMENDATION,
}
