"""Share of passports that are read right from a photo, by its flaws: ``python -m bench.reading``."""

import argparse
import os
import time
from datetime import date

from bench.reading.passports import Flaws, take

KINDS = {
    "straight, sharp": Flaws(),
    "turned by 5 degrees": Flaws(turn=5),
    "on its side": Flaws(turn=90),
    "upside down": Flaws(turn=180),
    "soft, dark": Flaws(turn=2, blur=1.2, light=0.6),
    "grainy, small": Flaws(turn=-3, noise=60, dots=130, quality=60),
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=10)
    each = asked.parse_args().each
    from pulang.config.environment import load_django

    load_django()
    from pulang.persons.reading.photos import see
    from pulang.persons.reading.zone import find_paper

    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {each} photos of each kind")
    totals = [0, 0, 0]
    for at, (name, flaws) in enumerate(KINDS.items()):
        right = proven = false = 0
        began = time.perf_counter()
        for number in range(each):
            taken = take(1_000 * at + number, flaws)
            found = find_paper(see(taken.content), today=date(2026, 1, 20))
            is_right = found is not None and found.lines == taken.lines
            right += is_right
            if found is not None and found.proven:
                proven += is_right
                false += found.lines[1] != taken.lines[1] if found.lines else 0
        took = (time.perf_counter() - began) / each
        print(
            f"{name:<22} right {right:>3} of {each}, proven and right {proven:>3}, proven but wrong {false}"
            f" in line 2, {took:.1f} s each",
            flush=True,
        )
        totals = [totals[0] + right, totals[1] + proven, totals[2] + false]
    every = each * len(KINDS)
    right, proven = totals[0] / every, totals[1] / every
    print(f"all: right {right:.0%}, proven and right {proven:.0%}, proven but wrong {totals[2]}")


if __name__ == "__main__":
    main()
