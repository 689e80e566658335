"""The catalogue counts what holds, whatever was changed, taken back or withdrawn."""

from collections.abc import Callable

from nightlight.accounts.models import User
from nightlight.hashes.actions import withdraw_entries, withdraw_import
from nightlight.hashes.catalogue import lists_for
from nightlight.hashes.models import HashList, ListedHash
from tests.hashes.conftest import Bring, medium, vics
from tests.hashes.formats.test_ncmec_xml import DELETED, IMAGE, page


def test_the_number_of_entries_is_that_of_those_that_hold(bring: Bring, coordinator: User, hash_list: HashList) -> None:
    video = IMAGE.replace("image>", "video>").replace("<image", "<video").replace("image1", "video9")
    steps: list[Callable[[], object]] = [
        lambda: bring(vics([medium(number) for number in range(1, 6)])),
        lambda: bring(vics([medium(1), medium(2, Category=4), medium(6), {**medium(7), "MediaID": 6}, {"MediaID": 8}])),
        lambda: bring(page(video)),
        lambda: bring(page(DELETED)),
        lambda: withdraw_entries(hash_list, by=coordinator, source_ids=["3"], because="Sample reason"),
    ]
    for step in steps:
        step()
        assert shown(coordinator) == holding(coordinator)
    first = hash_list.imports.get_queryset().unscoped(because="test").get(number=1)  # type: ignore[attr-defined]  # sealed
    withdraw_import(first, by=coordinator, because="Sample reason")
    assert shown(coordinator) == holding(coordinator) == 4


def shown(by: User) -> int:
    [read] = lists_for(by)
    return read.entries


def holding(by: User) -> int:
    return ListedHash.objects.visible_to(by).standing().count()
