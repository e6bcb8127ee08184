"""The set-up before the first call: consent, devices, speech model, hot keys, the sample call."""
