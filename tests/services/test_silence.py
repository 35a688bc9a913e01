"""A lender that was reminded and says nothing."""

import pytest

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.parties import Channel
from mediation.services.silence import note_silence
from tests.factories.stages import cast_at, give_relief

TRIED = [Channel.PHONE, Channel.EMAIL]


@pytest.fixture
def cast(session):
    return cast_at(Stage.WITH_LENDER)


class TestNoteSilence:
    def test_it_passes_the_case_on(self, cast, now):
        note_silence(cast.case, tried=TRIED, actor=cast.officer, now=now)
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        assert cast.case.turn is Turn.OFFICER

    def test_one_way_of_reminding_is_not_enough(self, cast, now):
        with pytest.raises(Refused, match="two_channels_needed"):
            note_silence(cast.case, tried=TRIED[:1], actor=cast.officer, now=now)
        assert cast.case.stage is Stage.WITH_LENDER

    def test_a_lender_that_offered_relief_is_not_silent(self, cast, now):
        give_relief(cast)
        with pytest.raises(Refused, match="lender_is_not_silent"):
            note_silence(cast.case, tried=TRIED, actor=cast.officer, now=now)

    @pytest.mark.parametrize("who", ["complainant", "lender", "mediator"])
    def test_it_is_the_officers_to_say(self, cast, now, who):
        with pytest.raises(NotPermitted):
            note_silence(cast.case, tried=TRIED, actor=getattr(cast, who), now=now)


class TestThePage:
    def test_an_officer_passes_the_case_on_by_it(self, cast, client_of):
        client, path = client_of(cast.officer), f"/cases/{cast.case.reference}/silence"
        assert client.get(path).status_code == 200
        answer = client.post(path, data={"tried": ["phone", "email"], "sure": "1"})
        assert answer.status_code == 303
        assert (
            "Awaiting"
            in client.get(f"/cases/{cast.case.reference}", headers={"Accept-Language": "en"}).text
        )

    def test_too_little_reminding_is_said_beside_the_question(self, cast, client_of):
        path = f"/cases/{cast.case.reference}/silence"
        answer = client_of(cast.officer).post(path, data={"tried": "phone", "sure": "1"})
        assert answer.status_code == 200
        assert 'aria-invalid="true"' in answer.text or "error" in answer.text
