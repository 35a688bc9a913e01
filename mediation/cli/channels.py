"""What `mediation doctor` finds of mails and text messages: are they set, does anybody answer."""

import smtplib
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask

from mediation.cli.findings import HERE, Soon
from mediation.gateways import aliyun
from mediation.gateways.calls import reach
from mediation.gateways.mail import Server, connect
from mediation.gateways.sms import Gateway, gateway_of

PATIENCE = 5


def mail(app: Flask) -> Iterator[str]:
    """Whether mails leave, and whether their server takes them."""
    url = app.config["MAIL_URL"]
    if not url:
        if _is_public(app):
            yield (
                "MAIL_URL is not set, so nobody receives mail: "
                "it stays in instance/outbox/, readable"
            )
        return
    try:
        server = Server.of(url)
    except ValueError as wrong:
        yield f"MAIL_URL is no address of a mail server ({wrong}); write smtp://name:password@host"
        return
    yield from _mail_server(server)


def _mail_server(server: Server) -> Iterator[str]:
    """An open line is all that is tried: no mail is sent."""
    place = f"{server.host}:{server.port}"
    try:
        connect(server, "localhost", PATIENCE).close()
    except smtplib.SMTPAuthenticationError:
        yield f"{place} refuses the name or the password in MAIL_URL"
    except smtplib.SMTPNotSupportedError:
        yield f"{place} offers no encryption, so no password is sent to it; use smtps:// or another"
    except ssl.SSLCertVerificationError:
        yield f"the certificate of {place} is not one that this machine trusts, or is another's"
    except OSError as failure:
        yield (
            f"no mail server answers at {place} ({type(failure).__name__}); "
            "mails wait until one does"
        )


def text_messages(app: Flask) -> Iterator[str]:
    """Whether text messages leave, and whether their gateway is there."""
    url = app.config["SMS_URL"]
    if not url:
        if _is_public(app):
            yield Soon(
                "SMS_URL is not set, so nobody receives text messages: they stay in "
                "instance/outbox/, and whoever left only a number hears nothing"
            )
        return
    try:
        gateway = gateway_of(url)
    except ValueError as wrong:
        yield f"SMS_URL names no gateway: {wrong}"
        return
    yield from _sms_gateway(gateway)


def _sms_gateway(gateway: Gateway | aliyun.Gateway) -> Iterator[str]:
    """An open line is all that is tried: no message is sent, and none is paid for."""
    url = gateway.url if isinstance(gateway, Gateway) else f"https://{gateway.host}"
    place = urlsplit(url)
    if place.scheme == "http" and place.hostname not in HERE:
        yield "SMS_URL is http, so numbers and codes travel in the open; use https"
    try:
        reach(url, patience=PATIENCE)
    except ssl.SSLCertVerificationError:
        yield f"the certificate of {place.hostname} is not one that this machine trusts"
    except OSError as failure:
        yield (
            f"no gateway answers at {place.hostname} ({type(failure).__name__}); "
            "text messages wait until one does"
        )


def _is_public(app: Flask) -> bool:
    return urlsplit(app.config["BASE_URL"]).hostname not in HERE
