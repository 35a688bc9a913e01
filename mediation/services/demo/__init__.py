"""The demo world: invented cases, lived through by the same verbs as real ones."""
