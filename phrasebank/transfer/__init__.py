"""Export and import of the bank: tables and files that people work on elsewhere."""
