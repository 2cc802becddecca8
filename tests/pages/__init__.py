"""Tests of the server's pages, as browsers see them."""
