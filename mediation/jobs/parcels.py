"""Making one message of the notices that leave together."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import current_app

from mediation.domain.notices import Channel
from mediation.gateways.post import Post
from mediation.jobs.webhooks import call_of
from mediation.models.notices import Notice, code_of, leave_of, thread_of
from mediation.queries.outbox import Taken
from mediation.wording.notices import Letter, letter
from mediation.wording.parcels import together
from mediation.wording.previews import marked_as_test

log = logging.getLogger(__name__)


class Packed(NamedTuple):
    """A message, the notices in it, and those of which none could be made."""

    post: Post | None
    good: list[Taken]
    bad: list[Taken]


def pack(parcel: Sequence[Taken], now: datetime) -> Packed:
    """Make the message of a parcel; it keeps its number whatever of it proves unreadable.

    A fact that a sentence asks for in vain, or a row that was tampered with, holds up nothing.
    """
    good, bad, letters = [], [], []
    post = None
    for notice in parcel:
        try:
            if notice.channel == Channel.WEBHOOK:
                post = call_of(notice, _facts(notice), base_url=current_app.config["BASE_URL"])
            else:
                letters.append(_letter(notice, now))
                post = post or _post(notice, letters[0])
            good.append(notice)
        except Exception as wrong:  # noqa: BLE001 - whatever it is, others wait behind it
            log.error("notice %s (%s): %s", notice.id, notice.kind, type(wrong).__name__)
            bad.append(notice)
    if post is not None:
        code, way_out = code_of(parcel[0].id), _way_out(good)
        post = post._replace(id=parcel[0].id, code=code, unsubscribe=way_out)
        if len(letters) > 1:
            post = _together(post, letters)
    return Packed(post, good, bad)


def _way_out(notices: Sequence[Taken]) -> str | None:
    """Where a mail program ends the daily summaries of their reader by itself."""
    for notice in notices:
        if notice.channel == Channel.MAIL and notice.account_id and _facts(notice).get("digest"):
            base_url = current_app.config["BASE_URL"].rstrip("/")
            return f"{base_url}/unsubscribe/{leave_of(notice.account_id)}"
    return None


def _facts(notice: Taken) -> dict[str, object]:
    facts: dict[str, object] = json.loads(Notice.facts.open(notice.id, notice.facts) or "{}")
    return facts


def _letter(notice: Taken, now: datetime) -> Letter:
    facts = _facts(notice)
    words = letter(
        notice.kind,
        notice.channel,
        facts,
        locale=notice.locale,
        zone=current_app.config["TIMEZONE"],
        base_url=current_app.config["BASE_URL"],
        now=now,
        check=code_of(notice.id),
    )
    return marked_as_test(words, locale=notice.locale) if facts.get("is_test") else words


def _post(notice: Taken, words: Letter) -> Post:
    return Post(
        id=notice.id,
        channel=notice.channel,
        recipient=Notice.recipient.open(notice.id, notice.recipient) or "",
        subject=words.subject,
        body=words.body,
        written_at=notice.written_at,
        language=notice.locale.replace("_", "-"),
        html=words.html,
        calendar=words.calendar,
        thread=thread_of(notice.case_id) if notice.case_id else None,
        code=code_of(notice.id),
        one_time=str(_facts(notice).get("code", "")),
    )


def _together(post: Post, letters: Sequence[Letter]) -> Post:
    words = together(
        letters,
        channel=post.channel,
        locale=post.language.replace("-", "_"),
        base_url=current_app.config["BASE_URL"],
        check=post.code,
    )
    return post._replace(subject=words.subject, body=words.body, html=words.html, calendar=None)
