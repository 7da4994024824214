"""What institutions work on, and what concerns are about."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """What within one of the pillars."""

    AWARENESS = "awareness"
    SCHOOLS = "schools"
    LABOUR_INSPECTION = "labour_inspection"
    BORDER = "border"
    ONLINE_RECRUITMENT = "online_recruitment"
    IDENTIFICATION = "identification"
    REFERRAL = "referral"
    SHELTER = "shelter"
    HEALTH = "health"
    LEGAL_AID = "legal_aid"
    INTERPRETATION = "interpretation"
    CHILDREN = "children"
    RETURN = "return"
    REINTEGRATION = "reintegration"
    COMPENSATION = "compensation"
    DATA_PROTECTION = "data_protection"
    INVESTIGATION = "investigation"
    NON_PUNISHMENT = "non_punishment"
    WITNESS_PROTECTION = "witness_protection"
    HEARINGS_OF_CHILDREN = "hearings_of_children"
    SENTENCING = "sentencing"
    EXCHANGE_OF_DATA = "exchange_of_data"
    FUNDING = "funding_of_services"
    REGIONAL_COMMITTEE = "regional_committee"
    NON_STATE_PROVIDER = "non_state_provider"
    PRIVATE_SECTOR = "private_sector"
