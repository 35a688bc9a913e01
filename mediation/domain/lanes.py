"""The five lanes: what a complaint is mainly about."""

from enum import StrEnum


class Lane(StrEnum):
    CONDUCT = "conduct"
    FEES = "fees"
    IDENTITY = "identity"
    HARDSHIP = "hardship"
    BYSTANDER = "bystander"


# A bystander learns nothing about any debt: no settlement, no means.
SETTLES = frozenset({Lane.CONDUCT, Lane.FEES, Lane.IDENTITY, Lane.HARDSHIP})
