"""What people send about themselves: signing in, passwords, name and language."""

from typing import Self

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Email, Option, Password, Phone, Text
from mediation.wording.catalogue import lazy

LONGEST = 1000  # The rules say 256; more is refused there with the right words.

LANGUAGES = (
    Option("zh_CN", "中文", translated=False),
    Option("en", "English", translated=False),
)


class SignInForm(Form):
    email = Email(lazy("E-mail address"), missing=lazy("Write the e-mail address of your account"))
    password = Password(
        lazy("Password"),
        most=LONGEST,
        autocomplete="current-password",
        missing=lazy("Write your password"),
    )


class RegistrationForm(Form):
    name = Text(
        lazy("Your name"),
        hint=lazy("As on your identity card. Your lender sees it only after you agree."),
        most=60,
        width="m",
        autocomplete="name",
        missing=lazy("Write your name"),
    )
    email = Email(
        lazy("E-mail address"),
        hint=lazy("We send a link there. Best use one that nobody else reads."),
        missing=lazy("Write an e-mail address that you can open now"),
    )


class ResetForm(Form):
    email = Email(lazy("E-mail address"), missing=lazy("Write the e-mail address of your account"))


class NewPasswordForm(Form):
    password = Password(
        lazy("New password"),
        most=LONGEST,
        autocomplete="new-password",
        missing=lazy("Write the new password"),
    )


class InvitedForm(NewPasswordForm):
    name = Text(
        lazy("Your name"),
        hint=lazy("As the others of the case shall read it."),
        most=60,
        width="m",
        autocomplete="name",
        missing=lazy("Write your name"),
    )


class JoiningForm(Form):
    password = Password(
        lazy("Your present password"),
        hint=lazy("You have an account already; your password shows that the invitation is yours."),
        most=LONGEST,
        autocomplete="current-password",
        missing=lazy("Write your password"),
    )


class PasswordChangeForm(Form):
    present = Password(
        lazy("Present password"),
        most=LONGEST,
        autocomplete="current-password",
        missing=lazy("Write the password that you use now"),
    )
    password = Password(
        lazy("New password"),
        most=LONGEST,
        autocomplete="new-password",
        missing=lazy("Write the new password"),
    )


class AccountForm(Form):
    name = Text(
        lazy("Your name"), most=60, width="m", autocomplete="name", missing=lazy("Write your name")
    )
    locale = Choice(lazy("Language of pages and mails"), options=LANGUAGES, as_list=True, width="m")
    phone = Phone(
        lazy("Mobile number for urgent texts"),
        hint=lazy("Reports of danger come there while you are on duty; nothing else does."),
        mobile=True,
        optional=True,
    )

    def keep_to(self, *, works_here: bool) -> Self:
        """Ask for a number only of those who may be on duty."""
        if not works_here:
            del self.phone
        return self
