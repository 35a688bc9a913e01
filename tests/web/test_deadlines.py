"""The public calculator of deadlines: the day, its reasons, and what is told about a mistake."""

import pytest


def asked(rule="judicial_confirmation", started=(2026, 1, 20), act_on=(), **more):
    form = {"rule": rule}
    for name, day in (("started", started), ("act_on", act_on)):
        form |= {
            f"{name}-{part}": str(value)
            for part, value in zip(("year", "month", "day"), day, strict=False)
        }
    return form | more


@pytest.fixture
def page(client):
    def ask(language="en", **more):
        answer = client.post(
            "/calculator/deadline", data=asked(**more), headers={"Accept-Language": language}
        )
        assert answer.status_code == 200
        return answer.text

    return ask


def test_anybody_may_open_it(client):
    assert client.get("/calculator/deadline").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("24 Feb 2026", "Sat 21 Feb 2026", "Civil Procedure Law, article 205")),
        ("zh-CN", ("2026年2月24日", "2026年2月21日", "《民事诉讼法》第205条")),
    ],
)
def test_it_tells_the_day_the_days_off_and_the_source(page, language, words):
    text = page(language)
    assert all(word.replace(" ", "\u00a0") in text or word in text for word in words)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((2026, 2, 20), "with 4"),
        ((2026, 2, 24), "it is the last day"),
        ((2026, 2, 26), "too late by 2"),
    ],
)
def test_it_tells_whether_a_day_is_in_time(page, day, words):
    assert words in page(act_on=day).replace("\u00a0", " ")


def test_a_date_of_an_unannounced_year_is_marked(page):
    assert "provisional" in page(started=(2026, 12, 20))
    assert "provisional" not in page()


def test_a_length_of_ones_own_is_counted(page):
    text = page(rule="own", number="7", unit="working_day", started=(2026, 2, 10))
    assert "26 Feb 2026" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"rule": "own"}, "Write how long"),
        ({"rule": "own", "number": "20000", "unit": "month"}, "at most 600"),
        ({"rule": "own", "number": "<b>", "unit": "month"}, "number-error"),
        ({"rule": "no such rule"}, "Please choose one"),
        ({"started": (2026, 2, 30)}, "has no day 30"),
        ({"started": (1920, 2, 3)}, "between the years 1949"),
        ({"started": ()}, "started-error"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_is_kept(page, more, words):
    text = page(act_on=(2026, 3, 31), **more)
    assert words in text
    assert 'value="31"' in text
    assert "How this was counted" not in text
