"""Backpropagation from its Jacobians up."""
