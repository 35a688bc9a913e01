"""What a lender's admin fills in about the company's computers."""

from wtforms import HiddenField

from mediation.domain.webhooks import LONGEST
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Text
from mediation.wording.catalogue import lazy


class Seen(HiddenField):
    """The webhook that the page showed; empty where there was none."""

    kind = "hidden"

    @property
    def webhook_id(self) -> int | None:
        """Its key."""
        return int(self.data) if (self.data or "").isdigit() else None


class WebhookForm(Form):
    """An address."""

    url = Text(
        lazy("Address of your server"),
        hint=lazy("For example https://notices.company.example/mediation"),
        most=LONGEST,
        mono=True,
        missing=lazy("Write the address, beginning with https://"),
    )
    replaces = Seen()
