"""The yearly notice is read as it was written, and nothing in it is passed over in silence."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.calendar import SATURDAY, the_calendar
from mediation.domain.calendar_notice import Holiday, read_announcement
from mediation.domain.errors import Refused

NOTICE_2025 = """国务院办公厅关于2025年
部分节假日安排的通知
国办发明电〔2024〕12号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经党中央、国务院批准，根据2024年11月修订的《全国年节及纪念日放假办法》，自2025年1月1日起，全体公民放假的假日增加2天，\
其中春节、劳动节各增加1天。国庆节自10月1日起放假调休7天，元旦、清明节、端午节、中秋节分别放假调休或连休3天（如逢周三则只在当日放假）。
按照上述原则，现将2025年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
2024年11月12日
"""
NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。

　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。

　　鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期，推动错峰出行。
　　国务院办公厅
　　2025年11月4日
"""
# Its days begin in the year before, as they sometimes did.
NOTICE_2019 = """一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。\
2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""
NOTICE_2017 = """一、元旦：1月1日放假，1月2日（星期一）补休。
二、春节：1月27日至2月2日放假调休，共7天。1月22日（星期日）、2月4日（星期六）上班。
三、清明节：4月2日至4日放假调休，共3天。4月1日（星期六）上班。
四、劳动节：5月1日放假，与周末连休。
五、端午节：5月28日至30日放假调休，共3天。5月27日（星期六）上班。
六、中秋节、国庆节：10月1日至8日放假调休，共8天。9月30日（星期六）上班。
"""
NOTICES = {2017: NOTICE_2017, 2019: NOTICE_2019, 2025: NOTICE_2025, 2026: NOTICE_2026}


def known(year):
    """The days of a year as this release has them."""
    calendar = the_calendar()
    return tuple(
        sorted(day for day in days if day.year == year) for days in (calendar.off, calendar.worked)
    )


@pytest.mark.parametrize("year", NOTICES)
@pytest.mark.parametrize(
    "written", [str, lambda text: text.replace("\n", "")], ids=["lines", "one"]
)
def test_a_notice_gives_the_days_that_are_known_of_its_year(year, written):
    found = read_announcement(written(NOTICES[year]), year=year)
    off, worked = known(year)
    assert ([*found.off], [*found.worked]) == (off, worked)
    assert found.missing == ()


def test_days_of_the_year_before_are_not_lost():
    found = read_announcement(NOTICE_2019, year=2019)
    assert found.beyond == (date(2018, 12, 29), date(2018, 12, 31))


def test_a_line_broken_in_the_middle_goes_on():
    broken = NOTICE_2026.replace("2月14日（周六）、", "2月14\n日（周六）、\n")
    assert read_announcement(broken, year=2026) == read_announcement(NOTICE_2026, year=2026)


def test_half_a_notice_says_what_it_lacks():
    half = NOTICE_2026.split("　　五、")[0]
    assert read_announcement(half, year=2026).missing == (
        Holiday.DUANWU,
        Holiday.MID_AUTUMN,
        Holiday.NATIONAL,
    )


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-01,off\n2027-01-02,off\n2027-01-09,worked",
        "date,kind\n# 元旦\n\n2027/1/1;off\n2027/1/9;worked\n",
        "2027年1月1日 休\r\n2027年1月9日\t班",
        '"2027.01.01","放假"\n"2027.01.09","上班",',
    ],
)
def test_a_plain_list_is_read_as_people_write_one(text):
    found = read_announcement(text, year=2027)
    assert found == ((date(2027, 1, 1),), (date(2027, 1, 9),), (), ())


def item(words):
    return f"关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）放假。\n二、春节：{words}\n"


@pytest.mark.parametrize(
    ("text", "reason", "facts"),
    [
        (NOTICE_2026, "notice_of_another_year", {"named": "2026", "year": 2027}),
        (item("2月5日（周四）放假。"), "notice_wrong_weekday", {"line": 3, "said": "周四"}),
        (item("2月5日至11日放假，共8天。"), "notice_miscounted", {"line": 3, "found": 7}),
        (item("2月5日放假2天。"), "notice_miscounted", {"line": 3, "said": 2}),
        (item("2月30日放假。"), "notice_no_such_day", {"line": 3, "month": 2, "number": 30}),
        (item("5日放假。"), "notice_no_such_day", {"line": 3, "month": 0}),
        (item("2月5日至1日放假。"), "notice_backwards", {"line": 3, "last": date(2027, 2, 1)}),
        (item("2月5日放假。2月10日上班。"), "notice_weekday_worked", {"line": 3}),
        (item("1月2日上班。1月2日至3日放假。"), "notice_off_and_worked", {"line": 3}),
        (item("2月5日放假。2月7日照旧。"), "notice_line_unread", {"line": 3, "text": "2月7日照旧"}),
        ("2027-01-01,off\n2027-01-04,maybe", "notice_line_unread", {"line": 2, "text": "maybe"}),
        ("2027-01-01,off\nand the rest", "notice_line_unread", {"line": 2}),
        ("2027-01-01 off\n2027-02-30 off", "notice_no_such_day", {"line": 2, "number": 30}),
        ("2027-01-01,off\n2027-01-04,worked", "notice_weekday_worked", {"line": 2}),
        ("2026-01-01,off", "notice_without_days", {"year": 2027}),
        ("2027-01-02,off", "notice_without_days", {"year": 2027}),
        ("放假通知", "notice_without_days", {}),
        ("", "notice_without_days", {}),
    ],
)
def test_what_cannot_be_is_named_with_its_line(text, reason, facts):
    with pytest.raises(Refused) as raised:
        read_announcement(text, year=2027)
    assert raised.value.reason == reason
    assert facts.items() <= raised.value.facts.items()


@given(st.text("一二、：:。，,;12 年月日周（）至放假上班共天off-/\n", max_size=60))
def test_whatever_is_pasted_is_read_or_refused(text):
    with suppress(Refused):
        read_announcement(item(text), year=2027)
        read_announcement(text, year=2027)


def test_no_weekend_is_named_as_off():
    found = read_announcement(NOTICE_2026, year=2026)
    assert {day.weekday() < SATURDAY for day in found.off} == {True}
    assert {day.weekday() >= SATURDAY for day in found.worked} == {True}
