"""What all forms share: the reader's words, the token against forgery, and one question."""

import re
import secrets
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, ValidationError

from mediation.domain.errors import Refused
from mediation.web.locale import current_locale
from mediation.web.refusals import sentence_of
from mediation.wording.catalogue import Catalogue, catalogue_of

ONCE = re.compile(r"[\w-]{22}")


class Words:
    """WTForms asks these for its words; ours come from the catalogues."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def gettext(self, text: str) -> str:
        return self.catalogue.say(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.catalogue.say(one if count == 1 else many)


class Form(FlaskForm):
    """The shape of what people send; the rules stay in the domain."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: FlaskForm) -> Words:
            return Words(catalogue_of(current_locale()))

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            # What was sent empty was sent: a box unticked must not look like a page just opened.
            wrapped = super().wrap_formdata(form, formdata)
            was_sent = formdata is not None and request.method == "POST"
            return request.form if wrapped is None and was_sent else wrapped

    @classmethod
    def from_request(cls, obj: Any = None, **stored: Any) -> Self:
        """The form as sent, or as stored (`obj`, keywords by field name) when nothing was sent."""
        return cls(obj=obj, **stored)

    def accepted(self) -> bool:
        """Whether the form was sent and its shape is right."""
        return request.method == "POST" and self.validate()

    def refuse(self, name: str, error: Refused) -> None:
        """Put a refusal of the rules beside the field that it speaks of."""
        field = self[name]
        field.errors = [*field.errors, sentence_of(error)]


class Once(HiddenField):
    """A number that a page carries, so that a form sent twice is acted upon once."""

    kind = "hidden"

    def __init__(self, **options: Any) -> None:
        super().__init__(default=lambda: secrets.token_urlsafe(16), **options)

    def pre_validate(self, _form: FlaskForm) -> None:
        if not ONCE.fullmatch(self.data or ""):
            raise ValidationError(self.gettext("Open this page anew and send it again."))


class FormOnce(Form):
    """A form whose effect must not happen twice: views hand `form.once.data` to the verb."""

    once = Once()
