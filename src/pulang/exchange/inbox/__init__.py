"""What comes from a partner: opened, judged and carried out within one transaction."""
