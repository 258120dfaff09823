"""Repeatable draws that rest on random() alone, so that no Python release changes them. Imports nothing of ours."""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws; the same name gives the same stream."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(name)

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()

    def below(self, limit: int) -> int:
        """A whole number in [0, limit)."""
        return int(self.unit() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[self.below(len(options))]

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """One of the options, likely as its weight."""
        left = self.unit() * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            left -= weight
            if left < 0:
                return option
        return options[-1]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in a new order."""
        order = list(options)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def poisson(self, rate: float) -> int:
        """A Poisson count, by the product of uniforms (Knuth, TAOCP vol. 2, 3.4.1); meant for rates under 100."""
        floor, product, count = math.exp(-rate), self.unit(), 0
        while product > floor:
            product *= self.unit()
            count += 1
        return count

    def overdispersed(self, rate: float, size: float) -> int:
        """A negative binomial count with mean `rate` and variance rate + rate²/size, as a gamma-mixed Poisson."""
        return self.poisson(self._random.gammavariate(size, rate / size)) if rate > 0 else 0
