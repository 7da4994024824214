"""The indexes of concerns and recommendations: each list, count and figure stands on one of them."""

from __future__ import annotations

from sqlalchemy import Index, text


def _only(name: str, where: str, *columns: str) -> Index:
    """An index over those rows alone of which this holds; `= true` is written as each database writes it in a query."""
    return Index(
        name, *columns, sqlite_where=text(where.replace("= true", "= 1")), postgresql_where=text(where)
    )


OF_CONCERNS = (
    # the list in its default order, and by each filter
    Index("ix_concern_open", "is_open", "id"),
    Index("ix_concern_stage", "stage", "id"),
    Index("ix_concern_stage_due", "stage", "due_on", "id"),
    # what the coordinator only counts
    _only(
        "ix_concern_before",
        "transmitted_at IS NULL",
        "stage",
        "due_on",
        "id",
        "urgent",
        "coordinator_told",
        "transmitted_at",  # SQLite looks at it again, and need not open the row for it
    ),
    Index("ix_concern_pillar", "pillar", "id"),
    Index("ix_concern_county", "county", "id"),
    Index("ix_concern_filer", "filer_organisation_id", "id"),
    _only("ix_concern_due", "is_open = true", "due_on", "id"),
    _only("ix_concern_pillar_due", "is_open = true", "pillar", "due_on", "id"),
    _only("ix_concern_county_due", "is_open = true", "county", "due_on", "id"),
    Index("ix_concern_transmitted", "transmitted_at", "id"),
    Index("ix_concern_lead_id", "lead_id"),
    Index("ix_concern_rapporteur_id", "rapporteur_id", "id"),
    Index("ix_concern_subject", "subject", "id"),
    _only("ix_concern_urgent", "urgent = true", "id"),
    # my work: what waits without a clock of its own
    Index("ix_concern_filer_stage", "filer_organisation_id", "stage", "id"),
    Index("ix_concern_rapporteur_stage", "rapporteur_id", "stage", "id"),
    _only(
        "ix_concern_fact_check",
        "fact_check_addressee_id IS NOT NULL",
        *"fact_check_addressee_id stage due_on id".split(),
    ),
    Index("ix_concern_stage_owner", "stage", "owner", "id"),
    # what each rapporteur carries of what was transmitted
    _only(
        "ix_concern_carried",
        "transmitted_at IS NOT NULL AND is_open = true",
        *"rapporteur_id due_on id transmitted_at is_open".split(),
    ),
    # institutions that filers named anew
    _only("ix_concern_named_anew", "new_institution <> ''", "id"),
    _only("ix_concern_warned", "warned_at IS NOT NULL", "stage", "id", "due_on"),
    _only("ix_concern_confirmed", "urgent_confirmed_by_id IS NOT NULL", "id"),
    _only(
        "ix_concern_unread",
        "second_reader_id IS NULL AND (urgent = true OR about_member = true)",
        "stage",
        "id",
    ),
)

OF_RECOMMENDATIONS = (
    Index("ix_recommendation_addressee", "addressee_id", "state", "id"),
    Index("ix_recommendation_state", "state", "id"),
    Index("ix_recommendation_addressee_id", "addressee_id", "id"),
    # the concerns that an addressee sees
    _only("ix_recommendation_sent", "transmitted_at IS NOT NULL", "addressee_id", "concern_id"),
    _only("ix_recommendation_due", "due_on IS NOT NULL", "due_on", "id"),
    _only(
        "ix_recommendation_addressee_due",
        "due_on IS NOT NULL",
        "addressee_id",
        "due_on",
        "id",
        "concern_id",
    ),
    # claimed and verified, by institution: all its numbers from the index alone
    _only(
        "ix_recommendation_checked",
        "transmitted_at IS NOT NULL",
        *"addressee_id transmitted_at state answer claimed_at grade outcome due_on".split(),
        *"answered_late moved moved_days concern_id".split(),
    ),
    # the latest answers of each institution, and how long they took
    _only(
        "ix_recommendation_answered",
        "answered_at IS NOT NULL",
        *"addressee_id answered_at answered_late answered_days answered_on_paper".split(),
    ),
    _only("ix_recommendation_claimed", "claimed_at IS NOT NULL", "claimed_at", "outcome"),
)
