"""The mock server: it plays everything that the client talks to."""
