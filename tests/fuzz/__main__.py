"""The command: `python -m tests.fuzz [--seed N] [--count N] [--only N] [WHAT …]`.

The same seed gives the same run. What fails is told with the number of its case, which `--only` runs alone.
"""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Sequence

from .cases import CASES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run random cases; return 0 where all of them held, 1 where some did not."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Random input, and what must hold of it.")
    parser.add_argument("--seed", type=int, help="of an earlier run, to have the same again")
    parser.add_argument("--count", type=int, default=2000, help="cases of each kind (default: %(default)s)")
    parser.add_argument("--only", type=int, help="the number of one case")
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"any of {', '.join(CASES)} (default: all)")
    options = parser.parse_args(arguments)
    if unknown := set(options.what) - set(CASES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    sys.stdout.write(f"seed {seed}\n")
    failures = sum(run(what, seed, options.count, options.only) for what in options.what or CASES)
    return 1 if failures else 0


def run(what: str, seed: int, count: int, only: int | None = None) -> int:
    """Run the cases of a kind, say how many there were, and return how many did not hold."""
    began = time.process_time()
    numbers = range(count) if only is None else [only]
    failures = 0
    for number in numbers:
        dice = random.Random(f"{seed} {what} {number}")  # noqa: S311  # the same case whenever it is asked for
        try:
            CASES[what](dice)
        except Exception:  # whatever it is, it is a finding
            failures += 1
            again = f"python -m tests.fuzz --seed {seed} --only {number} {what}"
            sys.stdout.write(f"{what} {number} does not hold: {again}\n{traceback.format_exc(limit=-3)}\n")
    sys.stdout.write(f"{what}: {len(numbers)} cases, {failures} do not hold, {time.process_time() - began:.1f} s\n")
    return failures


if __name__ == "__main__":
    sys.exit(main())
