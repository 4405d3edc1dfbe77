"""What a person typed to narrow a list, as conditions in SQL; loaded when somebody does.

Every value is a parameter. A field that is not set fulfils no condition, and so every negated one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from core.filters import ME, NONE, NUMBER, OVERDUE, WORD, Term
from core.views import Query
from db.windows import MERGED, Times, escaped

if TYPE_CHECKING:
    from core.actor import Actor


class Asked(NamedTuple):
    """How a field is asked for.

    ``sql`` is a condition with ``{any}``, the values, or ``{any_upper}``, or the bare column of a
    moment or, with ``is_day``, of a day. ``empty`` says that it is not set, ``late`` narrows what
    is overdue.
    """

    sql: str
    empty: str = ""
    late: str = ""
    is_day: bool = False


def _is(column: str) -> Asked:
    return Asked(f"{column} IN ({{any}})", f"{column} = ''")


def _person(column: str) -> Asked:
    people = "SELECT s.login FROM person s WHERE s.login IN ({any}) OR s.name IN ({any})"
    return Asked(f"{column} IN ({people})", f"{column} = ''")


_CODES = (
    "(SELECT s.code FROM department s WHERE s.code IN ({any_upper}) OR s.name IN ({any}) "
    "OR s.name_en IN ({any}))"
)


def _department(column: str) -> Asked:
    return Asked(f"{column} IN {_CODES}", f"{column} = ''")


def _flag(column: str) -> Asked:
    return Asked(f"{column} = ({{any}} = 'yes')")


def _day(column: str, open_states: str) -> Asked:
    return Asked(column, f"{column} IS NULL", open_states, is_day=True)


def _moment(column: str) -> Asked:
    return Asked(column, f"{column} IS NULL")


def _clock(about: str) -> Asked:
    """The nearest open clock of a record, as its list shows it."""
    return _moment(
        f"(SELECT x.due_at FROM deadline x WHERE x.about = {about} AND x.done_at IS NULL "
        "AND x.void IS NOT TRUE ORDER BY x.due_at, x.id LIMIT 1)"
    )


_ENDED = "('closed', 'archived', 'rejected', 'withdrawn')"
_PARTS = f"(SELECT d.request_id FROM request_department d WHERE d.name IN {_CODES})"
FIELDS: dict[str, dict[str, Asked]] = {
    "requests": {
        NUMBER: Asked("r.number"),
        "state": Asked(f"r.state IN ({{any}}) AND NOT {MERGED}", "r.state = ''"),
        "type": _is("r.type"),
        "prio": Asked("CAST(r.priority AS varchar) IN ({any})"),
        "lead": _department("r.lead_department"),
        "dept": Asked(
            f"(r.originating_department IN {_CODES} OR r.lead_department IN {_CODES} "
            f"OR r.id IN {_PARTS})",
            "r.originating_department = ''",
        ),
        "from": Asked(
            f"({_person('r.originator').sql} OR r.originating_department IN {_CODES})",
            "r.originator = ''",
        ),
        "coord": _person("r.coordinator"),
        "flag": _flag("r.flagged"),
        "urgent": _flag("r.urgent"),
        "due": _clock("r.number"),
        "by": _day("r.expected", f"r.state NOT IN {_ENDED}"),
        "age": _moment("r.submitted_at"),
    },
    "tasks": {
        NUMBER: Asked("t.number"),
        "state": _is("t.state"),
        "dept": _department("t.department"),
        "owner": _person("t.owner"),
        "request": _is("t.request"),
        "risk": _flag("(t.risk IS NOT NULL)"),
        "due": _day("t.finish", "t.state IN ('not_started', 'in_progress')"),
        "start": _day("t.start", "t.state = 'not_started'"),
        "age": _moment("t.updated_at"),
    },
    "meetings": {
        NUMBER: Asked("m.number"),
        "state": _is("m.state"),
        "kind": _is("m.kind"),
        "dept": Asked(
            "m.id IN (SELECT p.meeting_id FROM meeting_person p JOIN person a "
            f"ON a.login = p.name WHERE a.department IN {_CODES})"
        ),
        "request": _is("m.request"),
        "from": _person("m.organizer"),
        "due": Asked("m.start", late="m.state = 'scheduled'"),
    },
    "conflicts": {
        NUMBER: Asked("c.number"),
        "state": _is("c.state"),
        "level": Asked("CAST(c.level AS varchar) IN ({any})"),
        "type": _is("c.type"),
        "dept": Asked(
            "c.id IN (SELECT d.conflict_id FROM conflict_department d "
            f"WHERE d.name IN {_CODES})"
        ),
        "about": _is("c.about"),
        "from": _person("c.opened_by"),
        "sudden": _flag("c.sudden"),
        "due": _clock("c.number"),
        "age": _moment("c.opened_at"),
    },
    "departments": {NUMBER: Asked("d.code"), "neutral": _flag("d.neutral")},
    "people": {
        NUMBER: Asked("p.login"),
        "dept": _department("p.department"),
        "role": Asked("{like}", "CAST(p.roles AS varchar) = '[]'"),
        "active": _flag("p.active"),
    },
    "notices": {
        NUMBER: Asked("n.about"),
        "about": _is("n.about"),
        "unread": _flag("(n.read_at IS NULL)"),
        "due": _moment("n.until"),
        "age": _moment("n.created_at"),
    },
    "duties": {
        NUMBER: Asked("q.key"),
        "type": _is("q.kind"),
        "dept": _department("q.department"),
        "request": _is("q.request"),
        "due": _moment("q.due_at"),
        "age": _moment("q.since"),
    },
}  # fmt: skip


def conditions(
    actor: Actor, query: Query, search: str, values: dict[str, Any], times: Times
) -> list[str]:
    """One condition a term; *search* is the window's own for ``:search``.

    Raises ``KeyError`` for a field that the view does not have.
    """
    found = []
    for place, term in enumerate(query.terms):
        sql = _Condition(place, actor, values, times).of(term, query.view, search)
        found.append(f"({sql}) IS NOT TRUE" if term.negated else f"({sql})")
    return found


class _Condition(NamedTuple):
    """The condition of the term at a *place* among the others; its values go into *values*."""

    place: int
    actor: Actor
    values: dict[str, Any]
    times: Times

    def of(self, term: Term, view: str, search: str) -> str:
        if term.name == WORD:
            ways = [search.replace(":search", self._like(value)) for value in term.values]
            return " OR ".join(ways)
        asked = FIELDS[view][term.name]
        if term.name == NUMBER:
            return f"{asked.sql} LIKE {self._like(term.values[0])} ESCAPE '!'"
        if term.op == NONE:
            return asked.empty or "1 = 0"
        if term.op == "=":
            return self._any(term, asked)
        return self._when(term, asked)

    def _like(self, value: object) -> str:
        """A mark that begins as the search's does: no capitals there on either engine."""
        mark = f"search{self.place}_{len(self.values)}"
        self.values[mark] = f"%{escaped(str(value))}%"
        return f":{mark}"

    def _any(self, term: Term, asked: Asked) -> str:
        names = [self.actor.login if value == ME else value for value in term.values]
        ways = []
        if NONE in names and asked.empty:
            names = [name for name in names if name != NONE]
            ways.append(asked.empty)
        if asked.sql == "{like}":
            marks = [self._mark(f'%"{escaped(str(name))}"%') for name in names]
            ways += [f"CAST(p.roles AS varchar) LIKE {mark} ESCAPE '!'" for mark in marks]
        elif names:
            marks = [self._mark(name) for name in names]
            uppers = ", ".join(f"upper({mark})" for mark in marks)
            ways.append(asked.sql.format(any=", ".join(marks), any_upper=uppers))
        return " OR ".join(ways)

    def _when(self, term: Term, asked: Asked) -> str:
        if term.op == OVERDUE:
            late = f" AND {asked.late}" if asked.late else ""
            return f"{asked.sql} < {':today' if asked.is_day else ':now'}{late}"
        first, *more = (self._mark(self._at(value, asked.is_day)) for value in term.values)
        if term.op == "..":
            return f"{asked.sql} >= {first} AND {asked.sql} < {more[0]}"
        return f"{asked.sql} {'<' if term.op == '<' else '>='} {first}"

    def _at(self, value: object, is_day: bool) -> date | datetime:
        if isinstance(value, timedelta):
            return (self.times.today if is_day else self.times.now) + value
        assert isinstance(value, date)
        return value

    def _mark(self, value: object) -> str:
        mark = f"t{self.place}_{len(self.values)}"
        self.values[mark] = value
        return f":{mark}"
