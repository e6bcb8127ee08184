"""The ``phrasebank`` command. Heavy imports stay inside the command that needs them: ``stats`` answers at once."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from phrasebank import experiment, release, teach
from phrasebank.bank import Bank, bundled_folder, load_bank
from phrasebank.coverage import NO_NEED, Coverage, load_wanted
from phrasebank.errors import PhrasebankError, UsageError
from phrasebank.evaluation.options import add_options
from phrasebank.review import ReviewFile, by_phrase, user_review
from phrasebank.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from phrasebank.index import Hit


class _Parser(argparse.ArgumentParser):
    """Wrong use is one sentence, like every other error."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing a page."""
        raise UsageError(f"{self.prog}: {message}; see '{self.prog} --help'.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0; 2 for wrong use, bad input, or a bank with errors. Nothing but `SystemExit` of ``--help`` is raised.
    """
    try:
        chosen = _parser().parse_args(arguments)
        code: int = chosen.run(chosen)
    except PhrasebankError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        sys.stderr.close()
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="phrasebank", description="The bank of empathy statements: check it, search it, count it.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    check = _command(commands, "check", _check, "check every phrase against the wording rules")
    check.add_argument("folder", nargs="?", type=Path, help="a folder of phrase files; the bundled bank by default")
    check.add_argument("--coverage", action="store_true", help="only count the phrases for each feeling and need")

    search = _command(commands, "search", _search, "find phrases for what a customer says")
    search.add_argument("text", help="the customer's words")
    search.add_argument("--emotion", help="how the customer feels; read from the words by default")
    search.add_argument("--need", action="append", default=[], help="what the customer needs; may be repeated")
    search.add_argument("--phase", default="resolution", help="part of the call (default: resolution)")
    search.add_argument("--limit", type=int, default=5, help="how many phrases (default: 5)")
    search.add_argument("--folder", type=Path, help="a folder of phrase files; the bundled bank by default")

    stats = _command(commands, "stats", _stats, "count the phrases by status and by each of their tags")
    stats.add_argument("folder", nargs="?", type=Path, help="a folder of phrase files; the bundled bank by default")

    review = _command(commands, "review", _review, 'list the words to which agents said "not this"')
    review.add_argument("file", nargs="?", type=Path, help="the file of objections; the user's own by default")

    teach.add_options(_command(commands, "teach", teach.run, "correct how utterances are read"))
    experiment.add_options(_command(commands, "experiment", None, "compare two wordings in half of the calls each"))
    export = _command(commands, "export", _export, "write the bank to a table or file (.csv, .xlsx, .yaml, .json)")
    export.add_argument("file", type=Path, metavar="FILE", help="what to write; its ending tells the format")
    export.add_argument(
        "--folder", type=Path, metavar="BANK", help="a folder of phrase files; default: the bundled bank"
    )
    export.add_argument("--pack", action="append", help="only the phrases of this pack; may be repeated")

    bring = _command(commands, "import", _import, "show what a table or file would change in the bank, and change it")
    bring.add_argument("file", type=Path, metavar="FILE", help="what to read (.csv, .xlsx, .yaml, .json)")
    bring.add_argument("--into", type=Path, metavar="FOLDER", help="the bank to change; default: the bundled bank")
    bring.add_argument("--apply", action="store_true", help="write the changes; without it they are only shown")

    release.add_release_options(_command(commands, "release", release.run_release, "publish what is approved"))
    release.add_rollback_options(_command(commands, "rollback", release.run_rollback, "publish an older release again"))
    release.add_audit_options(_command(commands, "audit", release.run_audit, "who did what, when and why"))
    add_options(_command(commands, "evaluate", _evaluate, "show how well the call is read and the words are chosen"))
    return parser


def _command(commands: Any, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.add_argument("--json", action="store_true", help="print JSON for a program")
    command.set_defaults(run=run)
    return command


def _check(chosen: argparse.Namespace) -> int:
    bank = load_bank(chosen.folder)
    if chosen.coverage:
        return _coverage(bank, chosen.json)
    from phrasebank.checks import check_bank  # noqa: PLC0415
    from phrasebank.encoder import CachedEncoder, open_encoder  # noqa: PLC0415

    findings = check_bank(bank, CachedEncoder(open_encoder()), str(chosen.folder or bundled_folder()))
    errors = sum(finding.level == "error" for finding in findings)
    if chosen.json:
        for finding in findings:
            row = {"file": finding.origin.file, "line": finding.origin.line, "phrase": finding.phrase_id}
            _print_json({**row, "rule": finding.rule, "level": finding.level, "mend": finding.mend})
    else:
        sys.stdout.writelines(f"{finding}\n" for finding in findings)
        sys.stdout.write(f"{len(bank)} phrases, {errors} errors, {len(findings) - errors} notes\n")
    return 2 if errors else 0


def _coverage(bank: Bank, as_json: bool) -> int:
    coverage, wanted = Coverage(bank), load_wanted()
    holes = list(coverage.holes(wanted))
    if as_json:
        for emotion in load_taxonomy().emotion_ids:
            counts = {need: coverage.count(emotion, need) for need in (*load_taxonomy().need_ids, NO_NEED)}
            _print_json({"emotion": emotion, "counts": counts})
        for hole in holes:
            _print_json({"rule": hole.rule, "moment": hole.moment, "found": hole.found, "wanted": hole.wanted})
        return 0
    sys.stdout.write(coverage.table(wanted))
    sys.stdout.writelines(f"{hole.rule}: {hole}\n" for hole in holes)
    sys.stdout.write(f"{len(holes)} holes\n")
    return 0


def _search(chosen: argparse.Namespace) -> int:
    _check_search(chosen)
    bank = load_bank(chosen.folder)
    from phrasebank.encoder import CachedEncoder, open_encoder  # noqa: PLC0415
    from phrasebank.heads import load_heads  # noqa: PLC0415
    from phrasebank.index import PhraseIndex  # noqa: PLC0415

    encoder = open_encoder()
    features = encoder.features([chosen.text])
    emotion, needs = chosen.emotion, chosen.need
    if emotion is None or not needs:
        heads = load_heads(encoder=encoder.fingerprint)
        reading = heads.read(features)
        emotion, needs = emotion or heads.emotion(reading), needs or heads.needs(reading)
    index = PhraseIndex(bank, CachedEncoder(encoder))
    hits = index.search(
        features[0, -encoder.dimensions :], emotion, dict.fromkeys(needs, 1.0), chosen.phase, chosen.limit
    )
    if chosen.json:
        for hit in hits:
            _print_json({**_hit_row(hit), "emotion": emotion, "needs": list(needs)})
        return 0
    sys.stdout.write(f"emotion {emotion}, needs {', '.join(needs) or 'none'}, phase {chosen.phase}\n")
    for hit in hits:
        fits = f"{hit.emotion_fit:5.2f} {hit.need_fit:5.2f} {hit.place_fit:5.2f}"
        sys.stdout.write(f"{hit.similarity:6.2f} {fits}  {hit.phrase.cue}\n{'':26}{hit.phrase.plain}\n")
    return 0


def _check_search(chosen: argparse.Namespace) -> None:
    taxonomy = load_taxonomy()
    given = [("--emotion", tag, taxonomy.emotion_ids) for tag in [chosen.emotion] if tag is not None]
    given += [("--need", tag, taxonomy.need_ids) for tag in chosen.need]
    given += [("--phase", chosen.phase, taxonomy.phase_ids)]
    for option, tag, known in given:
        if tag not in known:
            raise UsageError(f"{option} {tag}: there is no such tag; choose from {', '.join(known)}.")
    if not chosen.text.strip():
        raise UsageError("The text to search for is empty; give the customer's words in quotes.")
    if chosen.limit < 1:
        raise UsageError(f"--limit {chosen.limit}: ask for at least one phrase.")


def _hit_row(hit: Hit) -> dict[str, Any]:
    return {
        "phrase_id": hit.phrase.id,
        "cue": hit.phrase.cue,
        "text": hit.phrase.plain,
        "similarity": round(hit.similarity, 4),
        "avoid_similarity": round(hit.avoid_similarity, 4),
        "emotion_fit": round(hit.emotion_fit, 4),
        "need_fit": round(hit.need_fit, 4),
        "place_fit": round(hit.place_fit, 4),
    }


def _stats(chosen: argparse.Namespace) -> int:
    bank = load_bank(chosen.folder)
    counts = bank_counts(bank)
    if chosen.json:
        _print_json({"phrases": len(bank), "version": bank.version, **counts})
        return 0
    sys.stdout.write(f"{len(bank)} phrases, version {bank.version}\n")
    for name, table in counts.items():
        cells = ", ".join(f"{tag} {count}" for tag, count in table.items())
        sys.stdout.write(f"{name}: {cells}\n")
    return 0


def _review(chosen: argparse.Namespace) -> int:
    """Objections by phrase, the phrase with the most first: do-not-trigger examples for an editor to take over."""
    objections = ReviewFile(chosen.file or user_review()).unsettled()
    if chosen.json:
        for objection in objections:
            _print_json(asdict(objection))
        return 0
    for phrase_id, against in by_phrase(objections).items():
        sys.stdout.write(f"{phrase_id}\n")
        sys.stdout.writelines(f"  {objection.day or '-':<10}  {objection.quote}\n" for objection in against)
    sys.stdout.write(f"{len(objections)} objections; add those that are right to the phrase's 'avoid'\n")
    return 0


def bank_counts(bank: Bank) -> dict[str, dict[str, int]]:
    """How many phrases have each status and each tag; tags of the taxonomy without a phrase count 0."""
    taxonomy = load_taxonomy()
    status = Counter(str(phrase.status) for phrase in bank.phrases)
    emotion = Counter(tag for phrase in bank.phrases for tag in phrase.emotions)
    need = Counter(tag for phrase in bank.phrases for tag in phrase.needs)
    strategy = Counter(phrase.strategy for phrase in bank.phrases)
    return {
        "status": dict(status),
        "emotion": {tag: emotion[tag] for tag in taxonomy.emotion_ids},
        "need": {tag: need[tag] for tag in taxonomy.need_ids},
        "strategy": {tag: strategy[tag] for tag in taxonomy.strategy_ids},
        **{
            name: dict(Counter(getattr(phrase, name) for phrase in bank.phrases))
            for name in ("act", "tone", "register", "locale", "pack")
        },
    }


def _evaluate(chosen: argparse.Namespace) -> int:
    from phrasebank.evaluation.command import run  # noqa: PLC0415

    return run(chosen)


def _export(chosen: argparse.Namespace) -> int:
    from phrasebank.transfer.command import run_export  # noqa: PLC0415

    return run_export(chosen)


def _import(chosen: argparse.Namespace) -> int:
    from phrasebank.transfer.command import run_import  # noqa: PLC0415

    return run_import(chosen)


def _print_json(row: Any) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
