"""What lies directly before and after IS-Net: the tensor, and the mask."""
