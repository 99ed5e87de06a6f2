"""Study visits: imaginary, copied to `app/visits` where the recipes are tried."""
