"""The suite's fixtures, and how to run and use them.

    pytest                             everything, on SQLite and on PostgreSQL
    pytest --database sqlite           everything that touches a database, on one of them
    pytest -n 2                        in two processes, each with databases of its own
    MEDIATION_CI=1 pytest              nothing may skip: a skip is a failure

What touches no database (`tests/domain/`, `tests/architecture/`) asks for none of these and runs
once. What asks for any of the following runs once on each database, named in its id:

    app          the application, made once a run, with cheap password hashes and no mail server
    session      the database session of the test, inside an application context
    runner       runs commands: `runner("history", "verify").exit_code`
    client       a visitor; each request runs in a context of its own, as on a server
    client_of    a client signed in: `client_of(account)`, `client_of(actor)` or
                 `client_of("mediator@demo.example")`
    outbox       sends what waits, quiet hours or not, and lists all that was sent:
                 `outbox()[-1].code`, `.path`
    instance     the folder of what the application keeps

A real browser on the product as it is really run, for `tests/journeys/`:

    demo         the address of a served demo world, one for the run
    visit        open a window: `visit(demo)` a phone in Chinese, or
                 `visit(demo, locale="en-GB", viewport=DESK)`; script errors fail the test

These stand without a database, the first two always and without being asked for:

    clock        frozen at `NOON`, a working Wednesday; `clock.advance(timedelta(days=3))`
    (network)    whatever leaves this machine fails
    now          the frozen moment, to hand to a verb

Verbs are judged as the program runs them, in transactions that commit. After each test the
database and the folder are put back as they were after the migrations: about 3 ms on either.
So a test may commit, run threads, or delete what it likes, and need not tidy up.

A test about one database alone is marked `@pytest.mark.sqlite` or `@pytest.mark.postgresql`.
Factories are imported by name: `from tests.factories.accounts import make_officer`.
"""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediation import clock as program_clock
from mediation.db import db
from mediation.jobs.notices import deliver_notices
from tests.world import browser as world_browser
from tests.world import network, scratch
from tests.world.application import Application
from tests.world.databases import KINDS, stop_server
from tests.world.doors import Client, Commands, settle
from tests.world.outbox import letters_in
from tests.world.served import served
from tests.world.strictness import Strictness

# What was written in quiet hours, or waits for its like, has left by then.
QUIET = timedelta(days=15)
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # Wednesday, 12:00 in Shanghai.


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=[*KINDS, "both"],
        default="both",
        help="which database the suite runs on",
    )


def pytest_configure(config):
    config.pluginmanager.register(Strictness())
    if not hasattr(config, "workerinput"):
        scratch.make()


def pytest_unconfigure(config):
    stop_server()
    if not hasattr(config, "workerinput"):
        scratch.remove()


def pytest_generate_tests(metafunc):
    """Whatever touches the application runs once on each database that is asked for."""
    if "application" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--database")
        marked = [kind for kind in KINDS if metafunc.definition.get_closest_marker(kind)]
        kinds = [kind for kind in marked or KINDS if wanted in {kind, "both"}]
        metafunc.parametrize("application", kinds, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
    # The longest first, so that of several processes none waits for another at the end.
    items.sort(key=lambda item: "journeys" not in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def _network():
    with pytest.MonkeyPatch.context() as patch:
        network.refuse_outside(patch)
        yield


@pytest.fixture(autouse=True)
def clock():
    """The program's clock, frozen; `clock.advance(...)` moves it."""
    with program_clock.frozen_at(NOON):
        yield program_clock


@pytest.fixture
def now(clock):
    return clock.now()


@pytest.fixture(scope="session")
def application(request):
    """The application with its database and folder, on the database named by the test's id."""
    made = Application(request.param)
    yield made
    made.close()


@pytest.fixture
def app(application):
    """The application; whatever the test leaves behind is gone afterwards."""
    yield application.app
    application.restore()


@pytest.fixture
def session(app):
    """The test's own database session, in an application context."""
    with app.app_context():
        yield db.session


@pytest.fixture
def instance(app):
    """The folder of what the application keeps."""
    return Path(app.instance_path)


@pytest.fixture
def client(app):
    """A visitor who has not signed in."""
    return Client(app, app.response_class)


@pytest.fixture
def client_of(app, session):
    """Make a client signed in as an account, an actor, an address, or the visitor of a case."""

    def signed_in(who):
        return Client(app, app.response_class).sign_in(who)

    return signed_in


@pytest.fixture
def outbox(app, instance):
    """Send what waits; every mail and text message so far, oldest first."""

    def sent():
        settle()
        with app.app_context():
            deliver_notices(program_clock.now())
            deliver_notices(program_clock.now() + QUIET)
        return letters_in(instance / "outbox")

    return sent


@pytest.fixture
def runner(app):
    """Run a command on the application, as `mediation` does; its exit code and its output."""
    return Commands(app)


@pytest.fixture(scope="session")
def browser():
    """A Chromium; tests that ask for it are skipped where there is none, but not in CI."""
    with world_browser.chromium() as running:
        yield running


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """Where the demo world lies; its letters are in instance/outbox/."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo(demo_folder):
    """The address of the demo world, served as `mediation serve --demo` serves it."""
    with served(demo_folder, "--demo") as address:
        yield address


@pytest.fixture
def visit(browser):
    """Open a window on an address: `visit(demo, locale="en-GB", viewport=DESK)`."""
    with ExitStack() as windows:
        yield lambda address, **options: windows.enter_context(
            world_browser.visitor(browser, address, **options)
        )
