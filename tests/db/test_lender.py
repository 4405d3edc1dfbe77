"""The ground under the tests on PostgreSQL: each finds a desk as it was founded."""

from __future__ import annotations

from typing import Any

from core.model.organisation import Person
from tests import desk
from tests.db.lender import Lender

GUARDS = "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"


def test_who_comes_next_finds_what_the_one_before_found(lent_database: Lender) -> None:
    found = []
    for change in ("DELETE FROM person", "ALTER TABLE trail DISABLE TRIGGER USER", "SELECT 1"):
        with lent_database.lent() as url, desk.empty_office(url) as office:
            found.append(state(office))
            with office.desk.database.writing() as connection:
                connection.exec_driver_sql("SET session_replication_role = replica")
                connection.exec_driver_sql(change)
    assert found[0] == found[1] == found[2]


def state(office: desk.Office) -> tuple[Any, ...]:
    """What stands there, and the number and entry that the next deed is given."""
    with office.desk.database.reading() as connection:
        guards = connection.exec_driver_sql(GUARDS).all()
    stood = office.records(Person), office.trail(), [tuple(guard) for guard in guards]
    assert all(stood)
    return *stood, office.do("wang", desk.a_request()), office.desk.seen()
