"""What the application declares to the queue: kinds of jobs, and how an identity becomes a scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.kit.scope import Scope

if TYPE_CHECKING:
    from app.kit.jobs.models import Job
    from app.kit.jobs.running import Run

Work = Callable[["Run"], Any]
Told = Callable[[Session, "Job"], None]
Rebuild = Callable[[int | None, str], Scope | None]
SHORT, LONG = "short", "long"  # the lanes: what is long never keeps what is short waiting


@dataclass(frozen=True)
class Kind:
    """A kind of job; `every` seconds makes it periodic, `short` lets the reserved worker take it."""

    name: str
    work: Work
    short: bool = False
    every: int = 0


@dataclass
class Registry:
    kinds: dict[str, Kind] = field(default_factory=dict)
    rebuild: Rebuild = lambda _user_id, _identity: None
    platforms: Callable[[], Iterable[int]] = lambda: ()
    zone: Callable[[int], str] = lambda _platform_id: ""
    ended: list[Told] = field(default_factory=list)

    def periodic(self) -> list[Kind]:
        return [kind for kind in self.kinds.values() if kind.every]

    def lane(self, name: str) -> str:
        """The lane of a kind of job."""
        kind = self.kinds.get(name)
        return SHORT if kind and kind.short else LONG

    def short(self) -> list[str]:
        return [kind.name for kind in self.kinds.values() if kind.short]


registry = Registry()


def handler(name: str, *, short: bool = False, every: int = 0) -> Callable[[Work], Work]:
    """Declare the function that does jobs of kind `name`; with `every`, the tick inserts one per platform."""

    def declare(work: Work) -> Work:
        registry.kinds[name] = Kind(name, work, short, every)
        return work

    return declare


def identities(rebuild: Rebuild) -> Rebuild:
    """Declare how (user_id, identity) becomes a scope; None says that the identity has ended."""
    registry.rebuild = rebuild
    return rebuild


def platforms(listing: Callable[[], Iterable[int]]) -> Callable[[], Iterable[int]]:
    """Declare which platforms periodic jobs run for."""
    registry.platforms = listing
    return listing


def zones(zone: Callable[[int], str]) -> Callable[[int], str]:
    """Declare in which zone the periodic jobs of a platform tell days."""
    registry.zone = zone
    return zone


def when_ended(told: Told) -> Told:
    """Call `told` in the transaction that ends a job, or lets it wait for its owner."""
    registry.ended.append(told)
    return told
