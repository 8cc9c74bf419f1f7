//! What composition makes of whole schemas: golden supergraphs, plans made on them, refusals.

mod accepted;
mod authorization;
mod carried;
mod cases;
mod contracts;
mod corpus;
mod districts;
mod every_code;
mod extract;
mod labels;
mod merging;
mod names;
mod partition_refusals;
mod planner;
mod random;
mod refusals;
mod robust;
mod round_trip;
mod satisfiable;
mod skew;
mod subscriptions;
mod support;
