"""Links of the softphone or CRM, such as ``attune://call/start?id=...``: what they ask for, and who opens them."""
