"""The city that an office looks after, as a frozen record handed in by the shell. Imports nothing of ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """One district: residents are persons (0 where unknown); streets, roads and landmarks are names in it."""

    name: str
    residents: int = 0
    aliases: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class City:
    """A city by name; `anonymised` says that places are codes, so that no text is refused for naming another city."""

    name: str
    province: str
    bureau: str
    districts: tuple[District, ...] = ()
    aliases: tuple[str, ...] = ()
    anonymised: bool = False
    fictional: bool = False
