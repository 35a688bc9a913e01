"""The days off of a year, read from the pasted text of the State Council's notice or from a list.

What cannot be read is refused with its line: a notice half understood would be worse than none.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mediation.domain.calendar import DAY, SATURDAY
from mediation.domain.errors import Refused


class Holiday(StrEnum):
    """The holidays of which every notice speaks."""

    NEW_YEAR = "new_year"
    SPRING = "spring"
    QINGMING = "qingming"
    LABOUR = "labour"
    DUANWU = "duanwu"
    MID_AUTUMN = "mid_autumn"
    NATIONAL = "national"


SIGNS = {
    Holiday.NEW_YEAR: "元旦",
    Holiday.SPRING: "春节",
    Holiday.QINGMING: "清明",
    Holiday.LABOUR: "劳动",
    Holiday.DUANWU: "端午",
    Holiday.MID_AUTUMN: "中秋",
    Holiday.NATIONAL: "国庆",
}


class Announced(NamedTuple):
    """The days of one year; weekends that are off anyway are not among them."""

    off: tuple[date, ...]
    worked: tuple[date, ...]
    beyond: tuple[date, ...] = ()  # Of the year before or after, which has to be put right too.
    missing: tuple[Holiday, ...] = ()  # Of which the notice says nothing.


ITEM = re.compile(r"(?:^|(?<=[。;\n]))[一二三四五六七八九十]{1,3}、([^。:\n]{1,30}):")
SENTENCE = re.compile(r"[^。;]+")
COMMA = re.compile(r",(?![^(]*\))")
A_DAY = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?"
DAYS = rf"(?P<days>{A_DAY}(?:[-至到~—–、和及]{{1,2}}{A_DAY})*)"
OFF = re.compile(rf"{DAYS}(?:放假|调休|补休|公休|休息|连休)+(?:(?P<count>\d{{1,3}})天)?")
WORKED = re.compile(rf"{DAYS}[均都]?(?:正常|照常)?(?:上班|工作)")
COUNT = re.compile(r"共(?P<count>\d{1,3})天")
TOKEN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<note>[^()]*)\))?"
)
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
WEEKDAYS = {sign: number for number, sign in enumerate("一二三四五六日")} | {"天": 6}
REACH = frozenset("-至到~—–")
SIGNED = re.compile(r"(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日(?:\(.*\))?")
OF_YEAR = re.compile(r"(?:关于|现将)(\d{4})年")

ROW = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[,;、\s]+(\S+)")
OFF_WORDS = frozenset({"off", "holiday", "休", "休息", "放假", "假"})
WORKED_WORDS = frozenset({"worked", "work", "workday", "班", "上班", "补班", "调班"})
EXCERPT = 40


class _Said(NamedTuple):
    """One day that the text names, and where."""

    line: int
    day: date
    is_off: bool


def read_announcement(text: str, *, year: int) -> Announced:
    """The days off of `year` in a notice's own words, or in lines such as `2027-01-01,off`.

    Raises Refused with the line that cannot be read or says what cannot be.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n")
    notice = re.sub(r"[^\S\n]", "", plain)
    items = list(ITEM.finditer(notice))
    if not items:
        return _gathered(_of_list(plain), year=year)
    named = OF_YEAR.search(notice[: items[0].start()])
    if named and int(named[1]) != year:
        raise Refused("notice_of_another_year", named=named[1], year=year)
    names = "".join(item[1] for item in items)
    missing = tuple(holiday for holiday, sign in SIGNS.items() if sign not in names)
    return _gathered(_of_notice(notice, items, year), year=year)._replace(missing=missing)


def _gathered(said: Iterator[_Said], *, year: int) -> Announced:
    kinds: dict[date, bool] = {}
    for line, day, is_off in said:
        if kinds.setdefault(day, is_off) is not is_off:
            raise Refused("notice_off_and_worked", line=line, day=day)
        if not is_off and day.weekday() < SATURDAY:
            raise Refused("notice_weekday_worked", line=line, day=day)
    wanted = sorted(day for day, is_off in kinds.items() if day.weekday() < SATURDAY or not is_off)
    own = [day for day in wanted if day.year == year]
    off = tuple(day for day in own if kinds[day])
    if not off:
        raise Refused("notice_without_days", year=year)
    worked = tuple(day for day in own if not kinds[day])
    return Announced(off, worked, tuple(day for day in wanted if day.year != year))


def _of_list(text: str) -> Iterator[_Said]:
    is_first = True
    for line, row in enumerate(text.split("\n"), start=1):
        written = row.strip().strip(",;").replace('"', "")
        if not written or written.startswith("#"):
            continue
        found = ROW.fullmatch(written)
        if found:
            yield _Said(line, _day(line, *map(int, found.groups()[:3])), _is_off(line, found[4]))
        elif not is_first or re.search(r"\d", written):
            raise Refused("notice_line_unread", line=line, text=written[:EXCERPT])
        is_first = False


def _is_off(line: int, word: str) -> bool:
    if word.lower() not in OFF_WORDS | WORKED_WORDS:
        raise Refused("notice_line_unread", line=line, text=word[:EXCERPT])
    return word.lower() in OFF_WORDS


def _of_notice(text: str, items: list[re.Match[str]], year: int) -> Iterator[_Said]:
    ends = [item.start() for item in items[1:]] + [len(text)]
    for item, end in zip(items, ends, strict=True):
        for sentence in SENTENCE.finditer(text, item.end(), end):
            words = sentence[0].lstrip("\n")
            line = text.count("\n", 0, sentence.end() - len(words)) + 1
            # Where a line was broken in the middle of a sentence, the sentence goes on.
            yield from _of_sentence(words.replace("\n", ""), line, year)


def _of_sentence(sentence: str, line: int, year: int) -> Iterator[_Said]:
    if SIGNED.fullmatch(sentence) or not TOKEN.search(sentence):
        return
    off: list[date] = []
    for clause in COMMA.split(sentence):
        counted = COUNT.fullmatch(clause)
        if found := OFF.fullmatch(clause):
            off += _days(found["days"], line, year)
            counted = found if found["count"] else None
        elif found := WORKED.fullmatch(clause):
            for day in _days(found["days"], line, year):
                yield _Said(line, day, is_off=False)
        elif TOKEN.search(clause):
            raise Refused("notice_line_unread", line=line, text=clause[:EXCERPT])
        if counted and int(counted["count"]) != len(off):
            raise Refused(
                "notice_miscounted", line=line, said=int(counted["count"]), found=len(off)
            )
    for day in off:
        yield _Said(line, day, is_off=True)


def _days(text: str, line: int, year: int) -> list[date]:
    """`2月15日(周日)至23日(周一)`, `2月14日(周六)、2月28日(周六)` as days."""
    days: list[date] = []
    month, end = 0, 0
    for token in TOKEN.finditer(text):
        year, month = int(token["year"] or year), int(token["month"] or month)
        day = _day(line, year, month, int(token["day"]))
        _check_weekday(line, day, token["note"] or "")
        if REACH & set(text[end : token.start()]):
            if day <= days[-1]:
                raise Refused("notice_backwards", line=line, first=days[-1], last=day)
            days += [days[-1] + n * DAY for n in range(1, (day - days[-1]).days)]
        days.append(day)
        end = token.end()
    return days


def _day(line: int, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise Refused("notice_no_such_day", line=line, month=month, number=day) from wrong


def _check_weekday(line: int, day: date, note: str) -> None:
    said = WEEKDAY.search(note)
    if said and WEEKDAYS[said[1]] != day.weekday():
        raise Refused("notice_wrong_weekday", line=line, day=day, said=said[0])
