"""Invented Internet addresses, each given out once, in the ranges reserved for documentation and benchmarks."""

from collections import Counter
from random import Random

from nightlight.geography.overlay import demo_ipv4, demo_ipv6

# Few, because a mobile carrier's address is shared and tells little about a place.
IPV4_SHARE = 0.12
IPV4_PER_COUNTY = 30


class Addresses:
    """Gives out the demonstration addresses of each county: sometimes IPv4 while the few there are last, else IPv6."""

    def __init__(self) -> None:
        self._ipv4: Counter[str] = Counter()
        self._ipv6: Counter[str] = Counter()

    def next_in(self, fips: str, dice: Random) -> str:
        """Return an address not given out before that the demonstration overlay places in the county."""
        if dice.random() < IPV4_SHARE and self._ipv4[fips] < IPV4_PER_COUNTY:
            self._ipv4[fips] += 1
            return demo_ipv4(fips, self._ipv4[fips])
        self._ipv6[fips] += 1
        return demo_ipv6(fips, self._ipv6[fips])
