"""What lists of requests call the fields of the form, besides their own names and labels (R2.9)."""

from __future__ import annotations

ALSO: dict[str, tuple[str, ...]] = {
    "type": ("需求类型",),
    "title": ("需求标题", "需求名称"),
    "background": ("需求背景", "需求背景与目标", "背景和目标"),
    "originating_department": ("需求部门", "提出部门", "from"),
    "originator": ("提出人", "需求提出人"),
    "contact": ("联系人", "联系电话"),
    "involved_departments": ("协作部门", "departments"),
    "details": ("需求内容", "具体需求", "detail"),
    "expected": ("期望完成日期", "期望日期", "due"),
    "priority": ("需求优先级",),
    "urgent": ("是否紧急",),
}
# Columns without which no row could go in; of a group one is enough.
NEEDED = (
    ("title",),
    ("background",),
    ("involved_departments", "other_department"),
    ("details",),
    ("expected",),
)
