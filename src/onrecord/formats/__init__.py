"""One `write_*`/`read_*` pair a format; each module says in ``LOSES`` what the format cannot hold."""
