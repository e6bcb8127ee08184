"""Follows the calls of a running Attune engine: python watch.py [ADDRESS_FILE]. Needs `pip install websockets`."""
# ruff: noqa: T201

import json
import sys
from pathlib import Path

from websockets.sync.client import connect

PLACES = {
    "linux": ".local/share/attune",
    "darwin": "Library/Application Support/attune",
    "win32": "AppData/Local/attune",
}


def main() -> None:
    """Print what the customer feels and every card, and tell the engine that the card is on our screen."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.home() / PLACES[sys.platform] / "engine.json"
    engine = json.loads(place.read_text(encoding="utf-8"))
    headers = {"Authorization": f"Bearer {engine['token']}"}
    with connect(engine["url"], additional_headers=headers, subprotocols=["attune.v1"], proxy=None) as connection:
        for message in connection:
            event = json.loads(message)
            match event["type"]:
                case "call_started":
                    print(f"call {event['reference'] or event['call_id']}")
                case "emotion_changed":
                    print(f"  they feel {event['emotion']}: {event['evidence']['quote']}")
                case "suggestion_offered":
                    print(f"  {event['cue']}: {event['text']} (because they said: {event['because']['quote']})")
                    card = {"suggestion_id": event["suggestion_id"], "phrase_id": event["phrase_id"]}
                    connection.send(json.dumps({"type": "show_suggestion", **card}))
                case "call_ended":
                    print(f"  over: {event['reason']}", flush=True)
                case _:
                    pass  # types that this program does not know are no error


if __name__ == "__main__":
    main()
