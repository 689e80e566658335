"""One module for each format in which lists of known hashes come: a stream in, typed values out, no database."""
