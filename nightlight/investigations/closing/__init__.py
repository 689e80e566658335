"""Which reports the rules suggest to close. Rules suggest; a person closes."""
