"""Change points of a count series: where its level moved for good. Imports nothing of ours."""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A level shorter than this is a burst, which the alerts find.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The index of the first bin on the new level, and the mean counts before and after."""

    position: int
    before: float
    after: float


def change_points(counts: "NDArray[np.int64]") -> list[ChangePoint]:
    """Moves of the level of `counts` (n bins, oldest first), by PELT on the variance-stabilised counts.

    Killick, Fearnhead & Eckley 2012, JASA 107, 1590-1598, by `ruptures`. 2*sqrt(x + 3/8) has variance 1 for any
    Poisson mean (Anscombe 1948), so one penalty serves all series; it is 3 log n times the dispersion, estimated
    from differences of neighbours, which a few moves of the level leave alone.
    """
    import numpy as np
    import ruptures

    if len(counts) < 2 * SHORTEST:
        return []
    signal = 2 * np.sqrt(counts + 0.375)
    # The median of squared normal differences of variance 2 is 0.91.
    dispersion = max(1.0, float(np.median(np.diff(signal) ** 2)) / 0.91)
    penalty = 3 * np.log(len(counts)) * dispersion
    # The linear kernel's cost is that of squared distances to the mean, and its search is compiled.
    ends = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST).fit(signal[:, None]).predict(pen=penalty)
    bounds = [0, *(int(end) for end in ends)]
    levels = [float(counts[a:b].mean()) for a, b in itertools.pairwise(bounds)]
    return [ChangePoint(*found) for found in zip(bounds[1:-1], levels, levels[1:], strict=False)]
