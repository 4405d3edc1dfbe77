"""What the forms of the first start know before anybody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.i18n import _

if TYPE_CHECKING:
    from tui.prefill import Hints, Known, Way


READY_MADE = """\
MKT 市场部 Marketing
PRD 产品部 Product
RND 研发部 Research and Development
SAL 销售部 Sales
LOG 物流部 Logistics
FIN 财务部 Finance
HR 人力资源部 Human Resources
PMO* 项目管理办公室 Project Management Office"""


def _departments(hints: Hints, known: Known) -> None:
    """A list that is ready to be taken as it is, until there are departments."""
    hints.about = _(
        "A line for each department: code, name, English name; * behind the code: neutral. "
        "Change the list or take it as it is. Heads and liaisons come next; esc leaves, "
        "and i on the screen of people goes on."
    )
    if not known.departments:
        hints.texts["departments"] = READY_MADE


def _posts(hints: Hints, known: Known) -> None:
    """A line for each department, with who is known already."""
    hints.about = _(
        "A line for each department: the head, then one or two liaisons, behind semicolons; "
        "a login, and the full name of whoever is new. Nothing behind the colon leaves it open; "
        "h on the screen of people goes on."
    )
    hints.texts["posts"] = "\n".join(_post(d) for d in known.departments if d.active)


def _post(department: Any) -> str:
    others = [login for login in department.liaisons if login != department.primary]
    people = [department.head, department.primary, *others]
    return f"{department.key}: {'; '.join(people).rstrip('; ')}"


WAYS: dict[str, Way] = {
    "SetUpDepartments": _departments,
    "SetUpPosts": _posts,
}
