"""llama.cpp's side: replays recorded work with llama-cpp-python, in its own environment.

Run as `python -m benchmarks.race.llama_side WEIGHTS THREADS`. It says `{"ready": …}` and then,
for each path of recorded work on its standard input, prints one line of JSON: the seconds by
stage, and how often it would have written the same.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

# In an environment of its own, which the type checker does not see.
import llama_cpp  # type: ignore[import-not-found, unused-ignore]

from benchmarks.race.replay import serve

#: As much as the longest window and its answer take.
_CONTEXT = 4096
#: What it reads at once, as is its default.
_BATCH = 512


class Llama:
    """llama.cpp with its own cache of what was read; implements `Machine`."""

    def __init__(self, weights: Path, threads: int) -> None:
        self._llama = llama_cpp.Llama(
            str(weights),
            n_ctx=_CONTEXT,
            n_batch=_BATCH,
            # By default it writes with half of the cores.
            n_threads=threads,
            n_threads_batch=threads,
            verbose=False,
        )

    def keep(self, count: int) -> None:
        """Forget all but the first `count` tokens."""
        # `eval` removes from the cache what lies beyond, as `generate` has it do.
        self._llama.n_tokens = count

    def read(self, tokens: Sequence[int]) -> None:
        """Read on."""
        self._llama.eval(tokens)

    def choose(self) -> int:
        """Return the likeliest next token."""
        return int(self._llama.sample(temp=0.0))


def main() -> None:
    """Replay what is named on standard input, until it ends."""
    started = time.perf_counter()
    machine = Llama(Path(sys.argv[1]), int(sys.argv[2]))
    about = {
        "ready": time.perf_counter() - started,
        "version": llama_cpp.__version__,
        "built_for": llama_cpp.llama_print_system_info().decode(),
    }
    serve(machine, about, sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
