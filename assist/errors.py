"""One tree of errors: a code for programs, one sentence for people."""


class AttuneError(Exception):
    """Something a person can mend. The message is one sentence: what, where, how to mend.

    Attributes:
        code: a stable snake_case name for programs.
    """

    code = "error"


class UsageError(AttuneError):
    """The command line or a setting is wrong."""

    code = "wrong_use"


class SourceError(AttuneError):
    """A file or device cannot be heard."""

    code = "bad_source"


class RecognizerError(AttuneError):
    """A recogniser cannot be loaded or used."""

    code = "no_recognizer"


class JournalError(AttuneError):
    """A call's journal cannot be read or written."""

    code = "bad_journal"


class WireError(AttuneError):
    """A message from a peer is not one of ours."""

    code = "bad_message"


class PortTakenError(AttuneError):
    """The port to listen on belongs to another program."""

    code = "port_taken"


class EncoderError(AttuneError):
    """The sentence encoder's weights are missing or not the genuine ones."""

    code = "bad_encoder"


class EngineError(AttuneError):
    """The engine is not there, or does not do what it is asked."""

    code = "no_engine"
