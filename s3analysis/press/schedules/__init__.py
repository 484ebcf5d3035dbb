"""Runs without anybody: when, what, where to, and whom to tell. Others' schedulers call them."""
