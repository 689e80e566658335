"""Dated rule files: load, check, choose the one in force."""

from nightlight.policy.dated import Dated, NoPolicyInForce, all_files, in_force, with_digest

__all__ = ["Dated", "NoPolicyInForce", "all_files", "in_force", "with_digest"]
