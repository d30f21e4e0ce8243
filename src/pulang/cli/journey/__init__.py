"""The journey: one case from report to home, on two running nodes."""
