"""High-priority suspects: nominated by people for named indicators, reported in immutable runs (34 U.S.C. 21115)."""
