"""How much one submission may be. Safety limits: they bound time and memory, and no report known to us comes near."""

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one document, and of all documents of one submission together."""

MAX_DEPTH = 64
"""Elements or containers inside one another; the provider schema needs 6."""

MAX_ELEMENTS = 100_000
"""Elements of an XML document, or values of a JSON document."""

MAX_ATTRIBUTES = 50
"""Attributes of one XML element; the provider schema needs 5."""

MAX_TEXT = 1_000_000
"""Characters of one text. What is longer is no narrative."""
