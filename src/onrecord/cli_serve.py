"""``onrecord serve``: the pages over a record, on this machine."""

from __future__ import annotations

import os

import click

from onrecord.errors import UsageError


@click.command()
@click.option("--db", envvar="ONRECORD_DB", required=True, type=click.Path(dir_okay=False), help="The record's file.")
@click.option("--port", default=8765, show_default=True, help="Port; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; keep it local.")
@click.option("--judge", is_flag=True, help="Let whoever holds the printed address judge.")
@click.option("--open", "open_browser", is_flag=True, help="Open the first page in a browser.")
def serve(db: str, port: int, host: str, judge: bool, open_browser: bool) -> None:
    """Read, check and judge a record in a browser. Nothing leaves this machine.

    \b
    Examples:
      onrecord serve --db city.db
      onrecord serve --db city.db --judge --port 8800
    """
    import socket

    import uvicorn

    from onrecord.web.app import create_app

    if not os.path.exists(db):
        raise UsageError(f"There is no record {db}. Make one with: onrecord add FILE… --db {db}")
    app = create_app(db, judge=judge, hosts=(host,))
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise UsageError(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --port.") from error
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listener.getsockname()[1]}/" + (f"?token={app.state.site.token}" if judge else "")
    click.echo(f"Serving {db} at {address}  (Ctrl-C stops)", err=True)
    if open_browser:
        click.launch(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
