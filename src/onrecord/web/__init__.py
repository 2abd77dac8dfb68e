"""The pages: a local web app over one Record. What comes in: a `Record`. What goes out: HTML that works without scripts, and
its JSON twin at the same address with ``.json``. The text of a report is the page; every finding is one click from its
exact characters and from the bytes that were kept."""
