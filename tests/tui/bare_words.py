"""Finds what a person would read and no catalogue has: words outside of ``N_()`` and ``_()``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

# One word with a capital, and several words, stand for a sentence wherever they are.
SENTENCE = re.compile(
    r"[A-Z][a-z]+[.:!?…]?\Z|.*(?<![^\W_])[^\W\d_]{2,}[,;:.]? [^\W\d_]{2,}(?![^\W_])", re.DOTALL
)
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[^\W\d_]{2,}")

# What is shown of the arguments of a call, by the function's name: here any word is too much.
FIRST = (
    "Static Label Content Text Column Cell notify tell_done show_status say_fault fault _tell "
    "title section line print write complain add_column add_row DiscoveryHit RuleViolation "
    "BadInput NotPermitted NoSuchRecord ChangedMeanwhile Unavailable Incomplete Refusal Message"
)
SHOWN = dict.fromkeys(FIRST.split(), (0,)) | {"pair": (0, 1), "Binding": (2,), "bind": (2,)}
SHOWN_BY_NAME = frozenset(
    {"placeholder", "title", "label", "description", "tooltip", "empty", "message", "hint"}
)
# What nobody reads, or only who looks after the program.
STYLES = frozenset({"DEFAULT_CSS", "CSS", "_CSS", "RULES", "__slots__", "__all__"})
QUIET_CALLS = frozenset({"cast", "TypeVar", "exec_driver_sql"})
LOGS = frozenset({"log", "logger", "logging"})
INTERNAL = frozenset({"ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError"})


class Bare(NamedTuple):
    """A text that is said without a catalogue, and where."""

    line: int
    text: str


def bare_words(source: str | bytes, names: Iterable[str] = ()) -> list[Bare]:
    """Every text of a module that a person would read untranslated; *names* are typed as such."""
    scan = _Scan(frozenset(names))
    scan.visit(ast.parse(source))
    return sorted(scan.found)


class _Scan(ast.NodeVisitor):
    def __init__(self, names: frozenset[str]) -> None:
        self.found: set[Bare] = set()
        self._names = names

    def visit_Constant(self, node: ast.Constant) -> None:
        text = node.value
        if not isinstance(text, str) or text.strip() in self._names:
            return
        if SENTENCE.match(text) or HAN.search(text):
            self._add(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # else a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in QUIET_CALLS or _is_log(node.func):
            return
        if name in ("N_", "_"):
            for keyword in node.keywords:
                self.visit(keyword.value)
            return
        for place in SHOWN.get(name, ()):
            if place < len(node.args):
                self._shown(node.args[place])
        for keyword in node.keywords:
            if keyword.arg in SHOWN_BY_NAME:
                self._shown(keyword.value)
        self.generic_visit(node)

    def _shown(self, node: ast.AST) -> None:
        """Any word in what is shown, but not what stands in it as a value."""
        match node:
            case ast.Constant(value=str(text)) if WORD.search(text):
                self._add(node)
            case ast.JoinedStr() | ast.BinOp() | ast.IfExp() | ast.BoolOp():
                for part in ast.iter_child_nodes(node):
                    if not isinstance(part, ast.FormattedValue):
                        self._shown(part)

    def _add(self, node: ast.Constant) -> None:
        self.found.add(Bare(node.lineno, str(node.value)))

    def visit_Raise(self, node: ast.Raise) -> None:
        internal = isinstance(node.exc, ast.Call) and _name(node.exc.func) in INTERNAL
        if not internal:
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(t, ast.Name) and t.id in STYLES for t in node.targets):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        styles = isinstance(node.target, ast.Name) and node.target.id in STYLES
        if node.value and not styles:
            self.visit(node.value)

    def visit_arguments(self, node: ast.arguments) -> None:
        for default in (*node.defaults, *node.kw_defaults):
            if default:
                self.visit(default)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """All but what it says of types."""
        for part in (node.args, *node.decorator_list, *node.body):
            self.visit(part)

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self.visit(value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        for part in (node.left, *node.comparators):
            if not isinstance(part, ast.Constant):
                self.visit(part)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_log(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Name(id=name)) | ast.Attribute(value=ast.Attribute(attr=name)):
            return name in LOGS
    return False
