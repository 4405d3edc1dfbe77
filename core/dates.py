"""Days and moments as people type them, in both languages and in full width (C6)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from core.errors import BadInput
from core.messages import N_, Message
from core.worktime import Workdays, WorkTime, exists, step_working_days

FIRST_YEAR, LAST_YEAR = 2000, 2100

_WORDS = {
    "today": 0,
    "tomorrow": 1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# What is left to tell apart once NFKC has made full-width characters narrow.
_SAME = str.maketrans("週後號号–—−", "周后日日---")

# Patterns are compiled by re at their first use and kept there: importing this stays cheap.
_ENGLISH_WEEKDAY = r"(?:(this|next) )?([a-z]{3,9})"
_CHINESE_WEEKDAY = r"(这个?|本|(?:下个?)+)?(?:周|星期|礼拜)([一二三四五六日天])"
_AHEAD = r"\+?([0-9]{1,3}) ?(?:(d|天后)|(w|周后)|(wd|个?工作日后?))"
_CALENDAR_DAY = r"(?:([0-9]{4}) ?[-/.年] ?)?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?日?"
_MOMENT = (
    r"(?P<day>.*?)(?:(?<=[0-9])[Tt]|(?<![0-9]))"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r"(?: ?(?:(?P<utc>[Zz])|(?P<sign>[-+])(?P<offset>[01][0-9]:?[0-5][0-9]))"
    r"| (?P<zone>[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*))?"
)


def parse_day(text: str, today: date, workdays: Workdays) -> date:
    """Read the day that *text* names, seen from *today*; raises BadInput.

    A weekday or a month and day without a year means the next one, today included; "next wed"
    and 下周三 mean the Wednesday of next week, weeks beginning on Monday.
    """
    words = _plain(text)
    day = (
        _by_word(words, today)
        or _by_weekday(words, today)
        or _ahead(words, today, workdays)
        or _by_calendar(words, today, text)
    )
    if day is None:
        raise BadInput(N_('"{typed}" is not a date.', typed=_short(text)), hint=_day_hint())
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _outside(text)
    return day


def parse_moment(text: str, now: datetime, worktime: WorkTime) -> datetime:
    """Read the moment (UTC) that *text* names, a day and a time or a time today; raises BadInput.

    Without an offset or a zone, clocks of the organisation's zone are meant, and days such as
    "tomorrow" always are its days. A time that occurs twice means the first, one that a change of
    clocks leaves out is refused (C2).
    """
    match = re.fullmatch(_MOMENT, _plain(text, fold=False))
    if match is None:
        message = N_('"{typed}" is not a day with a time.', typed=_short(text))
        raise BadInput(message, hint=_moment_hint())
    today = worktime.day(now)
    day = parse_day(match["day"], today, worktime.workdays) if match["day"].strip() else today
    wall = datetime.combine(day, _clock(match, text))
    moment = _place(wall, _zone(match) or worktime.zone)
    if not FIRST_YEAR <= worktime.day(moment).year <= LAST_YEAR:
        raise _outside(text)
    return moment


def _plain(text: str, *, fold: bool = True) -> str:
    # Late: unicodedata is a shared library of its own, and few sessions type a date at once.
    from unicodedata import normalize

    plain = " ".join(normalize("NFKC", text).translate(_SAME).split())
    return plain.casefold() if fold else plain


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _day_hint() -> Message:
    return N_("For example: 2026-11-24, 5-20 (month first), fri, next wed, +3d, 2wd, 明天, 下周三")


def _moment_hint() -> Message:
    return N_("For example: 2026-11-24 14:00, fri 9:30, 明天 14:00, 2026-11-24 14:00 Europe/Berlin")


def _outside(text: str) -> BadInput:
    return BadInput(
        N_(
            'A date lies between {first} and {last}; "{typed}" does not.',
            first=FIRST_YEAR,
            last=LAST_YEAR,
            typed=_short(text),
        ),
        hint=_day_hint(),
    )


def _by_word(words: str, today: date) -> date | None:
    ahead = _WORDS.get(words)
    return None if ahead is None else today + timedelta(days=ahead)


def _by_weekday(words: str, today: date) -> date | None:
    if match := re.fullmatch(_ENGLISH_WEEKDAY, words):
        which, name = match.groups()
        wanted = next((n for n, full in enumerate(_WEEKDAYS) if full.startswith(name)), None)
        weeks = ("this", "next").index(which) if which else None
    elif match := re.fullmatch(_CHINESE_WEEKDAY, words):
        which, name = match.groups()
        wanted = min("一二三四五六日天".index(name), 6)
        weeks = which.count("下") if which else None
    else:
        return None
    if wanted is None:
        return None
    if weeks is None:
        return today + timedelta(days=(wanted - today.weekday()) % 7)
    return today + timedelta(weeks=weeks, days=wanted - today.weekday())


def _ahead(words: str, today: date, workdays: Workdays) -> date | None:
    match = re.fullmatch(_AHEAD, words)
    if match is None:
        return None
    number, _, weeks, working = match.groups()
    if working:
        return step_working_days(today, int(number), workdays.is_working)
    return today + timedelta(days=int(number) * (7 if weeks else 1))


def _by_calendar(words: str, today: date, text: str) -> date | None:
    match = re.fullmatch(_CALENDAR_DAY, words)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    # Nine years on there has been a 29 February.
    for candidate in range(today.year, today.year + 9) if year is None else (year,):
        try:
            found = date(candidate, month or 0, day or 0)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    raise BadInput(
        N_('There is no such day as "{typed}" in the calendar.', typed=_short(text)),
        hint=_day_hint(),
    )


def _clock(match: re.Match[str], text: str) -> time:
    try:
        return time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        raise BadInput(
            N_('"{typed}" has no time of day in it.', typed=_short(text)),
            hint=N_("Times run from 0:00 to 23:59."),
        ) from None


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["utc"]:
        return UTC
    if offset := match["offset"]:
        away = timedelta(hours=int(offset[:2]), minutes=int(offset[-2:]))
        return timezone(-away if match["sign"] == "-" else away)
    return WorkTime.require_zone(match["zone"]) if match["zone"] else None


def _place(wall: datetime, zone: tzinfo) -> datetime:
    if not exists(wall, zone):
        raise BadInput(
            N_(
                "There is no {time} on {day} in {zone}: the clocks are put forward over it.",
                time=wall.strftime("%H:%M"),
                day=wall.date().isoformat(),
                zone=str(zone),
            ),
            hint=N_("Choose an earlier or a later time."),
        )
    return wall.replace(tzinfo=zone).astimezone(UTC)
