"""How templates become pages."""

import timeit
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment, UndefinedError
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.web.pages import page_for, show
from tests.web.house import small_house


@pytest.fixture
def page():
    """A template rendered in Chinese (or another language), with what it is given."""
    app = small_house()
    app.add_url_rule("/cases/<reference>", "cases.show", lambda reference: "")
    app.add_url_rule("/cases/<reference>/offers/<int:offer_id>", "offers.show", lambda **_: "")

    def render(source, locale="zh_CN", **context):
        with app.test_request_context("/"):
            return page_for(locale).from_string(source).render(**context)

    return render


class TestSentences:
    def test_are_in_the_language_of_the_page(self, page):
        assert page('{{ _("Sign in") }}') == "登录"
        assert page('{{ _("Sign in") }}', locale="en") == "Sign in"

    def test_are_constants_once_a_template_is_compiled(self):
        with small_house().test_request_context("/"):
            environment = page_for("zh_CN")
            made = environment.compile('<p>{{ _("Sign in") }}</p>', raw=True)
        assert "<p>登录</p>" in made

    def test_escape_their_facts(self, page):
        source = '{{ _("%(field)s: %(error)s", field=field, error=error) }}'
        assert page(source, field="<b>", error=Markup("<i>")) == "&lt;b&gt;：<i>"

    def test_with_facts_escape_when_handed_on(self, page):
        source = '{% set words = _("%(field)s: %(error)s", field=x, error="") %}{{ words }}'
        assert page(source, x="<b>") == "&lt;b&gt;："

    def test_are_text_unless_their_msgid_is_markup(self, page):
        assert page('{{ _("a & b") }}') == "a &amp; b"
        assert page('{{ _("<b>a</b> %(x)s", x="<i>") }}') == "<b>a</b> &lt;i&gt;"

    def test_keep_a_doubled_percent_sign_as_one(self, page):
        assert page('{{ _("100%% of %(x)s", x=1) }}') == "100% of 1"

    def test_may_be_named_by_a_value(self, page):
        assert page('{{ _("space." ~ s ~ ".staff") }}', s="joint") == "双方都能看到"

    def test_that_ask_for_a_fact_not_given_do_not_compile(self, page):
        with pytest.raises(TemplateSyntaxError, match="steps"):
            page('{{ _("Step %(step)s of %(steps)s", step=1) }}')

    def test_give_way_to_a_name_that_the_template_defines(self, page):
        assert page('{% macro icon(name) %}mine{% endmacro %}{{ icon("x") }}') == "mine"


class TestValues:
    def test_are_escaped(self, page):
        assert page("{{ x }}", x="<script>") == "&lt;script&gt;"

    def test_that_are_missing_are_a_fault(self, page):
        with pytest.raises(UndefinedError):
            page("{{ x }}")

    def test_are_written_as_the_reader_writes_them(self, page, clock):
        at = datetime(2026, 12, 2, 9, tzinfo=UTC)
        source = "{{ fen|money }} {{ on|day }} {{ at|moment }} {{ at|before }}"
        shown = {"fen": -16800, "on": date(2026, 3, 8), "at": at}
        assert page(source, **shown) == (
            "\u2212¥168.00 3月8日 12月2日 周三 17:00 12月2日 周三 17:00 前"
        )
        assert page(source, locale="en", **shown) == (
            "\u2212¥168.00 8 Mar Wed 2 Dec, 17:00 by Wed 2 Dec, 17:00"
        )

    def test_show_their_year_when_the_year_has_changed(self, page, clock):
        assert page("{{ on|day }}", on=date(2026, 3, 8)) == "3月8日"
        clock.advance(timedelta(days=365))
        assert page("{{ on|day }}", on=date(2026, 3, 8)) == "2026年3月8日"


class TestAddresses:
    def test_are_those_of_their_views(self, page):
        assert page('{{ url("cases.show", reference=r) }}', r="LL-1") == "/cases/LL-1"
        source = '{{ url("offers.show", reference="LL-1", offer_id=7) }}'
        assert page(source) == "/cases/LL-1/offers/7"

    def test_quote_what_they_carry(self, page):
        source = '{{ url("cases.show", reference=r, q=q, page=none) }}'
        assert page(source, r="a b", q="甲&乙") == "/cases/a%20b?q=%E7%94%B2%26%E4%B9%99"
        assert page('{{ url("cases.show", reference=r) }}', r="a&lt") == "/cases/a&amp;lt"

    def test_are_safe_inside_a_page(self, page):
        source = '<a href="{{ url("cases.show", reference="x", a=a, b=2) }}">'
        assert page(source, a=1) == '<a href="/cases/x?a=1&amp;b=2">'

    def test_of_a_view_that_is_not_there_are_a_fault(self, page):
        with pytest.raises(Exception, match=r"nowhere\.show"):
            page('{{ url("nowhere.show", x=1) }}')


