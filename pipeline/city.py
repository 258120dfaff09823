"""The city that an office looks after, as a frozen record handed in by the shell. Imports nothing of ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """One district: residents are persons (0 where unknown); streets, roads, rivers and landmarks are names in it.

    A road or river that several districts name tells none of them.
    """

    name: str
    residents: int = 0
    aliases: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    rivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class City:
    """A city by name; `anonymised` says that places are codes, so that no text is refused for naming another city.

    `roads` and `rivers` are those of which no district is said; `road_classes` are the roads that an office puts under
    each rule, by the rule's name (严管, 严控, 规范).
    """

    name: str
    province: str
    bureau: str
    districts: tuple[District, ...] = ()
    aliases: tuple[str, ...] = ()
    anonymised: bool = False
    fictional: bool = False
    roads: tuple[str, ...] = ()
    rivers: tuple[str, ...] = ()
    road_classes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def residents(self) -> int:
        """All residents, 0 where those of a district are not known."""
        known = [district.residents for district in self.districts]
        return sum(known) if all(known) else 0

    def road_class(self, road: str) -> str:
        """The rule that a road stands under, "" where it stands under none."""
        return next((name for name, roads in self.road_classes if road in roads), "")
