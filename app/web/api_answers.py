"""What the reading interface answers, as types: the answers are made of them and the description is written from them.

No name, no telephone number, no address and no free text stands in any of them.
"""

from msgspec import Struct


class ListItem(Struct):
    id: str
    name: str
    active: bool


class ProcedureItem(Struct):
    code: str
    name: str
    field: str
    level: str
    status: str


class Lists(Struct):
    neighbourhoods: list[ListItem]
    support_points: list[ListItem]
    units: list[ListItem]
    procedures: list[ProcedureItem]


class AssistanceItem(Struct):
    """`happened_at`: RFC 3339. `voided`: it was struck out and counts in no figure."""

    id: str
    happened_at: str
    happened_on: str
    support_point: str
    neighbourhood: str
    procedure: str
    help: str
    channel: str
    result: str
    minutes: int
    difficulties: list[str]
    follow_up: bool
    voided: bool


class Assistances(Struct):
    """`next`: what to send as `cursor` for the rows behind these; null behind the last."""

    rows: list[AssistanceItem]
    next: str | None


class DossierItem(Struct):
    """Times are RFC 3339, null for what has not come yet. `kept`: early, on_time, late, or "" while it runs."""

    id: str
    procedure: str
    channel: str
    state: str
    unit: str
    received_at: str | None
    accepted_at: str | None
    due_at: str | None
    finished_at: str | None
    returned_at: str | None
    kept: str
    supplements: int
    extended: bool
    apologised: bool


class Dossiers(Struct):
    """`next`: see Assistances."""

    rows: list[DossierItem]
    next: str | None


class CubeItem(Struct):
    """`period`: day, month, or "" for what stands now. Its cells are added up by any of `dimensions`."""

    name: str
    period: str
    dimensions: list[str]
    measures: list[str]


class Cubes(Struct):
    cubes: list[CubeItem]


class Sums(Struct):
    """Each row has the dimensions asked for and every measure of the cube."""

    cube: str
    rows: list[dict[str, str | int]]


class Trouble(Struct):
    """RFC 9457."""

    type: str
    title: str
    status: int
    code: str
