//! A whole city in one process, each part on its own port.
