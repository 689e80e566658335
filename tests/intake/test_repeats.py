"""That the same bytes came again is kept: when, by which door, from whom."""

from collections.abc import Callable

from nightlight.agencies.models import Agency
from nightlight.intake.models import Channel, Repeat
from tests.conftest import Person
from tests.intake.conftest import Receive, received
from tests.intake.test_receiving import everything


def test_what_comes_for_the_first_time_has_not_come_again(hand_in: Receive) -> None:
    hand_in(received(), received())
    assert not everything(Repeat).exists()


def test_each_further_arrival_is_kept_with_its_door_and_sender(
    hand_in: Receive, agency: Callable[[str], Agency]
) -> None:
    reading = received()
    [first] = hand_in(reading)
    provider = agency("practice-provider")
    assert hand_in(reading, channel=Channel.API, sent_by=provider) == []
    hand_in(received(), reading, reading)
    repeats = list(everything(Repeat).order_by("at", "pk"))
    assert [repeat.submission_id for repeat in repeats] == [first.pk] * 3
    assert [repeat.channel for repeat in repeats] == ["api", "file", "file"]
    assert repeats[0].sent_by == provider


def test_the_second_of_two_alike_in_one_batch_came_again(hand_in: Receive) -> None:
    reading = received()
    [first] = hand_in(reading, received(), reading)[:1]
    assert everything(Repeat).get().submission_id == first.pk


def test_another_agency_does_not_see_that_it_came_again(hand_in: Receive, person: Person) -> None:
    reading = received()
    hand_in(reading, reading)
    assert Repeat.objects.visible_to(person("national", *_desk())).count() == 1
    assert Repeat.objects.visible_to(person("ut", *_desk())).count() == 0


def _desk() -> list[str]:
    return ["analyst"]
