"""Only allowed files are copied out of the packages."""

from pathlib import Path

from nightlight.web.assets_list import FONTS, collect


def test_allowed_fonts_are_copied_and_nothing_else(tmp_path: Path) -> None:
    packages, target = tmp_path / "packages", tmp_path / "assets"
    for source in FONTS:
        (packages / source).parent.mkdir(parents=True, exist_ok=True)
        (packages / source).write_bytes(b"font")
    (packages / source).with_name("other.woff2").write_bytes(b"other")
    assert {path.relative_to(target).as_posix() for path in collect(packages, target)} == set(FONTS.values())
    assert sum(path.is_file() for path in target.rglob("*")) == len(FONTS)


def test_packages_that_are_not_installed_are_left_out(tmp_path: Path) -> None:
    assert collect(tmp_path / "nothing", tmp_path / "assets") == []
    assert not (tmp_path / "assets").exists()
