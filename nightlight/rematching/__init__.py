"""When lists of known hashes change, the reports that are here already are matched against them again."""
