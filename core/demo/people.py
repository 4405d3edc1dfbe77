"""The demo's organisation: six departments and eighteen people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.commands.base import Command
from core.commands.department import AddDepartment, EditDepartment, SetLiaison
from core.commands.desk import FoundDesk
from core.commands.person import AddPerson, EditPerson
from core.demo.stage import Stage, Story

# Code, name, head, liaisons with the primary one first.
DEPARTMENTS = (
    ("MKT", ("市场部", "Marketing"), "zhang", ("wang", "xu")),
    ("PRD", ("产品部", "Product"), "chen", ("zhao",)),
    ("SAL", ("销售部", "Sales"), "liu", ("xiaoli", "huang")),
    ("LOG", ("物流部", "Logistics"), "zhou", ("wu",)),
    ("FIN", ("财务部", "Finance"), "qian", ("feng",)),
    ("PMO", ("项目管理办公室", "Project Management Office"), "he", ("tang",)),
)
# Login, department, name, extension, role.
PEOPLE = (
    ("li", "PMO", ("李经理", "Helen Li"), 3300, ""),
    ("zhang", "MKT", ("张总监", "Grace Zhang"), 8801, ""),
    ("wang", "MKT", ("小王", "Kevin Wang"), 8888, ""),
    ("xu", "MKT", ("许静", "Joy Xu"), 8803, ""),
    ("chen", "PRD", ("陈总监", "Martin Chen"), 6101, ""),
    ("zhao", "PRD", ("赵经理", "Amy Zhao"), 6102, ""),
    ("sun", "PRD", ("孙倩", "Cindy Sun"), 6103, ""),
    ("liu", "SAL", ("刘总监", "Victor Liu"), 6601, ""),
    ("xiaoli", "SAL", ("小李", "Lily Li"), 6666, ""),
    ("huang", "SAL", ("黄磊", "Ray Huang"), 6603, ""),
    ("zhou", "LOG", ("周主任", "Frank Zhou"), 7701, ""),
    ("wu", "LOG", ("吴凯", "Kai Wu"), 7702, ""),
    ("qian", "FIN", ("钱总监", "Nora Qian"), 5501, ""),
    ("feng", "FIN", ("冯会计", "Fiona Feng"), 5502, ""),
    ("he", "PMO", ("何主任", "Peter He"), 3301, ""),
    ("tang", "PMO", ("唐宁", "Tina Tang"), 3302, ""),
    ("lin", "", ("林总", "Diana Lin"), 1001, "management"),
    ("shen", "", ("沈岚", "Susan Shen"), 1009, "auditor"),
)


def logins(coordinator: str) -> dict[str, str]:
    """Everybody's login by the name the stories use; the coordinator's is the one handed in."""
    theirs = {name: f"{name}2" if name == coordinator else name for name, *_ in PEOPLE}
    return theirs | {"li": coordinator}


def posts() -> dict[str, tuple[str, ...]]:
    """Head and liaisons of each department, by the names the stories use."""
    return {code: (head, *liaisons) for code, _, head, liaisons in DEPARTMENTS}


def founding(s: Stage) -> Story:
    """The coordinator founds the desk and brings everybody in, eight weeks ago."""
    for command in _commands(s):
        yield s.at(-40, "09:00"), s.who("li"), command


def _commands(s: Stage) -> Iterator[Command]:
    yield FoundDesk(login=s.who("li"), name=s.t(*PEOPLE[0][2]))
    for code, name, _, _ in DEPARTMENTS:
        yield AddDepartment(code=code, name=s.t(*name), name_en=name[1], neutral=code == "PMO")
    for login, department, name, extension, role in PEOPLE:
        known: dict[str, Any] = {
            "login": s.who(login),
            "name": s.t(*name),
            "email": f"{s.who(login)}@example.com",
            "contact": s.t(f"内部号 {extension}", f"ext. {extension}"),
            "department": department,
        }
        if login == "li":
            yield EditPerson(**known)
        else:
            yield AddPerson(**known, roles=(role,) if role else ())
    for code, _, head, liaisons in DEPARTMENTS:
        yield EditDepartment(code=code, head=s.who(head))
        yield SetLiaison(code=code, liaisons=tuple(s.who(login) for login in liaisons))
