"""How much one submission may be. Safety limits: they bound time and memory, and no report known to us comes near."""

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one document, and of all documents of one submission together."""

MAX_DEPTH = 64
"""Elements or containers inside one another; the provider schema needs 6."""

MAX_ELEMENTS = 100_000
"""Elements of an XML document, or values of a JSON document."""

MAX_MARKS = 2 * MAX_ELEMENTS + 1_000
"""Signs that begin or part elements, or values, counted before a parser makes each of them an object in memory."""

MAX_ATTRIBUTES = 50
"""Attributes of one XML element; the provider schema needs 5."""

MAX_NAMESPACES = 5_000
"""Declarations of namespaces in an XML document; the provider schema needs one."""

MAX_PEOPLE = 5_000
"""People of one report: each is asked for everything that a person may have, said or not."""

MAX_FILES = 10_000
"""Files that one report lists."""

MAX_NAME = 1_000
"""Characters of the name of an element or a value; the longest of the provider schema has 42."""

MAX_POINTERS = 20_000_000
"""Characters of all pointers of a document together: a long name with many values below it is told once for each."""

MAX_ESCAPES = 1_000_000
"""Signs of plain text that are written as references or escapes. Whoever needs so many hides something."""

MAX_TEXT = 1_000_000
"""Characters of one text. What is longer is no narrative."""

MAX_BUNDLE_BYTES = 4 * 1024**3
"""Bytes of a bundle on disk. It is streamed: only its documents are ever held, one report at a time."""

MAX_BUNDLE_IN_MEMORY = 16 * 1024 * 1024
"""Bytes of a bundle that comes by a form, the machine API or standard input, and so never touches the disk."""

MAX_ENTRIES = 5_000
"""Files in one bundle."""

MAX_ARCHIVES = 100
"""Archives and office documents in one bundle: the name of each is looked for in all that the reports say."""

MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
"""Bytes of a bundle's list of contents, looked at before the list is read: it bounds the memory of reading it."""

UNPACKED_BASE, UNPACKED_TIMES = 48 * 1024 * 1024, 4
"""A bundle may unpack to so many bytes, and to so many times its own size. Photographs and films hardly shrink, and
documents are small; what grows more than that is a bomb."""

PDF_MEMORY = 256 * 1024 * 1024
"""Bytes of memory that reading a PDF may take, in a process of its own."""

PDF_SECONDS = 1
"""Seconds of processor time that it may take, the start of that process (0.1 s) among them."""

PDF_ENOUGH = 0.8
"""Seconds of it after which no further page is begun: what was read until then is given, and that there is more."""

PDF_PAGES = 300
"""Pages that are read of a PDF."""

MAX_ROWS = 50_000
"""Rows of one table."""

MAX_COLUMNS = 200
"""Columns of one table."""
