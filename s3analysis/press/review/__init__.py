"""The reviewer's check of committed notebooks, a pytest plugin."""
