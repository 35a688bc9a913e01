"""How sums, days, instants, lengths and sizes are written."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.wording import formats

DEADLINE = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai.
SHANGHAI = "Asia/Shanghai"


class TestMoney:
    @pytest.mark.parametrize(
        ("fen", "text"),
        [
            (0, "¥0.00"),
            (5, "¥0.05"),
            (16800, "¥168.00"),
            (123456789, "¥1,234,567.89"),
            (-16800, "\u2212¥168.00"),
        ],
    )
    def test_has_commas_two_places_and_a_true_minus(self, fen, text):
        assert formats.money(fen) == text

    @pytest.mark.parametrize(("fen", "text"), [(1, "+¥0.01"), (0, "¥0.00"), (-1, "\u2212¥0.01")])
    def test_of_a_ledger_shows_its_direction(self, fen, text):
        assert formats.signed_money(fen) == text

    @given(st.integers(-(10**15), 10**15))
    def test_can_be_read_back(self, fen):
        text = formats.money(fen)
        plain = text.replace("¥", "").replace(",", "").replace(".", "").replace("\u2212", "-")
        assert int(plain) == fen


class TestCapitalMoney:
    @pytest.mark.parametrize(
        ("fen", "words"),
        [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (100, "壹元整"),
            (105, "壹元零伍分"),
            (150, "壹元伍角整"),
            (168032, "壹仟陆佰捌拾元叁角贰分"),
            (1000500, "壹万零伍元整"),
            (1010101, "壹万零壹佰零壹元零壹分"),
            (10700053, "壹拾万柒仟元伍角叁分"),
            (100000100, "壹佰万零壹元整"),
            (10000000000, "壹亿元整"),
            (3000000700000, "叁佰亿零柒仟元整"),
            (1234567890123, "壹佰贰拾叁亿肆仟伍佰陆拾柒万捌仟玖佰零壹元贰角叁分"),
            (-100, "负壹元整"),
        ],
    )
    def test_is_written_as_agreements_write_it(self, fen, words):
        assert formats.capital_money(fen) == words

    @given(st.integers(0, 10**14 - 1))
    def test_reads_back_as_the_same_sum(self, fen):
        assert _read_capitals(formats.capital_money(fen)) == fen

    def test_of_more_than_anybody_owes_is_a_fault(self):
        with pytest.raises(ValueError, match="large"):
            formats.capital_money(10**14)


def _read_capitals(words):
    """The sum that capital numerals say: written apart from the writer, place by place."""
    yuan, yuan_sign, rest = words.rpartition("元")
    if not yuan_sign:
        yuan, rest = "", words
    total = 0
    for name, value in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, sign, after = yuan.partition(name) if name else (yuan, "x", "")
        if sign:
            total += _read_group(group) * value
            yuan = after
    fen = total * 100
    for name, value in (("角", 10), ("分", 1)):
        head, sign, after = rest.partition(name)
        if sign:
            fen += "零壹贰叁肆伍陆柒捌玖".index(head[-1]) * value
            rest = after
    return fen


def _read_group(group):
    number = 0
    for name, value in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
        head, sign, after = group.partition(name) if name else (group, "x", "")
        if sign and head.strip("零"):
            number += "零壹贰叁肆伍陆柒捌玖".index(head.strip("零")[-1]) * value
        if sign:
            group = after
    return number


class TestDays:
    @pytest.mark.parametrize(
        ("locale", "this_year", "text"),
        [
            ("zh_CN", None, "2026年12月2日"),
            ("zh_CN", 2026, "12月2日"),
            ("zh_CN", 2027, "2026年12月2日"),
            ("en", None, "2 Dec 2026"),
            ("en", 2026, "2 Dec"),
        ],
    )
    def test_lose_their_year_when_it_is_this_year(self, locale, this_year, text):
        assert formats.day(date(2026, 12, 2), locale, this_year) == text

    def test_carry_their_weekday_where_it_matters(self):
        assert formats.day_of_week(date(2026, 12, 2), "zh_CN", 2026) == "12月2日 周三"
        assert formats.day_of_week(date(2026, 12, 2), "en", 2026) == "Wed 2 Dec"


class TestMoments:
    def test_are_told_on_the_clocks_of_the_zone(self):
        assert formats.moment(DEADLINE, "zh_CN", SHANGHAI, 2026) == "12月2日 周三 17:00"
        assert formats.moment(DEADLINE, "en", SHANGHAI, 2026) == "Wed 2 Dec, 17:00"
        assert formats.moment(DEADLINE, "en", "UTC", 2026) == "Wed 2 Dec, 09:00"

    def test_are_the_same_whatever_zone_they_came_in(self):
        elsewhere = DEADLINE.astimezone(timezone(timedelta(hours=-5)))
        assert formats.moment(elsewhere, "en", SHANGHAI) == formats.moment(DEADLINE, "en", SHANGHAI)

    def test_may_go_without_their_weekday(self):
        assert formats.short_moment(DEADLINE, "zh_CN", SHANGHAI, 2026) == "12月2日 17:00"
        assert formats.time_of_day(DEADLINE, SHANGHAI) == "17:00"

    def test_without_a_zone_are_a_fault(self):
        with pytest.raises(ValueError, match="zone"):
            formats.moment(DEADLINE.replace(tzinfo=None), "en", SHANGHAI)

    def test_that_end_something_say_before(self):
        assert formats.before(DEADLINE, "zh_CN", SHANGHAI, 2026) == "12月2日 周三 17:00 前"
        assert formats.before(DEADLINE, "en", SHANGHAI, 2026) == "by Wed 2 Dec, 17:00"

    def test_at_midnight_end_the_day_before(self):
        midnight = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)
        assert formats.before(midnight, "zh_CN", SHANGHAI, 2026) == "12月2日 周三 24:00 前"

    def test_name_their_zone_once_a_page(self):
        assert formats.zone_name(SHANGHAI, "zh_CN") == "北京时间"
        assert formats.zone_name("Europe/Paris", "en") == "Europe/Paris"


class TestLengths:
    @pytest.mark.parametrize(
        ("count", "chinese", "english"),
        [
            (7, "7 天", "7 days"),
            (1, "1 天", "1 day"),
            (0, "今天", "today"),
            (-1, "逾期 1 天", "1 day late"),
            (-3, "逾期 3 天", "3 days late"),
        ],
    )
    def test_left_are_never_bare_numbers(self, count, chinese, english):
        assert formats.days_left(count, "zh_CN").replace("\u00a0", " ") == chinese
        assert formats.days_left(count, "en").replace("\u00a0", " ") == english

    def test_in_working_days_say_so(self):
        assert formats.working_days(1, "en") == "1\u00a0working day"
        assert formats.working_days(7, "zh_CN") == "7\u00a0个工作日"


class TestSizes:
    @pytest.mark.parametrize(
        ("octets", "text"),
        [
            (999, "999 B"),
            (312_000, "312 kB"),
            (999_900, "1.0 MB"),
            (2_100_000, "2.1 MB"),
            (123_456_789, "123 MB"),
            (5_000_000_000, "5.0 GB"),
        ],
    )
    def test_are_told_in_thousands(self, octets, text):
        assert formats.file_size(octets).replace("\u00a0", " ") == text

    def test_of_a_fingerprint_are_enough_to_compare_by_eye(self):
        assert formats.fingerprint("9f2c4e" + "0" * 54 + "a81d") == "9f2c4e…a81d"

    def test_of_a_share_of_nothing_are_a_dash(self):
        assert formats.share(0, 0) == "–"
        assert formats.share(3, 8) == "37.5%"
