//! What composition makes of whole schemas: golden supergraphs, plans made on them, refusals.

mod districts;
mod support;
