"""Full assessments per second on one core: ``python -m bench.identification``.

Measures ``assess`` on answers that were read, over a fixed mix of cases from hardly asked to fully asked. The
clock is processor time, so that a busy machine does not count.
"""

import random
import time

from pulang.identification.answers import Answer, Submission
from pulang.identification.instruments import load_instrument
from pulang.identification.scoring import ADULT, CHILD, assess

CASES, SECONDS = 2_000, 3.0


def cases(seed: int = 7) -> list[Submission]:
    """Adults and children, from hardly asked to fully asked; a third have evidence of forced crime."""
    chance = random.Random(seed)
    made = []
    for n in range(CASES):
        age = 16 if n % 5 == 0 else 30
        ids = [i.id for i in load_instrument(CHILD if age < 18 else ADULT).indicators]
        asked, present = chance.random(), chance.random()
        answers = {
            i: Answer.YES if chance.random() < present else Answer.NO for i in ids if chance.random() < asked
        }
        evidence = {"CD05": ("written_orders",)} if n % 3 == 0 else {}
        made.append(Submission(age=age, act=n % 4 > 0, answers=answers, evidence=evidence))
    return made


def main() -> None:
    made = cases()
    for told in made:
        assess(told)
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < SECONDS:
        for told in made:
            assess(told)
        done += len(made)
    print(f"{done / spent:,.0f} full assessments a second on one core ({done:,} in {spent:.1f} s)")


if __name__ == "__main__":
    main()
