"""A query whose SQL is built once says the same as one that is built anew, whatever it is asked."""

import pytest
from peewee import fn

from app.records.assistance import Assistance
from app.records.base import listed
from app.records.compiled import compiled, first
from app.records.place import Neighbourhood
from app.records.procedure import Procedure
from app.records.staff import Staff
from app.records.ward import WardKey
from tests import people


def by_roles(ward_id, roles, active, login):
    query = Staff.select().where(Staff.ward_id == ward_id, Staff.role.in_(roles), Staff.active == active)
    return query.where(Staff.login == login) if login is not None else query.order_by(Staff.id)


@pytest.mark.parametrize("ward_id", [people.WARD, people.OTHER_WARD])
@pytest.mark.parametrize("roles", [["volunteer"], ["clerk", "admin"], ("volunteer", "lead", "leader"), []])
@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("login", [None, "lan", "chi-ha", "?", "\0argument 1"[1:]])
def test_every_shape_of_arguments_gives_the_same_rows(app, ward_id, roles, active, login):
    asked = compiled(by_roles)
    asked(people.WARD, ["volunteer", "clerk"], True, "tuan")
    assert asked(ward_id, roles, active, login) == listed(by_roles(ward_id, roles, active, login))
    assert asked(ward_id, roles, active, login) == listed(by_roles(ward_id, roles, active, login))


def test_the_order_of_the_arguments_is_theirs_and_not_that_of_the_sql(app):
    def turned(limit, position, ward_id):
        query = Neighbourhood.select(Neighbourhood.id, Neighbourhood.position)
        query = query.where(Neighbourhood.ward_id == ward_id, Neighbourhood.position > position)
        return query.order_by(Neighbourhood.position).limit(limit)

    assert [row["position"] for row in compiled(turned)(3, 5, people.WARD)] == [6, 7, 8]


def test_true_and_false_and_bytes_come_back_as_such(app):
    procedures = compiled(lambda ward_id: Procedure.select().where(Procedure.ward_id == ward_id))(people.WARD)
    assert {type(row["current"]) for row in procedures} == {bool}
    keys = compiled(lambda ward_id: WardKey.select().where(WardKey.ward_id == ward_id))(people.WARD)
    assert {type(row["private"]) for row in keys} == {bytes}


def test_what_is_not_a_plain_column_is_refused(app):
    counted = compiled(lambda ward_id: Assistance.select(fn.COUNT(Assistance.id)).where(Assistance.ward_id == ward_id))
    with pytest.raises(TypeError):
        counted(people.WARD)


def test_the_first_of_no_rows_is_nothing():
    assert first([]) is None
    assert first([{"id": 1}, {"id": 2}]) == {"id": 1}
