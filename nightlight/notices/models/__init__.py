"""Notices, who has seen them, the outlets by which they leave the house, and what became of each that left."""

from nightlight.notices.models.deliveries import Delivery, DeliveryStatus
from nightlight.notices.models.notices import Notice, Sight
from nightlight.notices.models.outlets import Outlet, Way

__all__ = ["Delivery", "DeliveryStatus", "Notice", "Outlet", "Sight", "Way"]
