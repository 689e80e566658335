"""Reading a large hash set: how fast, and whether memory stays flat.

`python -m bench.hash_reading`; BENCH_SET_MB sets the size of the set (default 200), made in a temporary folder.
"""

import json
import os
import resource
import tempfile
import time
from pathlib import Path

from bench.hash_lookups import md5, pdq
from bench.printing import line
from nightlight.hashes.formats.reading import opened

SIZE = int(os.environ.get("BENCH_SET_MB", "200")) * 1_000_000
CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"


def main() -> None:
    """Read a small set and a large one."""
    with tempfile.TemporaryDirectory(prefix="nightlight-bench-") as folder:
        for size in (SIZE // 10, SIZE):
            path = Path(folder) / f"{size}.json"
            _make(path, size)
            began = time.process_time()
            with path.open("rb") as raw:
                count = sum(1 for _ in opened(raw).records())
            seconds = time.process_time() - began
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rate = f"{count:,} records, {count / seconds:,.0f} and {size / seconds / 1e6:.1f} MB a second of CPU"
            line(f"VICS of {size // 1_000_000} MB, read once", f"{rate}; at most {most:,.0f} MiB until now")


def _make(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"@odata.context": "{CONTEXT}", "value": [')
        number = 0
        while file.tell() < size:
            number += 1
            said = {"MediaID": number, "MD5": md5(number).upper(), "Category": 1, "PhotoDNA": "A" * 192}
            hashes = [{"HashName": "PDQ", "HashValue": f"{pdq(number):064x}"}]
            record = json.dumps({**said, "AlternativeHashes": hashes, "VictimIdentified": "false"})
            file.write(("," if number > 1 else "") + record)
        file.write("]}")


if __name__ == "__main__":
    main()
