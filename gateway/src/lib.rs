//! The gateway's configuration, command line and wiring.
