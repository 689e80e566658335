"""Cases, subjects, arrests, charges, dispositions."""
