"""The pages: parse, call, show. A module for each, with its routes."""
