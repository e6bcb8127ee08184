"""Settings of calls that telephone platforms stream to us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TelephoneSettings:
    """Where platforms connect, and what they must show. With a port, `assist serve` takes calls from them."""

    port: int = 0
    """Port for the platforms' websockets; 0 takes no telephone calls."""
    host: str = "127.0.0.1"
    """Address to listen on. Beyond this machine only with a certificate, or ``behind_proxy``."""
    certificate: str = ""
    """File (PEM) of the certificate with its chain. Genesys and Twilio trust public authorities alone."""
    private_key: str = ""
    """File (PEM) of the certificate's key; empty where it is in the same file."""
    behind_proxy: bool = False
    """Listen beyond this machine without a certificate: a proxy in front does TLS, and the way to it is safe."""
    public_url: str = ""
    """How the platforms call this server, such as ``wss://voice.example.com``, where a proxy changes host or port:
    their signatures are over that name. Empty: as the request says."""
    secrets: str = ""
    """TOML file with what each platform must prove that it knows (docs/telephone.md); not in here, since settings
    are kept in each call's journal."""
    inbound: Literal["customer", "agent"] = "customer"
    """Whose voice Twilio receives: ``customer`` where their leg of the call is streamed, ``agent`` where it is the
    agent's (calls that the agent's softphone makes). Parameters of a stream may say otherwise."""
    agent_parameter: str = "agentId"
    """The parameter in which a platform says whose call it is: of Twilio's stream, or of Genesys' ``customConfig``."""
    calls: int = 20
    """So many at once; further ones are refused with 503."""
    ahead_seconds: float = 30.0
    """A call's sound that comes faster than real time may be this far ahead; then the connection waits."""
    idle_seconds: float = 60.0
    """A connection on which nothing came for this long is given up."""
