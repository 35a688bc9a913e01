"""What every notice says: first what happened and what follows, and never more than it may."""

import re

import pytest

from mediation.domain.notices import Channel, kinds
from mediation.wording.catalogue import LOCALES, catalogue_of
from mediation.wording.notices import letter, words_of
from mediation.wording.parcels import together
from tests.wording.samples import CHECK, KNOWN, NOW, SITE, sample, sample_facts, wanted

PART = 70  # What one text message holds, with Chinese in it; of a longer one each part holds 67.
LONG_SITE = "https://tiaojie.some-longer-county.example.org"

# What somebody learns who reads over a shoulder: debts, lenders, and where a case stands.
BETRAYS = {
    "zh_CN": (
        *("贷", "债", "欠", "催", "还款", "借款", "逾期", "消费金融", "投诉"),
        *("受理", "协商", "调解", "仲裁", "法院", "协议", "履行", "结案", "¥", "案件"),
    ),
    "en": (
        *("loan", "debt", "lender", "borrow", "overdue", "repay", "collect", "complain"),
        *("admi", "negotiat", "mediat", "arbitrat", "court", "agreement", "settle", "¥", "case"),
    ),
}
# Nothing else may be put into a subject or a text message.
IN_SUBJECT = {"starts_at", "count"}
IN_SMS = {"site", "check", "starts_at", "count"}
# What somebody who does nothing has to hear, in one of these turns.
SAYS_SILENCE = {
    "zh_CN": re.compile("不|没有|没看|没来"),
    "en": re.compile(
        r"\b((do(es)?|say) (nothing|anything)|nobody|nothing is|no answer|is (said|done)|silence"
        r"|not (come|done|answer|paid)|need (not|do)|no longer)",
        re.IGNORECASE,
    ),
}


def words(kind, locale):
    where = {"locale": locale, "zone": "Asia/Shanghai", "base_url": SITE, "now": NOW}
    return words_of(kind, sample_facts(kind), **where)


@pytest.mark.parametrize("locale", LOCALES)
class TestFirstLine:
    def test_says_what_happened_and_what_follows_if_nothing_is_done(self, locale):
        catalogue = catalogue_of(locale)
        for kind in kinds():
            first, silence = (
                catalogue.texts[f"notice.{kind}.{part}"] for part in ("first", "silence")
            )
            assert "\n" not in first + silence, kind
            assert SAYS_SILENCE[locale].search(silence) or silence in (
                "%(silence_word)s",
                "%(last_word)s",
            ), kind
            paragraph = words(kind, locale).body.partition("\n\n")[0]
            assert len(paragraph) >= len(words(kind, locale).subject), kind
            assert "\n" not in paragraph, kind

    def test_is_true_of_every_clock_that_puts_its_own_words_there(self, locale):
        texts = catalogue_of(locale).texts
        said = {key: texts[key] for key in texts if re.fullmatch(r"deadline\.\w+\.silence", key)}
        assert len(said) > 10
        assert [key for key, text in said.items() if not SAYS_SILENCE[locale].search(text)] == []

    def test_stands_before_everything_else_in_a_mail(self, locale):
        for kind in kinds():
            mail = sample(kind, "mail", locale)
            assert mail.body.startswith(words(kind, locale).body), kind


@pytest.mark.parametrize("locale", LOCALES)
class TestPrivacy:
    def test_subjects_and_text_messages_hold_only_allowed_facts(self, locale):
        for kind, row in kinds().items():
            assert wanted(kind, ("subject",)) <= IN_SUBJECT, kind
            own = {"code", "link"} if Channel.INBOX not in row.channels else set()
            assert wanted(kind, ("sms",)) <= IN_SMS | own, kind

    def test_neither_betrays_debt_lender_or_stage(self, locale):
        signature = catalogue_of(locale).say("notice.signature")
        for kind, row in kinds().items():
            said = [sample(kind, "mail", locale).subject]
            if Channel.SMS in row.channels:
                said.append(sample(kind, "sms", locale).body.removeprefix(signature))
            for text in said:
                # The address of the site is its own business.
                bare = text.replace(SITE, "").lower()
                assert [word for word in BETRAYS[locale] if word in bare] == [], (kind, text)
                assert not any(str(KNOWN[name]) in bare for name in ("name", "organisation"))
                assert "m2026" not in bare, (kind, text)

    def test_a_wish_for_vague_words_is_kept(self, locale):
        for kind, row in kinds().items():
            if Channel.INBOX not in row.channels:
                continue  # Codes and links that somebody waits for.
            text = sample(kind, "sms", locale, wording="neutral").body
            assert not text.startswith(catalogue_of(locale).say("notice.signature"))
            mail = sample(kind, "mail", locale, wording="neutral")
            catalogue = catalogue_of(locale)
            assert mail.subject == catalogue.say("notice.neutral.subject")
            bare = (text + mail.body.partition("--")[0]).lower()
            assert [word for word in BETRAYS[locale] if word in bare.replace(SITE, "")] == [], kind


