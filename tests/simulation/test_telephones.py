"""Invented telephone numbers are reserved for fiction, valid in form, and given out once."""

import phonenumbers

from nightlight.geography.phones import point_phone
from nightlight.simulation.scenario import load
from nightlight.simulation.telephones import Telephones, area_codes


def test_every_state_of_the_operation_has_an_area_code_and_no_two_share_one() -> None:
    assert set(area_codes()) >= set(load().populations)
    codes = [code for codes in area_codes().values() for code in codes]
    assert len(codes) == len(set(codes))


def test_every_number_is_valid_in_form_and_points_to_its_state() -> None:
    for state in load().populations:
        for code in area_codes()[state]:
            assert phonenumbers.is_valid_number(phonenumbers.parse(f"+1{code}5550100")), code
            assert [pointing.state for pointing in point_phone(f"+1{code}5550100")] == [state]


def test_a_state_gives_each_number_once_and_then_no_more() -> None:
    telephones = Telephones()
    most = 100 * len(area_codes()["CO"])
    given = [telephones.next_in("CO") for _ in range(most)]
    assert len(set(given)) == most
    assert given[:2] == ["+13035550100", "+17195550100"]
    assert telephones.next_in("CO") is None
    assert telephones.next_in("WY") == "+13075550100"
