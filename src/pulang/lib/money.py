"""Currencies in which the cooperation pays and is asked to pay. Pure."""

CURRENCIES = ("USD", "IDR", "KHR", "THB", "SGD", "MYR", "EUR")
