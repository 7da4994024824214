"""The closed lists of a filing. Their words are in `app/concerns/labels.py`."""

from __future__ import annotations

from enum import StrEnum

from app.core.country import County as County
from app.directory.links import Subject as Subject
from workflows.recommendation import FindingSource as FindingSource
from workflows.voting import Manner as Manner


class Pillar(StrEnum):
    """The four pillars of anti-trafficking work."""

    PREVENTION = "prevention"
    PROTECTION = "protection"
    PROSECUTION = "prosecution"
    PARTNERSHIP = "partnership"


S = Subject
SUBJECTS: dict[Pillar, tuple[Subject, ...]] = {
    Pillar.PREVENTION: (S.AWARENESS, S.SCHOOLS, S.LABOUR_INSPECTION, S.BORDER, S.ONLINE_RECRUITMENT),
    Pillar.PROTECTION: (
        S.IDENTIFICATION,
        S.REFERRAL,
        S.SHELTER,
        S.HEALTH,
        S.LEGAL_AID,
        S.INTERPRETATION,
        S.CHILDREN,
        S.RETURN,
        S.REINTEGRATION,
        S.COMPENSATION,
        S.DATA_PROTECTION,
    ),
    Pillar.PROSECUTION: (
        S.INVESTIGATION,
        S.NON_PUNISHMENT,
        S.WITNESS_PROTECTION,
        S.HEARINGS_OF_CHILDREN,
        S.SENTENCING,
    ),
    Pillar.PARTNERSHIP: (
        S.EXCHANGE_OF_DATA,
        S.FUNDING,
        S.REGIONAL_COMMITTEE,
        S.NON_STATE_PROVIDER,
        S.PRIVATE_SECTOR,
    ),
}


class Exploitation(StrEnum):
    """Form of exploitation concerned, if any."""

    SEXUAL = "sexual"
    LABOUR = "labour"
    BEGGING = "begging"
    FORCED_CRIME = "forced_crime"
    FORCED_MARRIAGE = "forced_marriage"
    DOMESTIC_SERVITUDE = "domestic_servitude"
    OTHER = "other"
    NOT_KNOWN = "not_known"


class Affected(StrEnum):
    """Groups of people concerned."""

    WOMEN = "women"
    GIRLS = "girls"
    BOYS = "boys"
    MEN = "men"
    ON_THE_MOVE = "people_on_the_move"
    ROMA_EGYPTIAN = "roma_egyptian"
    DISABILITIES = "people_with_disabilities"
    LGBTI = "lgbti"
    UNACCOMPANIED = "unaccompanied_children"


class Extent(StrEnum):
    """A single event, or a pattern."""

    SINGLE = "single"
    PATTERN = "pattern"


class CaseRange(StrEnum):
    """How many cases: a range, never a count, so that nobody can be recognised."""

    FEWER_THAN_5 = "fewer_than_5"
    FROM_5_TO_20 = "from_5_to_20"
    MORE_THAN_20 = "more_than_20"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """How the filer knows."""

    OWN_WORK = "own_work"
    SEVERAL_ORGANISATIONS = "several_organisations"
    INSTITUTION_DATA = "institution_data"
    MEDIA = "media"
    STUDY = "study"


class Naming(StrEnum):
    """Whether the filer may be named to the ministry and the institution."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


class Weight(StrEnum):
    """The weight of a recommendation, in the field's own words."""

    URGES = "urges"
    CONSIDERS = "considers"
    INVITES = "invites"


class Ground(StrEnum):
    """Grounds for declining a concern."""

    OUTSIDE_MANDATE = "outside_mandate"
    NO_DUTY = "no_duty"
    PERSONAL_CASE = "personal_case"
    DUPLICATE = "duplicate"
    RECOGNISABLE = "recognisable"
    UNFOUNDED = "unfounded"


class ActionState(StrEnum):
    """How the institution says that an action of its plan stands."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class Seen(StrEnum):
    """What the Group saw of an action."""

    DONE = "seen_done"
    IN_PART = "seen_in_part"
    NOT = "not_seen"
