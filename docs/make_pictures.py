"""Draw the screens into ``docs/pictures``: ``python docs/make_pictures.py``.

The demo as it is on one morning in May, so that a picture changes only when a screen does. The
pictures load nothing: a reader's own fonts are used, and each character stands where its cell is.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, time
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.color import Color, blend_rgb
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip

from core.commands.base import Command
from core.commands.desk import FoundDesk
from core.demo import play
from core.policy import Policy
from core.views import Query
from core.worktime import WorkTime
from db import opening
from db.desk import SqlDesk
from db.unit_of_work import House
from db.workdays import CountryWorkdays
from tui import i18n
from tui.app import LiaisonApp
from tui.modes import MODE_KEYS
from tui.settings import Settings

PICTURES = Path(__file__).with_name("pictures")
SIZES = ((80, 24), (120, 40))
NOW = datetime(2026, 5, 13, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
COORDINATOR = "li"

WIDTH, HEIGHT, BASE = 8.43, 17, 13  # of a cell, and from its top to the line letters stand on
LETTER = 14  # a wide character's own width, spread over two cells
APART = 2 * WIDTH - LETTER
MARGIN = 8
INK, PAPER = Color.parse("#e0e0e0"), Color.parse("#121212")  # where a cell has no style
SHEET = f"""\
text{{white-space:pre;font-size:{LETTER}px;font-family:"DejaVu Sans Mono",Menlo,Consolas,\
"Noto Sans Mono CJK SC","PingFang SC","Microsoft YaHei",monospace}}\
rect{{shape-rendering:crispEdges}}.w{{letter-spacing:{APART:.2f}px}}"""


async def draw_all() -> None:
    """Every screen in every size and language."""
    PICTURES.mkdir(exist_ok=True)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        with tempfile.TemporaryDirectory() as folder:
            place = f"{folder}/demo.db"
            connect = _told(place, language)
            for size in SIZES:
                app = LiaisonApp(
                    actor=COORDINATOR,
                    opening=_first_window(place),
                    connect=connect,
                    clock=lambda: NOW,
                    worktime=_worktime(),
                    settings=Settings(),
                )
                await _draw(app, size, language)


def _told(place: str, language: str) -> Callable[[], SqlDesk]:
    """Tell the demo's story up to now; gives what opens its desk."""
    house = House(_worktime(), Policy(), i18n.say)
    with closing(SqlDesk.open(place, house)) as desk:

        def do(login: str, at: datetime, command: Command) -> Any:
            if isinstance(command, FoundDesk):
                return desk.found(command.login, command.name, at)
            with desk.begin(login, at) as uow:
                return command(uow)

        play(do, now=NOW, worktime=_worktime(), language=language, coordinator=COORDINATOR)
    return lambda: SqlDesk.open(place, house)


def _worktime() -> WorkTime:
    return WorkTime(ZoneInfo("Asia/Shanghai"), CountryWorkdays("CN"))


def _first_window(place: str) -> opening.Opening | None:
    worktime = _worktime()
    today = worktime.day(NOW)
    midnight = worktime.at(today, time(0))
    return opening.read(place, COORDINATOR, Query("duties"), lambda: (today, midnight, NOW))


async def _draw(app: LiaisonApp, size: tuple[int, int], language: str) -> None:
    async with app.run_test(size=size) as pilot:
        await _rest(pilot)
        for screen, key in MODE_KEYS.items():
            await pilot.press(key)
            picture = svg(await _rest(pilot), size)
            name = f"{screen}-{size[0]}x{size[1]}-{language}.svg"
            (PICTURES / name).write_text(picture, encoding="utf-8")


async def _rest(pilot: Pilot[Any]) -> list[Strip]:
    """The lines of the screen when nothing on it has changed for a while."""
    before: list[Strip] = []
    still = 0
    while still < 5:
        await pilot.pause(0.1)
        now = pilot.app.screen._compositor.render_strips()
        still = still + 1 if now == before else 0
        before = now
    return before


def svg(lines: list[Strip], size: tuple[int, int]) -> str:
    """The lines of a terminal as a picture."""
    width, height = size[0] * WIDTH + 2 * MARGIN, size[1] * HEIGHT + 2 * MARGIN
    inks: dict[str, str] = {}
    papers, texts = [], []
    for y, line in enumerate(lines):
        papers += list(_papers(y, line))
        texts += list(_texts(y, line, inks))
    ground = papers[-1].partition('fill="')[2][:7]
    sheet = SHEET + "".join(f".{name}{{{ink}}}" for ink, name in inks.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.6g} {height}">',
        f"<style>{sheet}</style>",
        f'<rect width="{width:.6g}" height="{height}" rx="6" fill="{ground}"/>',
        f'<g transform="translate({MARGIN} {MARGIN})">',
        *(paper for paper in papers if ground not in paper),
        *texts,
        "</g></svg>\n",
    ]
    return "\n".join(parts)


def _runs(line: Strip) -> Iterator[tuple[int, str, Style]]:
    """Where each piece of a line begins, what it says, how it looks."""
    x = 0
    for text, style, _ in line.simplify():
        yield x, text, style or Style()
        x += cell_len(text)


def _colours(style: Style) -> tuple[str, str]:
    """Letters and ground of a style; what is dim is nearer to its ground."""
    ink = (style.color or INK).get_truecolor()
    paper = (style.bgcolor or PAPER).get_truecolor(foreground=False)
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        ink = blend_rgb(ink, paper, 0.4)
    return ink.hex, paper.hex


def _papers(y: int, line: Strip) -> Iterator[str]:
    """The ground of a line, neighbours of one colour as one."""
    pieces: list[list[Any]] = []
    for x, text, style in _runs(line):
        _, paper = _colours(style)
        if pieces and pieces[-1][2] == paper:
            pieces[-1][1] = x + cell_len(text)
        else:
            pieces.append([x, x + cell_len(text), paper])
    for left, right, paper in pieces:
        x, width = left * WIDTH, (right - left) * WIDTH
        where = f'x="{x:.6g}" y="{y * HEIGHT}" width="{width:.6g}"'
        yield f'<rect {where} height="{HEIGHT}" fill="{paper}"/>'


def _texts(y: int, line: Strip, inks: dict[str, str]) -> Iterator[str]:
    for start, text, style in _runs(line):
        ink = f"fill:{_colours(style)[0]}"
        ink += ";font-weight:bold" if style.bold else ""
        ink += ";text-decoration:underline" if style.underline else ""
        for x, piece in _pieces(start, text):
            yield _text(x, y, piece, inks.setdefault(ink, f"i{len(inks)}"))


def _pieces(x: int, text: str) -> Iterator[tuple[int, str]]:
    """Wide characters apart from narrow ones, each kind without the blanks around it."""
    for _, signs in groupby(text, lambda sign: cell_len(sign) == 2):
        piece = "".join(signs)
        for found in re.finditer(r"\S+(?: \S+)*", piece):
            yield x + cell_len(piece[: found.start()]), found[0]
        x += cell_len(piece)


def _text(x: int, y: int, text: str, ink: str) -> str:
    cells, left = cell_len(text), x * WIDTH
    if cells > len(text):
        ink, where = f"{ink} w", f'x="{left + APART / 2:.6g}"'
    else:
        where = f'x="{left:.6g}" textLength="{cells * WIDTH:.6g}"'
    return f'<text class="{ink}" {where} y="{y * HEIGHT + BASE}">{escape(text, quote=False)}</text>'


if __name__ == "__main__":
    asyncio.run(draw_all())
