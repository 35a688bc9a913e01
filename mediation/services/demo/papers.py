"""The evidence of the demo world: small invented papers, kept like anybody's files."""

from importlib.resources import files
from io import BytesIO

from mediation.gateways.files import Stored, receive

FOLDER = files("mediation").joinpath("rules", "world", "files")


def keep_papers() -> dict[str, Stored]:
    """Every paper by its name; their bytes lie on disk before any row speaks of them."""
    kept = {}
    for paper in sorted(FOLDER.iterdir(), key=lambda path: path.name):
        kept[paper.name] = receive(BytesIO(paper.read_bytes()))
    return kept
