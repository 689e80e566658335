import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography.places import DISAGREE, NO_COUNTRY, point_place
from nightlight.geography.pointing import Certainty

SOURCE = "declared by the account holder"


@pytest.mark.parametrize("region", ["CO", "Colorado", "colorado"])
@pytest.mark.parametrize("country", ["US", "USA", "United States", ""])
def test_a_city_and_state_point_to_the_one_county_of_the_city(region: str, country: str) -> None:
    (pointing,) = point_place(city="Boulder", region=region, country=country, source=SOURCE)
    assert (pointing.state, pointing.county, pointing.city) == ("CO", "08013", "Boulder")
    assert pointing.certainty is Certainty.FAIR
    assert pointing.source.startswith(SOURCE)


def test_a_city_in_several_counties_points_to_the_state() -> None:
    (pointing,) = point_place(city="Denver", region="CO", country="US", source=SOURCE)
    assert (pointing.state, pointing.county) == ("CO", "")


def test_a_zip_code_says_more_than_a_city() -> None:
    (pointing,) = point_place(city="Denver", region="CO", postal_code="80202", country="US", source=SOURCE)
    assert pointing.county == "08031"


def test_only_a_verified_place_is_strong() -> None:
    for postal_code in ("", "80302"):
        given_place = {"city": "Boulder", "region": "CO", "postal_code": postal_code, "country": "US"}
        (verified,) = point_place(**given_place, verified=True, source=SOURCE)
        (estimated,) = point_place(**given_place, verified=False, source=SOURCE)
        assert verified.certainty is Certainty.STRONG
        assert estimated.certainty is Certainty.FAIR


def test_a_zip_code_and_a_state_that_disagree_both_point_weakly() -> None:
    pointings = point_place(region="TX", postal_code="80202", country="US", verified=True, source=SOURCE)
    assert [pointing.state for pointing in pointings] == ["CO", "TX"]
    assert {(pointing.certainty, pointing.because) for pointing in pointings} == {(Certainty.WEAK, DISAGREE)}


def test_a_postal_code_alone_is_weak_because_other_countries_use_five_digits_too() -> None:
    (pointing,) = point_place(postal_code="80202", source=SOURCE)
    assert (pointing.certainty, pointing.because) == (Certainty.WEAK, NO_COUNTRY)


def test_another_country_is_never_read_as_a_state() -> None:
    (pointing,) = point_place(city="Toronto", region="CO", postal_code="80202", country="Canada", source=SOURCE)
    assert (pointing.country, pointing.state, pointing.county) == ("CA", "", "")


def test_a_territory_given_as_a_country_is_a_state_here() -> None:
    (pointing,) = point_place(country="GU", source=SOURCE)
    assert (pointing.country, pointing.state, pointing.county) == ("US", "GU", "66010")


@pytest.mark.parametrize("country", ["Atlantis", "?"])
def test_a_country_that_does_not_exist_points_nowhere(country: str) -> None:
    assert point_place(city="Boulder", region="CO", country=country, source=SOURCE) == ()


words = st.text() | st.sampled_from(["CO", "Texas", "80202", "US", "PR", "Boulder", "DE"])


@settings(deadline=None)
@given(words, words, words, words, st.none() | st.booleans())
def test_any_words_point_to_two_places_at_most_and_strongly_only_when_verified(
    city: str, region: str, postal_code: str, country: str, verified: bool | None
) -> None:
    pointings = point_place(
        city=city, region=region, postal_code=postal_code, country=country, verified=verified, source=SOURCE
    )
    assert len(pointings) <= 2
    assert verified or all(pointing.certainty < Certainty.STRONG for pointing in pointings)


@pytest.mark.parametrize(
    ("said", "state", "county"), [("El Paso County", "CO", "08041"), ("orleans parish", "LA", "22071")]
)
def test_a_county_that_is_named_where_a_city_is_asked_for_is_the_county(said: str, state: str, county: str) -> None:
    (pointing,) = point_place(city=said, region=state, country="US", source=SOURCE)
    assert (pointing.state, pointing.county, pointing.city) == (state, county, "")
    assert pointing.certainty is Certainty.FAIR


@pytest.mark.parametrize(("said", "state"), [("Carson City", "NV"), ("Nowhere County", "CO"), ("Denver", "CO")])
def test_what_only_sounds_like_a_county_stays_a_city(said: str, state: str) -> None:
    (pointing,) = point_place(city=said, region=state, country="US", source=SOURCE)
    assert pointing.city == said
