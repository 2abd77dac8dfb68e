"""``onrecord evaluate``: the product's scores on anybody's gold, with the errors behind them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from onrecord.errors import UsageError


@click.command()
@click.argument("layers", nargs=-1)
@click.option(
    "--gold", type=click.Path(path_type=Path), default=Path("gold"), show_default=True, help="Folder of gold; for marked text one sub-folder a layer, or the files of one layer."
)
@click.option("--format", "format_", type=click.Choice(["marked", "brat", "onrecord"]), default="marked", show_default=True, help="How the gold is written.")
@click.option("--model", type=click.Choice(["default", "none"]), default="default", show_default=True, help="Use the learned models, or rules only.")
@click.option("--gate", is_flag=True, help="Exit 1 if a layer falls below its floors.json.")
@click.option("--errors", default=0, show_default=True, help="How many errors of each layer to list.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one layer a line.")
def evaluate(layers: tuple[str, ...], gold: Path, format_: str, model: str, gate: bool, errors: int, as_json: bool) -> None:
    """Score the product on gold: precision, recall and F1 by layer.

    LAYERS are those to score; without any, all that the folder has gold for. Gold in brat or in our own JSON Lines is scored
    for attributions.

    \b
    Examples:
      onrecord evaluate timexes --errors 20
      onrecord evaluate --gold corpus/ --format brat
    """
    import time

    from onrecord.api import Settings
    from onrecord.evaluate.gold import floors_of, score_layer
    from onrecord.formats.jsonl import dumps

    settings = Settings(model=model)
    if not gold.exists():
        raise UsageError(f"There is no folder {gold}. Give --gold DIR, a folder of gold.")
    folders = {layer: gold / layer if (gold / layer).is_dir() else gold for layer in layers}
    if not folders:
        folders = {"attributions": gold} if format_ != "marked" else {p.name: p for p in sorted(gold.iterdir()) if p.is_dir() and any(p.glob("*.txt"))}
    if not folders:
        raise UsageError(f"{gold} has no sub-folder with gold. Name the layer: onrecord evaluate LAYER --gold {gold}")
    below = []
    for layer, folder in folders.items():
        began = time.perf_counter()
        if format_ == "marked":
            scores = score_layer(layer, folder, settings=settings)
        else:
            scores = import_module("onrecord.evaluate.attributions").score_folder(folder, format_, settings)
        seconds = time.perf_counter() - began
        if as_json:
            click.echo(dumps({"layer": layer, "seconds": round(seconds, 2), "values": scores.values, "counts": scores.counts}))
        else:
            click.echo(click.style(f"{layer}", bold=True) + f"  ({seconds:.1f} s)")
            for name, value in scores.values.items():
                click.echo(f"  {name:<44} {value:6.3f}  {scores.counts.get(name, '')}".rstrip())
            for miss in scores.misses[:errors]:
                click.echo(f"    {miss.what}: gold {miss.gold!r}, found {miss.found!r}  [{miss.case}] {miss.context}".rstrip())
        name = "floors.json" if model == "default" else f"floors.{model}.json"
        if gate and (folder / name).exists():
            below += scores.below(floors_of(folder, name))
    for line in below:
        click.echo(line, err=True)
    if below:
        raise SystemExit(1)
