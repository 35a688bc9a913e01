"""What people type, and what our fields make of it."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from mediation.domain.errors import Refused
from mediation.web.forms import texts
from mediation.web.forms.base import Form, FormOnce
from mediation.web.forms.fields import (
    Choice,
    Day,
    Email,
    File,
    Instant,
    Money,
    MultiCheck,
    Option,
    Password,
    Phone,
    Text,
    Tick,
    Whole,
)
from mediation.wording import formats
from mediation.wording.catalogue import catalogue_of, lazy
from tests.web.house import small_house


@pytest.fixture
def sent():
    """A form of one field, `it`, after it was sent (or opened, with nothing sent)."""
    app = small_house(WTF_CSRF_ENABLED=False)
    contexts = []

    def send(field, form=None, locale="en", stored=None, base=Form):
        kind = type("OneField", (base,), {"it": field})
        context = app.test_request_context(
            "/",
            method="GET" if form is None else "POST",
            data=MultiDict(form or {}),
            headers={"Accept-Language": locale},
        )
        while contexts:
            contexts.pop().pop()
        context.push()
        contexts.append(context)
        return kind.from_request(**({} if stored is None else {"it": stored}))

    yield send
    while contexts:
        contexts.pop().pop()


def outcome(form):
    """The value of an accepted form, or the first error of a wrong one."""
    return form.it.data if form.accepted() else form.it.errors[0]


class TestText:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  张三 ", "张三"),
            ("a\r\nb", "a b"),
            ("\u202eevil\u202c", "evil"),
            ("zero\u200bwidth", "zerowidth"),
            ("e\u0301", "é"),
            ("👨‍👩‍👧", "👨‍👩‍👧"),
        ],
    )
    def test_is_made_clean(self, sent, typed, kept):
        assert outcome(sent(Text("Name"), {"it": typed})) == kept

    def test_keeps_its_lines_where_it_has_some(self, sent):
        assert outcome(sent(Text("Story", rows=5), {"it": " a\r\n\r\nb\t"})) == "a\n\nb"

    @pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85"])
    def test_with_control_signs_is_refused_and_shown_without(self, sent, sign):
        form = sent(Text("Name"), {"it": f"a{sign}b"})
        assert outcome(form) == "This holds signs that cannot be stored. Type it again by hand."
        assert form.it.typed == "ab"

    def test_with_half_a_letter_is_refused(self):
        with pytest.raises(texts.Unreadable):
            texts.clean("a\ud800b")

    def test_too_long_says_by_how_much_and_is_kept(self, sent):
        form = sent(Text("Name", most=3), {"it": "abcd"})
        assert outcome(form) == "This is 4 characters long; 3 fit. Please shorten it."
        assert form.it.typed == "abcd"

    def test_missing_asks_for_an_answer_in_the_readers_language(self, sent):
        assert outcome(sent(Text("Name"), {"it": "  "})) == "Please answer this."
        assert outcome(sent(Text("Name"), {"it": ""}, locale="zh")) == "这一项要填。"
        own = Text("Name", missing=lazy("Please choose one."))
        assert outcome(sent(own, {"it": ""}, locale="zh")) == "请选一项。"

    def test_may_stay_empty_where_it_is_optional(self, sent):
        assert outcome(sent(Text("Name", optional=True), {"it": ""})) == ""

    @given(st.text(max_size=60))
    def test_cleaned_twice_is_as_cleaned_once(self, text):
        try:
            once = texts.clean(text, lines=True)
        except texts.Unreadable:
            return
        assert texts.clean(once, lines=True) == once
        assert "\x00" not in once


class TestMoney:
    @pytest.mark.parametrize(
        ("typed", "fen"),
        [
            ("168", 16800),
            ("168.5", 16850),
            ("168.05", 16805),
            ("¥1,234.56", 123456),
            ("￥ 99", 9900),
            ("１６８元", 16800),
            ("１，２３４。５０", 123450),
            ("RMB 20", 2000),
            ("0.01", 1),
        ],
    )
    def test_is_read_as_people_write_it(self, sent, typed, fen):
        assert outcome(sent(Money("Sum"), {"it": typed})) == fen

    @pytest.mark.parametrize("typed", ["168元左右", "1,23", "-5", "168.005", "1.5万", "¥", "٣"])
    def test_that_cannot_be_read_says_how_to_write_it(self, sent, typed):
        form = sent(Money("Sum"), {"it": typed})
        assert outcome(form) == "Write the sum in figures only, for example 168 or 168.00"
        assert form.it.typed == typed

    def test_has_its_limits(self, sent):
        assert outcome(sent(Money("Sum"), {"it": "0"})) == "The least that fits here is ¥0.01"
        assert outcome(sent(Money("Sum", most=10000), {"it": "100.01"})).endswith("¥100.00")
        assert outcome(sent(Money("Sum"), {"it": "9" * 13})).startswith("This sum is too large")

    def test_stored_is_shown_as_it_would_be_typed(self, sent):
        assert sent(Money("Sum"), stored=123456).it.typed == "1,234.56"

    @given(st.integers(0, 10**13))
    def test_written_is_read_back(self, fen):
        assert texts.read_money(formats.money(fen)) == fen


class TestWholeNumbers:
    @pytest.mark.parametrize(("typed", "number"), [("12", 12), ("１２", 12), (" 36 ", 36)])
    def test_are_read(self, sent, typed, number):
        assert outcome(sent(Whole("Count", least=2, most=36), {"it": typed})) == number

    @pytest.mark.parametrize("typed", ["1.5", "十二", "-3", "1e3"])
    def test_that_are_none_are_refused(self, sent, typed):
        assert outcome(sent(Whole("Count"), {"it": typed})).startswith("Write a whole number")

    def test_have_their_limits(self, sent):
        assert outcome(sent(Whole("Count", least=2, most=36), {"it": "37"})) == (
            "Write a number from 2 to 36"
        )


class TestPhones:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("138 0000 1234", "+8613800001234"),
            ("１３８００００１２３４", "+8613800001234"),
            ("+86 138-0000-1234", "+8613800001234"),
            ("8613800001234", "+8613800001234"),
            ("010-12345678", "+861012345678"),
            ("+86 10 12345678", "+861012345678"),
            ("(0571) 8765 4321", "+8657187654321"),
            ("95588", "95588"),
            ("400-800-1234", "4008001234"),
            ("+44 20 7946 0000", "+442079460000"),
            ("0044 20 7946 0000", "+442079460000"),
        ],
    )
    def test_are_written_one_way(self, sent, typed, number):
        assert outcome(sent(Phone("Phone"), {"it": typed})) == number

    @pytest.mark.parametrize(
        "typed", ["1380000123", "138000012345", "abc", "+86 12", "+0 123456789"]
    )
    def test_that_are_not_whole_say_how_to_write_them(self, sent, typed):
        form = sent(Phone("Phone"), {"it": typed})
        assert "138 0000 1234" in outcome(form)
        assert form.it.typed == typed

    @pytest.mark.parametrize("typed", ["010-12345678", "95588"])
    def test_for_messages_are_mobiles(self, sent, typed):
        assert "mobile" in outcome(sent(Phone("Phone", mobile=True), {"it": typed}))

    def test_written_one_way_stay_so(self):
        for number in ("+8613800001234", "+861012345678", "95588", "+442079460000"):
            assert texts.read_phone(number) == number


class TestEmails:
    def test_are_made_plain(self, sent):
        assert outcome(sent(Email("Mail"), {"it": " A＠Demo.Example "})) == "A@demo.example"

    @pytest.mark.parametrize("typed", ["nobody", "a@b", "a b@c.example", "@c.example"])
    def test_that_are_not_whole_say_how_to_write_them(self, sent, typed):
        assert "name@example.com" in outcome(sent(Email("Mail"), {"it": typed}))


def boxes(year="", month="", day="", **more):
    parts = {"year": year, "month": month, "day": day} | more
    return {f"it-{part}": text for part, text in parts.items()}


class TestDays:
    @pytest.mark.parametrize("typed", [("2026", "3", "8"), ("２０２６", "０３", " 08 ")])
    def test_are_read_from_three_boxes(self, sent, typed):
        assert outcome(sent(Day("Day"), boxes(*typed))) == date(2026, 3, 8)

    @pytest.mark.parametrize(
        ("typed", "error", "box"),
        [
            (("2026", "13", "8"), "There is no month 13; write 1 to 12", "month"),
            (("2026", "2", "30"), "Month 2 has no day 30; look at the day once more", "day"),
            (("26", "3", "8"), "Write the year with four figures, for example 2026", "year"),
            (("2026", "", "8"), "The month is missing", "month"),
            (("2026", "March", "8"), "Write the date in figures, for example 2026 3 8", "month"),
        ],
    )
    def test_that_are_none_name_the_wrong_box_and_keep_all(self, sent, typed, error, box):
        form = sent(Day("Day"), boxes(*typed))
        assert outcome(form) == error
        assert form.it.wrong_boxes == {box}
        assert tuple(form.it.boxes.values()) == typed

    def test_that_were_left_out_are_missing(self, sent):
        assert outcome(sent(Day("Day"), boxes())) == "Please answer this."
        assert outcome(sent(Day("Day"), {"other": "x"})) == "Please answer this."
        assert outcome(sent(Day("Day", optional=True), boxes())) is None

    def test_know_today(self, sent, now):
        today, tomorrow = now.date(), now.date() + timedelta(days=1)
        for field, accepted, refused in (
            (Day("Day", past=True), today, tomorrow),
            (Day("Day", future=True), tomorrow, today - timedelta(days=1)),
        ):
            assert outcome(sent(field, boxes(*map(str, accepted.timetuple()[:3])))) == accepted
            assert "day" in outcome(sent(field, boxes(*map(str, refused.timetuple()[:3]))))

    def test_stored_fill_their_boxes(self, sent):
        form = sent(Day("Day"), stored=date(2026, 3, 8))
        assert form.it.boxes == {"year": "2026", "month": "3", "day": "8"}


class TestInstants:
    @pytest.mark.parametrize("time", ["14:30", "1430", "１４：３０", "14.30"])
    def test_are_told_on_our_clocks_and_kept_in_utc(self, sent, time):
        form = sent(Instant("Hearing"), boxes("2026", "12", "2", time=time))
        assert outcome(form) == datetime(2026, 12, 2, 6, 30, tzinfo=UTC)
        assert form.it.data.tzinfo is UTC

    @pytest.mark.parametrize("time", ["25:00", "noon", "14:60", "1", ""])
    def test_without_a_time_name_its_box(self, sent, time):
        form = sent(Instant("Hearing"), boxes("2026", "12", "2", time=time))
        assert "14:30" in outcome(form)
        assert form.it.wrong_boxes == {"time"}

    def test_know_the_present(self, sent):
        over = boxes("2026", "3", "4", time="12:00")
        assert "over" in outcome(sent(Instant("Hearing", future=True), over))

    def test_stored_fill_their_boxes(self, sent):
        form = sent(Instant("Hearing"), stored=datetime(2026, 12, 1, 16, 5, tzinfo=UTC))
        assert form.it.boxes == {"year": "2026", "month": "12", "day": "2", "time": "00:05"}


LANES = [("conduct", "Harassed"), Option("fees", "Charged", "Too much", "receipt-cutoff")]


class TestChoices:
    def test_are_one_of_those_given(self, sent):
        form = sent(Choice("Lane", options=LANES), {"it": "fees"})
        assert outcome(form) == "fees"
        assert [form.it.is_chosen(option.value) for option in form.it.options] == [False, True]

    def test_that_were_not_given_are_refused(self, sent):
        found = outcome(sent(Choice("Lane", options=LANES), {"it": "arson"}))
        assert found == "Please choose one of these answers."

    def test_that_were_not_made_are_asked_for(self, sent):
        assert outcome(sent(Choice("Lane", options=LANES), {"it": ""})) == "Please choose one."

    def test_may_become_what_the_domain_knows(self, sent):
        field = Choice("Count", options=[("1", "One"), ("2", "Two")], coerce=int)
        assert outcome(sent(field, {"it": "2"})) == 2

    def test_stored_are_shown_as_chosen(self, sent):
        assert sent(Choice("Lane", options=LANES), stored="fees").it.is_chosen("fees")

    def test_may_be_given_by_the_view(self, sent):
        form = sent(Choice("Lane"), {"it": "x"})
        form.it.options = [("x", "X", "", "", False)]
        form.process(MultiDict({"it": "x"}))
        assert outcome(form) == "x"

    def test_of_one_form_do_not_leak_into_the_next(self, sent):
        field = Choice("Lane")
        sent(field, {"it": "x"}).it.options = [("x", "X")]
        assert sent(field, {"it": "x"}).it.options == []

    def test_that_were_all_taken_back_do_not_return(self, sent):
        form = sent(MultiCheck("Lanes", options=LANES, optional=True), {}, stored=["fees"])
        assert outcome(form) == []
        assert not form.it.is_chosen("fees")

    def test_may_be_several(self, sent):
        form = sent(
            MultiCheck("Lanes", options=LANES), MultiDict([("it", "fees"), ("it", "conduct")])
        )
        assert outcome(form) == ["fees", "conduct"]
        assert (
            outcome(sent(MultiCheck("Lanes", options=LANES), {})) == "Please choose at least one."
        )
        assert outcome(sent(MultiCheck("Lanes", options=LANES, optional=True), {})) == []


class TestTicksAndFiles:
    def test_a_tick_is_asked_for_unless_it_is_optional(self, sent):
        assert outcome(sent(Tick("I agree"), {"it": "1"})) is True
        assert outcome(sent(Tick("I agree"), {})).startswith("Please tick")
        assert outcome(sent(Tick("I agree", optional=True), {})) is False

    def test_files_are_those_really_sent(self, sent):
        nothing = (io.BytesIO(), "")
        one, two = (io.BytesIO(b"a"), "a.pdf"), (io.BytesIO(b"b"), "b.pdf")
        form = sent(
            File("Files", several=True), MultiDict([("it", one), ("it", two), ("it", nothing)])
        )
        assert [file.filename for file in outcome(form)] == ["a.pdf", "b.pdf"]
        assert outcome(sent(File("Files"), {"it": (io.BytesIO(), "")})) == "Please choose a file."

    def test_a_password_is_never_shown_again_nor_changed(self, sent):
        form = sent(Password("Password"), {"it": " a\u200bb "})
        assert outcome(form) == " a\u200bb "
        assert form.it.typed == ""


class TestTheForm:
    def test_is_not_accepted_before_it_is_sent(self, sent):
        form = sent(Text("Name", optional=True))
        assert not form.accepted()
        assert form.errors == {}

    def test_shows_what_is_stored_until_something_is_sent(self, sent):
        assert sent(Text("Name"), stored="old").it.typed == "old"
        assert sent(Text("Name"), {"it": "new"}, stored="old").it.typed == "new"

    def test_does_not_put_back_what_somebody_emptied(self, sent):
        form = sent(Text("Name", optional=True), {"it": ""}, stored="old")
        assert form.accepted()
        assert form.it.data == ""

    def test_takes_a_refusal_of_the_rules_beside_a_field(self, sent, monkeypatch):
        monkeypatch.setitem(catalogue_of("en").texts, "refusal.for_a_test", "Not before %(at_on)s")
        form = sent(Text("Name"), {"it": "x"})
        assert form.accepted()
        form.refuse("it", Refused("for_a_test", at_on=date(2026, 12, 2)))
        assert form.errors == {"it": ["Not before Wed 2 Dec"]}

    def test_sent_twice_carries_the_same_number(self, sent):
        opened = sent(Text("Name"), base=FormOnce)
        number = opened.once.data
        assert number != sent(Text("Name"), base=FormOnce).once.data
        again = sent(Text("Name"), {"it": "x", "once": number}, base=FormOnce)
        assert again.accepted()
        assert again.once.data == number

    @pytest.mark.parametrize("number", ["", "short", "x" * 23, "<script>aaaaaaaaaaaaaa"])
    def test_without_a_true_number_is_not_accepted(self, sent, number):
        assert not sent(Text("Name"), {"it": "x", "once": number}, base=FormOnce).accepted()
