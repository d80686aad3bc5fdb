"""Which small thing to try is suggested next."""
