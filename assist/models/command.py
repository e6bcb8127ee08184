"""``assist models list | fetch | import | export``."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from assist.models.carrying import export_model, import_model
from assist.models.checksums import NAME, broken
from assist.soundcheck.stock import OFFERED
from assist.speech.weights import MODELS_FOLDER, REPOSITORIES, fetch_weights, local_weights


def run(options: argparse.Namespace) -> int:
    """Do it; 2 where a listed model is damaged."""
    match options.action:
        case "list":
            return _list(as_json=options.json, check=options.check)
        case "fetch":
            folder = fetch_weights(options.name)
        case "import":
            folder = import_model(options.folder, options.name, MODELS_FOLDER, _bar("importing"))
            sys.stdout.write(f"Use it with --set speech.model={folder.name}\n")
        case _:
            folder = export_model(options.name, options.folder, _bar("exporting"))
    sys.stdout.write(f"{folder}\n")
    return 0


def _list(*, as_json: bool, check: bool) -> int:
    rows = [_row(name, check=check) for name in _names()]
    for row in rows:
        sys.stdout.write(json.dumps(row) + "\n" if as_json else _told(row))
    return 2 if any(row["broken"] for row in rows) else 0


def _names() -> list[str]:
    imported = {path.name for path in MODELS_FOLDER.glob("*") if path.is_dir() and path.suffix != ".part"}
    here = {name for name in REPOSITORIES if local_weights(name)}
    return sorted(imported | here | set(OFFERED))


def _row(name: str, *, check: bool) -> dict[str, Any]:
    folder = local_weights(name)
    if folder is None:
        return {"name": name, "here": False, "megabytes": OFFERED.get(name), "folder": "", "checked": "", "broken": []}
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
    listed = (folder / NAME).is_file()
    damaged = broken(folder) if check else []
    state = ("damaged" if damaged else "sound") if check and listed else ("not checked" if listed else "no checksums")
    return {
        "name": name,
        "here": True,
        "megabytes": round(size / 1e6),
        "folder": str(folder),
        "checked": state,
        "broken": damaged,
    }


def _told(row: dict[str, Any]) -> str:
    if not row["here"]:
        return f"{row['name']:<18} not here; {row['megabytes']} MB to fetch\n"
    damage = f": {', '.join(row['broken'])}; import or fetch it again" if row["broken"] else ""
    return f"{row['name']:<18} {row['megabytes']:>5} MB  {row['checked']}{damage}  {row['folder']}\n"


def _bar(words: str) -> Any:
    """Draws on stderr how far a copy is."""

    def tell(done: int, total: int) -> None:
        sys.stderr.write(f"\r{words} {round(100 * done / max(1, total)):3d} %" + ("\n" if done >= total else ""))
        sys.stderr.flush()

    return tell
