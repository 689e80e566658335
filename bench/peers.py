"""Other people's PDQ indexes, where they are installed: the `bench` extra. One thread each."""

import os
from collections.abc import Callable

import numpy as np

from bench.invented_hashes import Digests
from bench.printing import line

DISTANCE = 31
Look = Callable[[bytes], object]


def built(rows: Digests, largest_for_pdqindex: int) -> dict[str, Look]:
    """Build the peers over the same rows; those that are not installed are named and left out."""
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        import faiss  # noqa: PLC0415 - the extra may be absent
        from threatexchange.signal_type.pdq.pdq_index import PDQIndex  # noqa: PLC0415
    except ImportError:
        line("peers", 'absent; `make bench` installs them, or: .venv/bin/uv pip install -e ".[bench]"')
        return {}
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(rows.shape[1] * 8)
    flat.add(rows)
    # faiss means "nearer than", so that 31 is asked for as 32
    found: dict[str, Look] = {
        "faiss IndexBinaryFlat": lambda asked: flat.range_search(np.frombuffer(asked, np.uint8)[None], DISTANCE + 1)
    }
    if len(rows) <= largest_for_pdqindex:
        index = PDQIndex.build((row.tobytes().hex(), number) for number, row in enumerate(rows))
        found["threatexchange PDQIndex"] = lambda asked: index.query(asked.hex())
    return found
