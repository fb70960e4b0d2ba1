"""The demo: the real school's document, eleven invented schools and their district."""
