"""Reports and cases, with what is heard, decided and written of them."""