class TestTags:
    def test_say_who_can_see_it_by_colour_picture_and_words(self, page):
        tag = page('{{ space_tag("complainant", "staff") }}')
        assert "space-complainant" in tag
        assert "#person-fill" in tag
        assert "仅投诉人与调解员，机构看不到" in tag

    def test_speak_to_each_reader(self, page):
        assert "仅您与调解员" in page('{{ space_tag("complainant", "complainant") }}')
        assert page('{{ space_words("joint", "supervisor") }}') == "双方都能看到"

    @pytest.mark.parametrize(
        ("count", "kind"), [(-2, "days-late"), (0, "days-soon"), (7, "days-soon"), (8, '"days"')]
    )
    def test_tell_time_by_more_than_colour(self, page, count, kind):
        assert kind in page("{{ days_tag(count) }}", count=count)


PLAIN = (
    '{% extends "layout.html" %}{% block title %}x{% endblock %}{% block content %}{% endblock %}'
)


class TestTheFrame:
    def shown(self, actor=None, url="/shown", template=PLAIN, **context):
        app = small_house(
            templates={"x.html": template}, actors={"1": actor}, WTF_CSRF_ENABLED=False
        )
        app.add_url_rule("/shown", "shown", lambda: show("x.html", **context))
        client = app.test_client()
        if actor:
            with client.session_transaction() as session:
                session["_user_id"] = "1"
        return client.get(url).text

    def test_offers_a_visitor_the_ways_in(self):
        text = self.shown()
        assert 'href="/login"' in text
        assert 'href="/guide"' in text

    def test_tells_whoever_is_signed_in_their_role_and_body(self):
        text = self.shown(
            Actor(role=Role.MEDIATOR, name="顾明澜", organisation_name="临澜市调解中心")
        )
        assert "顾明澜" in text
        assert "调解员" in text
        assert "临澜市调解中心" in text
        assert 'href="/login"' not in text

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.NOBODY, Role.SYSTEM}))
    def test_has_a_navigation_for_every_role(self, role):
        assert '<nav class="site-nav"' in self.shown(Actor(role=role, name="x"))

    def test_marks_where_one_is(self):
        assert '<a href="/" aria-current="page">' in self.shown(url="/")
        assert "aria-current" not in self.shown(url="/privacy")

    def test_always_says_where_help_is(self):
        text = self.shown()
        assert "110" in text
        assert "12356" in text
        assert 'href="/verify-message"' in text

    def test_begins_the_title_of_a_wrong_form_with_error(self):
        wrong = SimpleNamespace(errors={"x": ["no"]})
        assert "<title>错误：x - " in self.shown(form=wrong)
        assert "<title>x - " in self.shown(form=SimpleNamespace(errors={}))

    def test_lets_a_view_speak_in_another_voice(self):
        template = PLAIN.replace("{% block content %}", "{% block content %}[{{ voice }}]")
        assert "[visitor]" in self.shown(template=template)
        assert "[lender]" in self.shown(template=template, voice="lender")


ROW = """{% for row in rows %}<tr><th><a href="{{ ADDRESS }}">{{ row.reference }}</a></th>
<td>{{ row.name }}</td><td>{{ WORDS }}</td><td>{{ row.stage }}</td><td>{{ DAYS }}</td>
<td>{{ BEFORE }}</td><td>{{ SPACE }}</td><td>{{ row.other }}</td><td>{{ MOMENT }}</td>
<td>{{ MONEY }}</td></tr>{% endfor %}"""


def test_a_list_costs_little_more_than_bare_jinja():
    """50 rows of 10 expressions: sentences, addresses, tags and formats beside plain values."""
    app = small_house()
    app.add_url_rule("/cases/<reference>", "cases.show", lambda reference: "")
    ours = _written(
        ADDRESS='url("cases.show", reference=row.reference)',
        WORDS='_("Step %(step)s of %(steps)s", step=row.step, steps=7)',
        DAYS="days_tag(row.step)",
        BEFORE="row.at|before",
        SPACE='space_tag("joint", "staff")',
        MOMENT="row.at|short_moment",
        MONEY="row.fen|money",
    )
    names = ("ADDRESS", "WORDS", "DAYS", "BEFORE", "SPACE", "MOMENT", "MONEY")
    bare = _written(**dict.fromkeys(names, "row.name"))
    rows = [
        SimpleNamespace(
            reference=f"LL-{number}",
            name="韩屿",
            stage="调解中",
            other="x",
            step=number,
            fen=number * 123,
            at=datetime(2026, 12, 2, 9, tzinfo=UTC) + timedelta(hours=number),
        )
        for number in range(50)
    ]
    plain = Environment(autoescape=True, loader=DictLoader({"x": bare})).get_template("x")
    with app.test_request_context("/"):
        full = page_for("zh_CN").from_string(ours)
        assert _fastest(lambda: full.render(rows=rows)) < 2.5 * _fastest(
            lambda: plain.render(rows=rows)
        )


def _written(**expressions):
    text = ROW
    for name, expression in expressions.items():
        text = text.replace(name, expression)
    return text


def _fastest(act):
    return min(timeit.repeat(act, number=20, repeat=10))
