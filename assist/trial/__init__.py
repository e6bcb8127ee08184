"""The ledger of needs put to the test on written calls whose truth is known."""
