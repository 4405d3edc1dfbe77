"""The kinds of record: each has its tables, and a table is loaded when there is something in it."""

from __future__ import annotations

import subprocess
from dataclasses import fields
from typing import Any

import pytest

from db import kinds
from tests.terminal import PYTHON, ROOT

EMPTY = """
import sys
from sqlalchemy import create_engine, text
from core.model.request import Link
from db import records

with create_engine("sqlite://").begin() as connection:
    connection.execute(text("CREATE TABLE link (id INTEGER, request TEXT, void BOOLEAN)"))
    assert records.find(connection, Link, {"request": "XMBG-1", "void": False}) == []
    assert records.plain(connection, "link", {"request": "XMBG-1"}) == []
    assert "db.tables.link" not in sys.modules, "loaded for nothing"
    connection.execute(text("INSERT INTO link VALUES (1, 'XMBG-1', 0)"))
    assert records.there_is(connection, "link", {"request": "XMBG-1", "void": False})
    assert not records.there_is(connection, "link", {"request": "XMBG-2"})
"""


@pytest.mark.parametrize("name", kinds.ENTITIES)
def test_every_kind_has_a_table_of_its_name_with_its_fields(name: str) -> None:
    kind = kinds.named(name)
    kept = kinds.kept(kind)
    known: Any = kind
    assert kept.table.name == name
    assert {field.name for field in fields(known)} <= set(kept.table.c.keys())
    assert kept.key in kept.table.c
    assert (kept.link is None) == (not kept.linked)
    assert not kept.linked or hasattr(kind, kept.linked)


def test_an_empty_table_is_not_loaded_to_be_found_empty() -> None:
    done = subprocess.run([PYTHON, "-c", EMPTY], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
