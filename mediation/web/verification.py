"""The page for whoever doubts a message: asked by its code, answered without a word of the case."""

from flask import Blueprint, request

from mediation import clock
from mediation.services.verification import verify_message
from mediation.transaction import transaction
from mediation.web.csrf import check_same_origin, csrf
from mediation.web.forms.verification import MessageForm
from mediation.web.pages import show
from mediation.web.visitors import client_address

bp = Blueprint("verification", __name__)

LONGEST_CODE = 20


# Without a token: whoever doubts a message should not have to let us keep anything for it.
@bp.route("/verify-message", methods=["GET", "POST"])
@csrf.exempt
def message() -> str:
    """Whether a message is ours and was sent to whoever asks; whatever is wrong, one answer."""
    form = MessageForm.from_request(code=request.args.get("code", "")[:LONGEST_CODE])
    if not form.accepted():
        return show("verification/message.html", form=form, asked=False, found=None)
    check_same_origin()
    with transaction():
        found = verify_message(
            form.code.data, form.tail.data, address=client_address(), now=clock.now()
        )
    return show("verification/message.html", form=form, asked=True, found=found)
