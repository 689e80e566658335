"""Which files of which packages are served: an allow-list, copied from node_modules into `assets/`.

Run as `python -m nightlight.web.assets_list [NODE_MODULES [TARGET]]` after the packages are installed.
"""

import shutil
import sys
from pathlib import Path

from nightlight.geography import atlas

MAP = ("us-atlas/states-albers-10m.json", "states-map.json")
FONTS = {
    "@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2": "fonts/public-sans.woff2",
    "@fontsource/roboto-mono/files/roboto-mono-latin-400-normal.woff2": "fonts/roboto-mono-400.woff2",
    "@fontsource/roboto-mono/files/roboto-mono-latin-600-normal.woff2": "fonts/roboto-mono-600.woff2",
}
ASSETS = Path(__file__).resolve().parent / "assets"


def collect(node_modules: Path, target: Path) -> list[Path]:
    """Copy the allowed fonts that are installed and draw the map; return what was written.

    A package that is not installed is left out: pages fall back to the system's fonts, and the map to its table.
    """
    written = []
    for source, name in FONTS.items():
        if (node_modules / source).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            written.append(Path(shutil.copyfile(node_modules / source, target / name)))
    source, name = MAP
    if (node_modules / source).is_file():
        target.mkdir(parents=True, exist_ok=True)
        atlas.build(node_modules / source, target / name)
        written.append(target / name)
    return written


def main(arguments: list[str]) -> None:
    """Collect from and to the folders given, or from ./node_modules to the package's own assets."""
    node_modules = Path(arguments[0]) if arguments else Path("node_modules")
    target = Path(arguments[1]) if len(arguments) > 1 else ASSETS
    for path in collect(node_modules, target):
        sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
