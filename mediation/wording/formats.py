"""Sums, days, instants, lengths and sizes as the reader's language writes them."""

from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from mediation.wording.catalogue import catalogue_of, say

MINUS = "\u2212"
NO_BREAK = "\u00a0"
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
CAPITAL_LIMIT = 10 ** (4 * len(GROUPS))  # 万亿 yuan: no agreement of ours comes near it.

# A list shows hundreds of sums and days, most of them again on the next page.
_kept = lru_cache(maxsize=8192)


@_kept
def money(fen: int) -> str:
    """`¥1,234.56`; a debt carries the true minus sign."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}¥{yuan:,}.{rest:02}"


def signed_money(fen: int) -> str:
    """`+¥22,800.00` or `−¥168.00`: for ledgers, where the direction is the point."""
    return ("+" if fen > 0 else "") + money(fen)


def capital_money(fen: int) -> str:
    """A sum in capital numerals (大写), as agreements write it."""
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    words = "负" if fen < 0 else ""
    if yuan or not rest:
        words += _capital_number(yuan) + "元"
    if jiao:
        words += DIGITS[jiao] + "角"
    elif yuan and cents:
        words += DIGITS[0]
    return words + (DIGITS[cents] + "分" if cents else "整")


def _capital_number(number: int) -> str:
    if number >= CAPITAL_LIMIT:
        raise ValueError("no capital numerals for a sum this large")
    words, gap = "", False
    for place in range(len(GROUPS) - 1, -1, -1):
        group = number // 10 ** (4 * place) % 10_000
        if group:
            words += DIGITS[0] if words and (gap or group < 1000) else ""
            words += _capital_group(group) + GROUPS[place]
        gap = not group
    return words or DIGITS[0]


def _capital_group(group: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += (DIGITS[0] if gap and words else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return words


@_kept
def day(value: date, locale: str, this_year: int | None = None) -> str:
    """`2026年11月23日` or `23 Nov 2026`; the year is left out when it is `this_year`."""
    month = _names(locale).months["format"]["abbreviated"][value.month]
    return catalogue_of(locale).say(
        "format.day" if value.year == this_year else "format.day_and_year",
        day=value.day,
        month=month,
        year=value.year,
    )


@_kept
def day_of_week(value: date, locale: str, this_year: int | None = None) -> str:
    """A day with its weekday: `12月2日 周三` or `Wed 2 Dec`."""
    weekday = _names(locale).days["format"]["abbreviated"][value.weekday()]
    text = day(value, locale, this_year)
    return say("format.day_of_week", locale, day=text, weekday=weekday)


def month_name(number: int, locale: str) -> str:
    """`11月` or `Nov`."""
    return str(_names(locale).months["format"]["abbreviated"][number])


def weekday_names(locale: str) -> list[str]:
    """The weekdays from Monday on, short enough for the head of a column: `周一` or `Mo`."""
    return [str(_names(locale).days["format"]["short"][number]) for number in range(7)]


@_kept
def moment(value: datetime, locale: str, zone: str, this_year: int | None = None) -> str:
    """An instant with its weekday in `zone`: `11月20日 周五 15:08` or `Fri 20 Nov, 15:08`."""
    local = in_zone(value, zone)
    text = day_of_week(local.date(), locale, this_year)
    return say("format.moment", locale, day=text, time=f"{local:%H:%M}")


@_kept
def short_moment(value: datetime, locale: str, zone: str, this_year: int | None = None) -> str:
    """An instant without its weekday: `11月22日 21:40` or `22 Nov, 21:40`."""
    local = in_zone(value, zone)
    text = day(local.date(), locale, this_year)
    return say("format.moment", locale, day=text, time=f"{local:%H:%M}")


def time_of_day(value: datetime, zone: str) -> str:
    """`15:08` in `zone`."""
    return f"{in_zone(value, zone):%H:%M}"


@_kept
def before(value: datetime, locale: str, zone: str, this_year: int | None = None) -> str:
    """A deadline: `12月2日 周三 17:00 前` or `by Wed 2 Dec, 17:00`; midnight ends the eve."""
    local = in_zone(value, zone)
    ends_a_day = local.hour == local.minute == 0
    last_day = date.fromordinal(local.toordinal() - 1) if ends_a_day else local.date()
    text = day_of_week(last_day, locale, this_year)
    time = "24:00" if ends_a_day else f"{local:%H:%M}"
    return say("format.before", locale, moment=say("format.moment", locale, day=text, time=time))


def in_zone(value: datetime, zone: str) -> datetime:
    """The same instant on the clocks of `zone`; a naive instant is a fault."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return value.astimezone(ZoneInfo(zone))


@_kept
def days(count: int, locale: str) -> str:
    """A length in calendar days: `7 天`, `1 day`."""
    return say("format.one_day" if count == 1 else "format.days", locale, count=count)


@_kept
def working_days(count: int, locale: str) -> str:
    """A length in working days: `7 个工作日`, `1 working day`."""
    return catalogue_of(locale).say(
        "format.one_working_day" if count == 1 else "format.working_days", count=count
    )


@_kept
def days_left(count: int, locale: str) -> str:
    """What is left of a length: `7 天`, `今天`, `逾期 2 天`."""
    if count < 0:
        return say("format.late", locale, length=days(-count, locale))
    return days(count, locale) if count else catalogue_of(locale).say("format.today")


@_kept
def file_size(octets: int) -> str:
    """`312 kB`, `2.1 MB`: thousands, as phones and desks show them."""
    if octets < 1000:
        return f"{octets}{NO_BREAK}B"
    size, unit = octets / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if size < 999.5:
            break
        size, unit = size / 1000, larger
    figure = f"{size:.0f}" if unit == "kB" or size >= 99.95 else f"{size:.1f}"
    return f"{figure}{NO_BREAK}{unit}"


@_kept
def share(part: int, whole: int) -> str:
    """`37.5%`; nothing of nothing is a dash."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def fingerprint(digest: str) -> str:
    """The first six and last four characters of a hash, enough to compare by eye."""
    return f"{digest[:6]}…{digest[-4:]}"


def zone_name(zone: str, locale: str) -> str:
    """The zone as a reader says it; a zone nobody has named yet stands as it is."""
    catalogue = catalogue_of(locale)
    key = f"format.zone.{zone}"
    return catalogue.say(key) if catalogue.knows(key) else zone


@cache
def _names(locale: str) -> Locale:
    return Locale.parse(locale)
