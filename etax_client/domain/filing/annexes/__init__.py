"""附表填写: what stands behind amounts that a return deducts or leaves untaxed."""
