"""Run one notebook: in its own kernel, within limits, truthfully."""
