"""Whether a version of the guide may go out: nothing dangling, nothing out of reach."""

from collections.abc import Iterator

from mediation.domain.guide import Guide, Leaf, LeafKind, Question
from mediation.domain.lanes import Lane
from mediation.domain.letters import letter_faults

# Names that the pages need for themselves.
RESERVED = frozenset({"letters"})
REPORTS = frozenset({"threat", "visit", "self_harm"})


def guide_faults(guide: Guide) -> list[str]:
    """What is wrong with the guide, in plain words; empty when it may be used."""
    dangling = list(_dangling(guide))
    if dangling:
        return dangling
    loops = list(_loops(guide))
    if loops:
        return loops
    faults = [
        *_shape(guide),
        *_reach(guide),
        *(fault for leaf in guide.leaves for fault in _leaf_faults(guide, leaf)),
        *_unused(guide),
    ]
    for letter in guide.letters.values():
        faults += letter_faults(letter)
    return faults


def _dangling(guide: Guide) -> Iterator[str]:
    if guide.root not in guide.nodes:
        yield f"the root {guide.root} is no node"
    for question in guide.questions:
        for answer in question.answers:
            if answer.to not in guide.nodes:
                yield f"{question.name}: an answer leads to {answer.to}, which does not exist"


def _loops(guide: Guide) -> Iterator[str]:
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> Iterator[str]:
        if name in path:
            yield f"a circle: {' > '.join((*path[path.index(name) :], name))}"
            return
        node = guide.nodes[name]
        if name not in done and isinstance(node, Question):
            for answer in node.answers:
                yield from walk(answer.to, (*path, name))
        done.add(name)

    for name in guide.nodes:
        yield from walk(name, ())


def _shape(guide: Guide) -> Iterator[str]:
    if not isinstance(guide.nodes[guide.root], Question):
        yield f"the root {guide.root} is no question"
    for name in RESERVED & set(guide.nodes):
        yield f"{name}: the pages need this name for themselves"
    for question in guide.questions:
        ways = [answer.to for answer in question.answers]
        if len(ways) < 2:
            yield f"{question.name}: a question needs two answers at least"
        if len(set(ways)) < len(ways):
            yield f"{question.name}: two answers lead to the same node"
        if len(_depths(guide, question.name)) > 1:
            # Where all ways are equally long, "question 2 of at most 3" is true on each.
            yield f"{question.name}: the ways to this question are not equally long"


def _depths(guide: Guide, name: str) -> set[int]:
    above = guide.parents(name)
    return {1 + depth for parent in above for depth in _depths(guide, parent)} or {1}


def _reach(guide: Guide) -> Iterator[str]:
    reached: set[str] = set()
    waiting = [guide.root]
    while waiting:
        node = guide.nodes[waiting.pop()]
        if node.name not in reached:
            reached.add(node.name)
            if isinstance(node, Question):
                waiting += [answer.to for answer in node.answers]
    for name in guide.nodes:
        if name not in reached:
            yield f"{name}: no answer leads there"
    filed = {leaf.lane for leaf in guide.leaves if leaf.kind is LeafKind.FILE}
    for lane in Lane:
        if lane not in filed:
            yield f"no leaf files in the lane {lane}"
        if lane not in guide.lanes:
            yield f"the lane {lane} does not say what to have at hand"
        if not any(letter.lane is lane for letter in guide.letters.values()):
            yield f"the lane {lane} has no letter"


def _leaf_faults(guide: Guide, leaf: Leaf) -> Iterator[str]:
    owed = {
        LeafKind.DANGER: ("a hotline", leaf.hotlines),
        LeafKind.LETTER: ("a letter", leaf.letter),
        LeafKind.FILE: ("a lane", leaf.lane),
    }
    if leaf.kind in owed and not owed[leaf.kind][1]:
        yield f"{leaf.name}: a {leaf.kind} leaf needs {owed[leaf.kind][0]}"
    if not leaf.steps.zh:
        yield f"{leaf.name}: has no steps"
    if leaf.report and leaf.report not in REPORTS:
        yield f"{leaf.name}: reports {leaf.report}, which is no kind of danger"
    for kind, names, known in (
        ("hotline", leaf.hotlines, guide.hotlines),
        ("statement", leaf.law, guide.law),
        ("list to keep", (leaf.keep,) if leaf.keep else (), guide.keep),
        ("letter", (leaf.letter,) if leaf.letter else (), guide.letters),
    ):
        for name in names:
            if name not in known:
                yield f"{leaf.name}: there is no {kind} {name}"
    letter = guide.letters.get(leaf.letter or "")
    for tick in set(leaf.ticks) - {tick.name for tick in (letter.ticks if letter else ())}:
        yield f"{leaf.name}: its letter has no tick {tick}"


def _unused(guide: Guide) -> Iterator[str]:
    leaves = list(guide.leaves)
    for kind, known, used in (
        ("letter", guide.letters, {leaf.letter for leaf in leaves}),
        ("statement", guide.law, {name for leaf in leaves for name in leaf.law}),
        ("hotline", guide.hotlines, {name for leaf in leaves for name in leaf.hotlines}),
        ("list to keep", guide.keep, {leaf.keep for leaf in leaves}),
    ):
        for name in known:
            if name not in used:
                yield f"the {kind} {name} is used by no leaf"
