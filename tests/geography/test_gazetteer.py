import os
from pathlib import Path

from nightlight.geography.editions import CITIES, DATA_SETS, Edition
from nightlight.geography.gazetteer import Gazetteer, gazetteer, geodata_folder, overlays_folder
from nightlight.geography.overlay import demo_ipv6, write_demo_overlay


def test_there_is_one_gazetteer_per_folder(tmp_path: Path) -> None:
    assert gazetteer(tmp_path) is gazetteer(tmp_path)
    assert gazetteer(tmp_path) is not gazetteer(tmp_path / "other")


def test_an_overlay_that_comes_or_goes_is_noticed(tmp_path: Path) -> None:
    here, address = Gazetteer(tmp_path), demo_ipv6("08041", 1)
    assert here.address(address) == ()
    overlay = write_demo_overlay(overlays_folder(tmp_path))
    assert here.address(address)[0].county == "08041"
    overlay.unlink()
    os.utime(overlays_folder(tmp_path))
    assert here.address(address) == ()


def test_numbers_zip_codes_and_places_need_no_fetched_data(bare: Gazetteer) -> None:
    assert bare.phone("+13035550100")[0].state == "CO"
    assert bare.zip_code("80202")[0].county == "08031"
    assert bare.place(city="Boulder", region="CO", source="declared")[0].county == "08013"


def test_absent_data_sets_are_listed_as_absent_with_their_attribution(bare: Gazetteer) -> None:
    absent = [source for source in bare.sources() if not source.is_present]
    assert [source.name for source in absent] == [data_set.name for data_set in DATA_SETS]
    assert absent[0].attribution == "IP Geolocation by DB-IP"
    assert absent[0].link == "https://db-ip.com"


def test_a_damaged_data_set_is_not_opened(tmp_path: Path) -> None:
    folder = geodata_folder(tmp_path) / CITIES.key
    folder.mkdir(parents=True)
    edition = Edition("DB-IP City Lite", CITIES.package, "1", CITIES.licence, "", "", "2026-01-01", {})
    edition.write(folder)
    for name in CITIES.files:
        (folder / name).write_bytes(b"not a data set")
    assert Edition.read(folder) == edition
    assert Gazetteer(tmp_path).address("8.8.8.8") == ()


def test_overlays_are_listed_with_their_faults(tmp_path: Path) -> None:
    folder = overlays_folder(tmp_path)
    write_demo_overlay(folder)
    (folder / "broken.csv").write_text("nothing\n", encoding="utf-8")
    good, bad = Gazetteer(tmp_path).sources()[-2:]
    assert (good.name, good.is_present) == ("demonstration.csv", True)
    assert (bad.name, bad.is_present) == ("broken.csv", False)
    assert "columns" in bad.fault
