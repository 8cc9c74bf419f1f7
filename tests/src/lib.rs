//! What the end-to-end tests share: a city of real services on real sockets.
