"""What a company says of a complaint that reached it: its own number, and on which day."""

from datetime import date

from mediation.domain.errors import Refused


def check_receipt(number: str, received_on: date | None, *, passed_on: date, today: date) -> None:
    """A number or a day; no day before the complaint was passed on, and none to come.

    The day moves no clock: the complaint lay open to the company from the day of passing on, and
    nobody's time may depend on when somebody else opens what they were sent.
    """
    if not number.strip() and received_on is None:
        raise Refused("receipt_empty")
    if received_on is not None and received_on < passed_on:
        raise Refused("received_before_passing", day=passed_on)
    if received_on is not None and received_on > today:
        raise Refused("received_in_future", day=today)
