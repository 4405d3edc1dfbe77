"""The index by which words are found among many requests: their signs and pairs of signs (R3.1).

What holds a word holds its pairs, so a rare word has few candidates, among which the search itself
then looks. Chinese words have no spaces around them and are often two signs long. On SQLite the
index is a full-text table that keeps no text, on PostgreSQL a table of arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST = 40  # pairs of a word that are looked up: few requests are left by then
BATCH = 1000
# To the tokenizer only letters and figures are parts of words; other signs are as good here.
_FOLD: dict[int, str] = {n: chr(0xE000 + n) for n in range(128) if not chr(n).isalnum()}
_FOLD[ord("İ")] = "i"  # as PostgreSQL folds it; it would become two signs

MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE request_words USING fts5(grams, content='', columnsize=0, "  # noqa: ISC004
        "detail=none, tokenize='ascii')"
    ],
    "postgresql": [
        "CREATE TABLE request_words (id bigint PRIMARY KEY, grams text[] NOT NULL)",
        "CREATE INDEX ix_request_words ON request_words USING gin (grams)",
    ],
}
_ADD = {
    "sqlite": "INSERT INTO request_words (rowid, grams) VALUES (:id, :grams)",
    "postgresql": "INSERT INTO request_words (id, grams) VALUES (:id, string_to_array(:grams, ' '))"
    " ON CONFLICT (id) DO UPDATE SET grams = excluded.grams",
}
_FORGET = "INSERT INTO request_words (request_words, rowid, grams) VALUES ('delete', :id, :grams)"


class Named(NamedTuple):
    """What a request is searched by."""

    id: int
    title: str
    number: str
    initials: str


def of(*texts: str) -> str:
    """The signs and pairs of signs in *texts*, each once, with spaces between."""
    found: set[str] = set()
    for one in texts:
        plain = _folded(one)
        found.update(plain)
        found.update(map(add, plain, plain[1:]))
    return " ".join(found)


def in_word(word: str) -> list[str]:
    """What any text has in the index that holds *word*, capitals or not."""
    plain = _folded(word)
    pairs = plain if len(plain) < 2 else map(add, plain, plain[1:])
    return list(dict.fromkeys(pairs))[:LONGEST]


def _folded(one: str) -> str:
    return one.translate(_FOLD).casefold()


def candidates(words: Sequence[Sequence[str]], dialect: str) -> tuple[str, dict[str, Any]]:
    """The SQL for the ids of requests that may hold a word of each group, and its parameters."""
    if dialect == "sqlite":
        ways = (" OR ".join(f"({_all(word)})" for word in group) for group in words)
        sql = "SELECT rowid AS id FROM request_words WHERE request_words MATCH :words"
        return sql, {"words": " AND ".join(f"({way})" for way in ways)}
    values: dict[str, Any] = {}
    conditions = []
    for place, group in enumerate(words):
        marks = [f"words{place}_{n}" for n in range(len(group))]
        values |= {mark: in_word(word) for mark, word in zip(marks, group, strict=True)}
        ways = (f"grams @> CAST(:{mark} AS text[])" for mark in marks)
        conditions.append(f"({' OR '.join(ways)})")
    where = " AND ".join(conditions)
    return f"SELECT id FROM request_words WHERE {where}", values  # noqa: S608


def _all(word: str) -> str:
    return " AND ".join(f'"{gram}"' for gram in in_word(word))


def keep(connection: Connection, new: Iterable[Named], old: Iterable[Named] = ()) -> None:
    """Index what is *new*; *old* is what the renamed among it were called before."""
    dialect = connection.dialect.name
    gone = _rows(old) if dialect == "sqlite" else []
    for statement, rows in ((_FORGET, gone), (_ADD[dialect], _rows(new))):
        if rows:
            connection.execute(text(statement), rows)


def _rows(named: Iterable[Named]) -> list[dict[str, Any]]:
    return [{"id": one.id, "grams": of(*one[1:])} for one in named]


def fill(connection: Connection) -> None:
    """Index every request there is, a thousand at a time."""
    asked = text(
        "SELECT id, title, number, initials FROM request WHERE id > :last ORDER BY id LIMIT :batch"
    )
    last = 0
    while rows := connection.execute(asked, {"last": last, "batch": BATCH}).all():
        keep(connection, [Named(*row) for row in rows])
        last = rows[-1][0]
