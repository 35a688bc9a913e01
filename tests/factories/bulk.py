"""Generated cases by the hundred, for tests of what pages cost."""

import random

from mediation import clock
from mediation.db import WRITE, db
from mediation.jobs.deadlines import set_missing_deadlines
from mediation.services.generation.cases import write_case
from mediation.services.generation.people import gather_cast
from mediation.services.generation.rows import Batch
from mediation.services.generation.stories import Story
from mediation.services.generation.talks import write_talks


def make_many(count, seed=1):
    """Write `count` generated cases and return the people among whom they are spread."""
    cast = gather_cast(cases=count, now=clock.now())
    db.session.commit()
    chance, batch = random.Random(seed), Batch()
    for number in range(count):
        story = Story(cast, chance, clock.now(), place=number / count)
        write_case(story, batch)
        write_talks(story, batch)
    with db.engine.connect().execution_options(**WRITE) as connection, connection.begin():
        batch.write(connection)
    set_missing_deadlines(clock.now())
    return cast