@pytest.mark.parametrize("locale", LOCALES)
def test_text_messages_are_short(locale):
    for kind, row in kinds().items():
        if Channel.SMS not in row.channels:
            continue
        text = sample(kind, "sms", locale).body
        # A link that opens a draft is as long as its secret.
        most = 2 * 67 if "/file/resume/" in text else PART
        assert len(text) <= most, (kind, len(text), text)
        assert CHECK in text, kind
        assert len(sample(kind, "sms", locale, site=LONG_SITE).body) <= 2 * 67, kind


@pytest.mark.parametrize("locale", LOCALES)
class TestSeveral:
    """Notices that leave as one message."""

    def together(self, channel, locale, **facts):
        letters = [sample("case_closed", channel, locale, **facts)] * 12
        return together(letters, channel=channel, locale=locale, base_url=SITE, check=CHECK)

    def test_are_counted_in_a_short_text_message_and_no_more(self, locale):
        text = self.together("sms", locale).body
        signature = catalogue_of(locale).say("notice.signature")
        assert text.startswith(signature)
        assert len(text) <= PART
        assert CHECK in text
        bare = text.removeprefix(signature).replace(SITE, "").lower()
        assert [word for word in BETRAYS[locale] if word in bare] == []

    def test_do_not_say_who_writes_where_that_was_asked_for(self, locale):
        text = self.together("sms", locale, wording="neutral").body
        assert not text.startswith(catalogue_of(locale).say("notice.signature"))

    def test_keep_the_first_lines_of_each(self, locale):
        mail = self.together("mail", locale)
        assert mail.body.count(words("case_closed", locale).body.partition("\n\n")[0]) == 12
        assert CHECK in mail.html


@pytest.mark.parametrize("locale", LOCALES)
class TestMail:
    def test_says_how_to_check_it(self, locale):
        mail = sample("case_admitted", "mail", locale)
        assert f"{SITE}/verify-message" in mail.body
        assert CHECK in mail.body

    def test_is_also_a_page_that_says_the_same(self, locale):
        for kind in kinds():
            mail = sample(kind, "mail", locale)
            plain = re.sub(r"<[^>]+>", "", mail.html.partition("<body>")[2])
            for line in mail.body.splitlines():
                said = line.replace("&", "&amp;").replace('"', "&#34;").replace("'", "&#39;")
                assert line == "--" or said in plain, (kind, line)

    def test_lets_nothing_of_ours_become_markup(self, locale):
        html = sample("mediation_opened", "mail", locale, mediator='<b onclick="x">孟</b>').html
        assert "<b " not in html
        assert "&lt;b onclick=&#34;x&#34;&gt;" in html

    def test_leads_to_the_page_by_a_link(self, locale):
        html = sample("case_admitted", "mail", locale).html
        link = f"{SITE}/cases/M2026-7K3PQ9XD"
        assert f'<a href="{link}">{link}</a>' in html

    def test_an_old_notice_without_an_appointment_is_still_a_letter(self, locale):
        facts = {"starts_at": "2026-03-11T07:00:00+00:00", "path": "/cases/M2026-7K3PQ9XD"}
        where = {"locale": locale, "zone": "Asia/Shanghai", "base_url": SITE, "now": NOW}
        assert letter("hearing_scheduled", "mail", facts, **where).calendar is None
