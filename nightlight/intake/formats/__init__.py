"""One module per inbound format: bytes in, a typed value out, no database."""
