"""The bank's tree of errors: a code for programs, one sentence for people."""


class PhrasebankError(Exception):
    """Something a person can mend. The message is one sentence: what, where, how to mend.

    Attributes:
        code: a stable snake_case name for programs.
    """

    code = "phrasebank_error"


class UsageError(PhrasebankError):
    """A command of the bank is used wrongly."""

    code = "wrong_use"


class TemplateError(PhrasebankError):
    """A phrase's text has a slot or an optional segment that cannot be filled."""

    code = "bad_template"


class PhraseError(PhrasebankError):
    """A phrase breaks the contract of `Phrase`. The loader adds file and line."""

    code = "bad_phrase"


class BankError(PhrasebankError):
    """A file of the bank cannot be read. The message names file and line."""

    code = "bad_bank"


class PackError(PhrasebankError):
    """A sector's file is damaged, or there is no such sector."""

    code = "bad_pack"


class TaxonomyError(PhrasebankError):
    """The taxonomy cannot be read, or a tag is not in it."""

    code = "bad_taxonomy"


class EncoderError(PhrasebankError):
    """The sentence encoder's weights are missing or not the genuine ones."""

    code = "bad_encoder"


class HeadsError(PhrasebankError):
    """The heads' file is missing, unreadable, or fitted on another encoder."""

    code = "bad_heads"


class RerankerError(PhrasebankError):
    """The reranker's file is missing, unreadable, or fitted on another encoder."""

    code = "bad_reranker"


class TrainingError(PhrasebankError):
    """A row of the training data cannot be used. The message names file and line."""

    code = "bad_training_row"


class CaseError(PhrasebankError):
    """A case of the evaluation cannot be used. The message names file and line."""

    code = "bad_case"


class ExperimentError(PhrasebankError):
    """An experiment cannot be started, read or kept."""

    code = "bad_experiment"


class TransferError(PhrasebankError):
    """A file cannot be exported to or imported from. The message names file and row."""

    code = "bad_transfer"
