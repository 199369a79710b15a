"""Layers one after another: the way forward and the way back, each as rows that can be read."""

from bpteach.network.network import Network
from bpteach.network.trace import Step, Trace
from bpteach.network.training import Trainer, Training

__all__ = ["Network", "Step", "Trace", "Trainer", "Training"]
